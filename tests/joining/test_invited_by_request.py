"""An invitation goes with the request that asks for it: longer, over, or held by another one."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from app.agreements import actions, acts
from app.agreements.models import AgreementRequest
from app.agreements.officers import Officer
from app.agreements.requests import correct
from app.config import Settings
from app.core.events import SYSTEM
from app.db.unit import reading, unit
from app.joining.models import Invitation
from tests.agreements.orders import order
from tests.support import signer
from tests.support.newcomer import Joiner, Newcomer, mails

Browser = Callable[..., Joiner]
OTHER = "AR-2026-0002"


def invitations() -> list[tuple[str, str]]:
    """(way, what ended it) of all, the oldest first."""
    with reading() as session:
        query = select(Invitation.way, Invitation.ended_by).order_by(Invitation.id)
        return [(way, ended) for way, ended in session.execute(query)]


def extend(days: int) -> None:
    with unit() as u:
        request = u.session.scalars(select(AgreementRequest)).one()
        officer = Officer("a", "p", request.institution_id, None)
        until = request.deadline + timedelta(days=days)
        acts.extend(u, request.number, officer, until, "key")


def recall(number: str = signer.NUMBER) -> None:
    with unit() as u:
        actions.recall(u, number, "다른 조건으로 다시 요청합니다", SYSTEM)


def test_the_link_lasts_as_long_as_the_request(
    clock, invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    (link,) = mails(settings)
    extend(days=3)
    assert mails(settings) == [link], "the mail they have still holds"
    clock.move(timedelta(days=16))
    assert browser().follow(link).location == "/join"
    clock.move(timedelta(days=1, seconds=1))
    assert browser().follow(link).status_code == 410


def test_a_request_that_is_taken_back_invites_nobody(
    invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    (link,) = mails(settings)
    recall()
    assert invitations() == [("mail", "withdrawn")]
    over = browser().follow(link)
    assert over.status_code == 410
    assert "지점" in over.text, "whom to ask"


def test_another_request_still_invites(
    invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    signer.send(OTHER, business_number=invited.business_number)
    link = mails(settings)[0]
    recall()
    assert invitations() == [("mail", "replaced"), ("mail", "")]
    assert browser().follow(link).location == "/join"
    recall(OTHER)
    assert invitations()[-1] == ("mail", "withdrawn")


def test_what_is_corrected_invites_as_long_as_it_now_lasts(
    clock, invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    (link,) = mails(settings)
    later = (clock.instant + timedelta(days=20)).isoformat()
    terms = order(amount=40_000_000, deadline=later, business_number=invited.business_number)
    correct(signer.NUMBER, terms, demo=True)
    assert mails(settings) == [link]
    clock.move(timedelta(days=19))
    assert browser().follow(link).location == "/join"
