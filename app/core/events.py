"""Domain events: what happened, raised inside the transaction that made it happen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Actor:
    """Who acted: a signed-in person, a member of staff, or the system itself."""

    kind: Literal["person", "staff", "system"]
    id: str = ""


SYSTEM = Actor("system")


@dataclass(frozen=True)
class Event:
    """`type` reads `room:thing:what-happened`; `subject` is the aggregate whose chain records it.

    `facts` are plain values without personal data; `personal` is about `person_id` and is kept
    encrypted under that person's key, so that it can be erased without breaking the chain.
    """

    type: str
    subject: str
    institution_id: str
    actor: Actor
    facts: Mapping[str, Any] = field(default_factory=dict)
    person_id: str = ""
    personal: Mapping[str, Any] = field(default_factory=dict)


Handler = Callable[[Any, Event], None]


class Handlers:
    """Who answers which event; filled by the wiring, called inside the transaction."""

    def __init__(self) -> None:
        self._by_type: dict[str, list[Handler]] = {}

    def on(self, event_type: str, handler: Handler) -> None:
        """Call `handler(unit, event)` for every event of that type; `*` means every event."""
        self._by_type.setdefault(event_type, []).append(handler)

    def dispatch(self, unit: Any, event: Event) -> None:
        """Run the handlers for everything first (the record), then those of the type."""
        for handler in (*self._by_type.get("*", ()), *self._by_type.get(event.type, ())):
            handler(unit, event)
