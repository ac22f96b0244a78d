"""A request's terms back in the compose form, to be corrected."""

from sqlalchemy import select

from app.agreements import drafts, rules
from app.agreements.desk.queries import Line
from app.agreements.models import AgreementDraft, AgreementRequest
from app.agreements.officers import Officer
from app.core import clock
from app.core.korean_ids import business_number_hyphened
from app.db.types import new_id
from app.db.unit import reading, unit


def begin(officer: Officer, line: Line, terms: AgreementRequest) -> str:
    """The id of the officer's draft that corrects this request; made if there is none yet."""
    mine = select(AgreementDraft.id).where(
        AgreementDraft.composed_by == officer.account_id,
        AgreementDraft.correcting == line.number,
        AgreementDraft.state != rules.SENT,
    )
    with reading() as session:
        there = session.scalar(mine)
    if there:
        return there
    draft_id = new_id()
    with unit() as u:
        drafts.keep(
            u, draft_id, officer, typed_of(line, terms), terms.branch_id, correcting=line.number
        )
    return draft_id


def typed_of(line: Line, terms: AgreementRequest) -> dict[str, str]:
    """The terms as an officer would type them."""
    ends = clock.kst(terms.deadline)
    return {
        "business_number": business_number_hyphened(line.business_number),
        "designated": terms.designated,
        "branch": terms.branch_id,
        "product": terms.product,
        "purpose": terms.purpose,
        "amount": f"{terms.amount:,}",
        "bank": terms.bank,
        "period_start": terms.period_start.isoformat(),
        "years": str(_years(terms)),
        "ratio": f"{terms.ratio_bps / 100:g}",
        "fee": f"{terms.fee_bps / 100:g}",
        "deadline_day": f"{ends:%Y-%m-%d}",
        "deadline_time": f"{ends:%H:%M}",
    }


def _years(terms: AgreementRequest) -> int:
    """Of how many years the period is; it was reckoned from them."""
    whole = range(1, 31)
    return next(
        (n for n in whole if rules.period_end(terms.period_start, n) == terms.period_end), 1
    )
