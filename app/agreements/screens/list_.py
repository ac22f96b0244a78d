"""전자약정 리스트: what waits for this person, what waits for others, what is over."""

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from app.agreements import rules
from app.agreements.journey import PERSON, TOTAL
from app.agreements.queries import Visit, visits_of
from app.db.unit import reading
from app.web.pages import render

ENDED = {
    rules.COMPLETED: "done",
    rules.EXPIRED: "expired",
    rules.DECLINED: "declined",
    rules.RECALLED: "recalled",
}


def show() -> Response:
    """Only requests addressed to the signed-in person (S2-10)."""
    items = [_item(visit) for visit in mine()]
    return render(
        "agreements/list.html",
        todo=[item for item in items if item["chip"] in ("new", "going")],
        waiting=[item for item in items if item["chip"] == "partial"],
        past=[item for item in reversed(items) if item["chip"] in ENDED.values()],
    )


def mine() -> list[Visit]:
    """The person's requests, the nearest deadline first."""
    with reading() as session:
        return visits_of(session, current_user.person_id)


def waits_for_me(visit: Visit) -> bool:
    """Whether the request is open and lacks this person's signature."""
    return visit.agreement.open and visit.sitting.signature is None


def started(visit: Visit) -> bool:
    """Whether the person has gone past its first page."""
    return visit.sitting.marked("request")


def _item(visit: Visit) -> dict[str, Any]:
    agreement, sitting = visit.agreement, visit.sitting
    return {
        "no": agreement.number,
        "url": url_for("agreements.start", number=agreement.number),
        "amount": agreement.amount,
        "firm": agreement.firm,
        "purpose": agreement.purpose,
        "deadline": agreement.deadline,
        "chip": _chip(visit),
        "position": PERSON.frontier(sitting).number,
        "total": TOTAL,
        "signed": sum(1 for signer in agreement.signers if signer.signed_at),
        "signers": len(agreement.signers),
    }


def _chip(visit: Visit) -> str:
    if not visit.agreement.open:
        return ENDED[visit.agreement.state]
    if not waits_for_me(visit):
        return "partial"
    return "going" if started(visit) else "new"
