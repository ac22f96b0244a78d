"""전자약정 리스트: what waits for this person, what waits for others, what is over."""

from flask import Response
from flask_login import current_user

from app.agreements.queries import Listed, of_person
from app.db.unit import reading
from app.web.pages import render


def show() -> Response:
    """Only requests addressed to the signed-in person (S2-10)."""
    with reading() as session:
        mine = of_person(session, current_user.person_id)
    return render(
        "agreements/list.html",
        todo=[item.agreement for item in mine if _todo(item)],
        waiting=[i.agreement for i in mine if i.agreement.open and i.signed_at],
        past=[item.agreement for item in reversed(mine) if not item.agreement.open],
    )


def waiting_count(person_id: str) -> int:
    """How many requests wait for the person's signature: the badge in the menu."""
    with reading() as session:
        return sum(1 for item in of_person(session, person_id) if _todo(item))


def _todo(item: Listed) -> bool:
    return item.agreement.open and item.signed_at is None
