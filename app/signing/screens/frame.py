"""What a room lends the signing screens while they serve one request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response

from app.db.types import new_id
from app.db.unit import Unit
from app.parties.queries import Number
from app.signing.queries import Sitting
from app.web.pages import render


@dataclass(frozen=True)
class StepView:
    """One step in the bar at the top of the page."""

    key: str
    title: str
    done: bool
    current: bool
    part: str


@dataclass(frozen=True)
class JourneyView:
    """Where the person is: number and title of the journey, its bar, and the way back."""

    no: str
    title: str
    steps: Sequence[StepView]
    position: int
    total: int
    part: str
    back_url: str
    back_label: str


@dataclass(frozen=True)
class Frame:
    """One signer's page at one step.

    subject: the room's own view (an agreement), shown by its templates; address: step key -> URL;
    hold_open: locks the subject and refuses when it is over; onward: 303 to the step that follows
    in fresh rows; numbers: the signer's numbers of record; amount in won.
    """

    key: str
    sitting: Sitting
    subject: Any
    journey: JourneyView
    address: Callable[[str], str]
    hold_open: Callable[[Unit], None]
    executed: Callable[[Unit], None]
    onward: Callable[[], Response]
    numbers: Callable[[], list[Number]]
    institution: str
    purpose: str
    amount: int
    help_phone: str

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """Render a step's template with what every step shows."""
        shown = {"errors": [], "notice": "", **context}
        return render(
            template,
            status,
            journey=self.journey,
            agreement=self.subject,
            paper=self.sitting.paper,
            seen=self.sitting.document.document_hash[:16],
            idempotency_key=new_id(),
            address=self.address,
            **shown,
        )

    def to(self, key: str) -> Response:
        """303 to a step."""
        return redirect(self.address(key), 303)

    def person_id(self) -> str:
        """Who is signing."""
        return self.sitting.signer.person_id


def posted_key() -> str:
    """The idempotency key the form carried, or a fresh one for a form without."""
    return request.form.get("idempotency_key", "")[:64] or new_id()
