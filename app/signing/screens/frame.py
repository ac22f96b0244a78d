"""What a room lends the signing screens while they serve one request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response

from app.db.types import new_id
from app.db.unit import Unit, unit
from app.identity.actions import Wording
from app.parties.queries import Number
from app.signing.actions import open_sitting
from app.signing.queries import Sitting
from app.web.pages import render


@dataclass(frozen=True)
class JourneyView:
    """How far the person is, and the way back."""

    title: str
    position: int
    total: int
    part: str
    back_url: str
    back_label: str


@dataclass(frozen=True)
class Room:
    """What the room does around a signature.

    hold_open: locks the subject and refuses when it is over; executed: 약정 실행 was pressed;
    numbers: the signer's numbers of record there; wording and amount (won) are said with a code.
    """

    hold_open: Callable[[Unit], None]
    executed: Callable[[Unit], None]
    numbers: Callable[[], list[Number]]
    institution_id: str
    wording: Wording
    amount: int


@dataclass(frozen=True)
class Frame:
    """One signer's page at one step.

    subject: the room's own view (an agreement), which its templates show; base: what the URLs of
    this document's steps begin with; onward: 303 to the step that follows.
    """

    key: str
    sitting: Sitting
    subject: Any
    journey: JourneyView
    room: Room
    base: str
    onward: Callable[[], Response]

    @property
    def person_id(self) -> str:
        """Who is signing."""
        return self.sitting.signer.person_id

    @contextmanager
    def open_unit(self) -> Iterator[tuple[Unit, Sitting]]:
        """A unit of work in which the subject is locked and open, with the sitting read afresh."""
        with unit() as u:
            self.room.hold_open(u)
            yield u, open_sitting(u, self.sitting.document.id, self.person_id)

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """Render a step's template with what every step shows."""
        shown = {
            "journey": self.journey,
            "agreement": self.subject,
            "paper": self.sitting.paper,
            "signer": self.sitting.signer.name,
            "base": self.base,
            "idempotency_key": new_id(),
            "errors": [],
        }
        return render(template, status, **{**shown, **context})

    def to(self, key: str, **query: Any) -> Response:
        """303 to a step."""
        tail = "".join(f"?{name}={value}" for name, value in query.items())
        return redirect(self.base + key + tail, 303)


def posted_key() -> str:
    """The idempotency key the form carried, or a fresh one for a form without."""
    return request.form.get("idempotency_key", "")[:64] or new_id()
