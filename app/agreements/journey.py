"""The steps of the e-agreement, in order (S2-09); where a signer stands is read from the rows."""

from app.core.journey import Journey, Step
from app.signing.queries import Sitting


def _cautions_read(sitting: Sitting) -> bool:
    return all(sitting.marked("caution", caution.key) for caution in sitting.paper.cautions)


PERSON: Journey[Sitting] = Journey(
    (
        Step("request", 2, lambda sitting: sitting.marked("request")),
        Step("cautions", 3, _cautions_read),
        Step("text", 4, lambda sitting: sitting.marked("text"), part="1/3"),
        Step("ticks", 4, lambda sitting: sitting.ticks_complete, part="2/3"),
        Step("sign", 4, lambda sitting: sitting.executed, part="3/3"),
        Step("identify", 5, lambda sitting: sitting.signature is not None, one_way=True),
        Step("done", 6, lambda _: False),
    )
)
"""개인의 경우: six steps; the first is the list itself."""

TOTAL = 6
