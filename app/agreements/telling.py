"""What happens to a request, said once: the chain records it, notices tell people."""

from collections.abc import Mapping
from typing import Any

from app.agreements.models import AgreementRequest
from app.agreements.queries import owner_of
from app.core.events import Actor, Event
from app.db.unit import Unit


def emit(
    u: Unit,
    request: AgreementRequest,
    what: str,
    actor: Actor,
    facts: Mapping[str, Any],
    personal: Mapping[str, Any] | None = None,
) -> None:
    """Raise an event of this request; what is personal of it is the actor's, who is a person."""
    person_id = actor.id if actor.kind == "person" else ""
    u.emit(
        Event(
            what,
            owner_of(request.id),
            request.institution_id,
            actor,
            facts,
            person_id=person_id,
            personal=personal or {},
        )
    )
