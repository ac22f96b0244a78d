"""The steps to an account and to a new password: who, the code, the choice."""

from app.core.journey import Journey, Step
from app.joining.models import Joining
from app.joining.rules import JOIN, RESET


def _done(joining: Joining) -> bool:
    return joining.done_at is not None


_WHO = Step[Joining]("who", 1, lambda joining: joining.facts is not None)
_CODE = Step[Joining]("code", 2, lambda joining: joining.verified_at is not None, one_way=True)

LAST = {JOIN: "account", RESET: "password"}

JOURNEYS = {
    purpose: Journey((_WHO, _CODE, Step[Joining](last, 3, _done))) for purpose, last in LAST.items()
}
