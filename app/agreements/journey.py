"""The steps of the e-agreement, in order (S2-09); where a person stands is read from the rows.

A sole proprietor has six steps; for a corporation the pledge (책임경영이행 약정) follows as steps
seven and eight. Whoever signs only the pledge starts at the request and waits for its turn.
"""

from collections.abc import Callable

from app.agreements.queries import Visit
from app.core.journey import Journey, Step
from app.signing.queries import Sitting

PLEDGE = "pledge-"
"""What the keys of the second document's signing steps begin with."""

Answered = Callable[[Sitting], bool]


def _cautions_read(sitting: Sitting) -> bool:
    return all(sitting.marked("caution", caution.key) for caution in sitting.paper.cautions)


def _guarantee(key: str, number: int, answered: Answered, part: str = "") -> Step[Visit]:
    return Step(
        key,
        number,
        lambda visit: visit.guarantee is not None and answered(visit.guarantee),
        part,
        one_way=key == "identify",
        applies=lambda visit: visit.guarantee is not None,
    )


def _pledge(key: str, number: int, answered: Answered, part: str = "") -> Step[Visit]:
    return Step(
        key,
        number,
        lambda visit: visit.pledge is not None and answered(visit.pledge),
        part,
        one_way=key == "pledge-identify",
        applies=lambda visit: visit.pledge is not None,
    )


def _request_seen(visit: Visit) -> bool:
    return visit.first is not None and visit.first.marked("request")


JOURNEY: Journey[Visit] = Journey(
    (
        Step("request", 2, _request_seen),
        _guarantee("cautions", 3, _cautions_read),
        _guarantee("text", 4, lambda sitting: sitting.marked("text"), "1/3"),
        _guarantee("ticks", 4, lambda sitting: sitting.ticks_complete, "2/3"),
        _guarantee("sign", 4, lambda sitting: sitting.executed, "3/3"),
        _guarantee("identify", 5, lambda sitting: sitting.signature is not None),
        Step(
            "done",
            6,
            lambda visit: visit.pledge is not None and visit.guarantee_concluded,
            applies=lambda visit: visit.guarantee is not None,
        ),
        _pledge("pledge", 7, lambda sitting: sitting.marked("pledge")),
        _pledge("pledge-text", 8, lambda sitting: sitting.marked("text"), "1/3"),
        _pledge("pledge-ticks", 8, lambda sitting: sitting.ticks_complete, "2/3"),
        _pledge("pledge-sign", 8, lambda sitting: sitting.executed, "3/3"),
        _pledge("pledge-identify", 8, lambda sitting: sitting.signature is not None),
        _pledge("pledge-done", 8, lambda _: False),
    )
)


def total(visit: Visit) -> int:
    """How many steps people count: six for a person, eight for a corporation."""
    return 8 if visit.corporation else 6


def sitting_at(visit: Visit, key: str) -> Sitting | None:
    """The sitting a step works on."""
    if key == "request":
        return visit.first
    return visit.pledge if key.startswith("pledge") else visit.guarantee
