"""전자약정 리스트: what waits for this person, what waits for others, what is over."""

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from app.agreements import rules
from app.agreements.journey import JOURNEY, total
from app.agreements.queries import Visit, visits_of
from app.db.unit import reading
from app.evidence import registry
from app.web.pages import render

WAITING = ("done", "pledge-done")

ENDED = {
    rules.COMPLETED: "done",
    rules.EXPIRED: "expired",
    rules.DECLINED: "declined",
    rules.RECALLED: "recalled",
}


def show() -> Response:
    """Only requests addressed to the signed-in person (S2-10)."""
    visits = mine()
    items = [_item(visit) for visit in visits]
    sealing = _sealing(visits)
    return render(
        "agreements/list.html",
        todo=[item for item in items if item["chip"] in ("new", "going", "turn")],
        waiting=[item for item in items if item["chip"] == "partial"],
        past=[item for item in reversed(items) if item["chip"] in ENDED.values()],
        sealing=sealing,
    )


def _sealing(visits: list[Visit]) -> set[str]:
    """Numbers of the completed requests of which a paper still waits for its seal and time."""
    owed = {
        paper.document.id: visit.agreement.number
        for visit in visits
        if visit.agreement.state == rules.COMPLETED
        for paper in visit.papers
    }
    with reading() as session:
        sealed = registry.sealed_among(session, list(owed))
    return {number for document, number in owed.items() if document not in sealed}


def mine() -> list[Visit]:
    """The person's requests, the nearest deadline first."""
    with reading() as session:
        return visits_of(session, current_user.person_id)


def waits_for_me(visit: Visit) -> bool:
    """Whether it is this person's turn to do something."""
    if not visit.agreement.open or visit.first is None:
        return False
    key = JOURNEY.frontier(visit).key
    return key not in WAITING and not (key == "pledge" and not visit.guarantee_concluded)


def started(visit: Visit) -> bool:
    """Whether the person has gone past its first page."""
    return visit.first is not None and visit.first.marked("request")


def _item(visit: Visit) -> dict[str, Any]:
    agreement = visit.agreement
    paper = visit.papers[1] if visit.guarantee_concluded and visit.corporation else visit.papers[0]
    return {
        "no": agreement.number,
        "url": url_for("agreements.start", number=agreement.number),
        "amount": agreement.amount,
        "firm": agreement.firm,
        "purpose": agreement.purpose,
        "deadline": agreement.deadline,
        "chip": _chip(visit),
        "waits": _waits(visit),
        "position": JOURNEY.frontier(visit).number,
        "total": total(visit),
        "signed": paper.signed,
        "signers": len(paper.signers),
    }


def _waits(visit: Visit) -> str:
    """Why nothing is to be done: only reading, signed already, or the pledge's turn to come."""
    if visit.first is None:
        return "reading"
    return "signed" if visit.guarantee else "locked"


def _chip(visit: Visit) -> str:
    if not visit.agreement.open:
        return ENDED[visit.agreement.state]
    if not waits_for_me(visit):
        return "partial"
    if visit.guarantee_concluded:
        return "turn"
    return "going" if started(visit) else "new"
