"""Everything at once: one link, one code, one person, and always one account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account, LoginSession
from app.audit.queries import faults
from app.config import Settings
from app.core.errors import Refused
from app.core.events import Actor
from app.db.unit import reading, unit
from app.identity.actions import spend_try
from app.identity.models import Challenge, IdentityCheck
from app.joining import actions, invitations
from app.joining.actions import Browser as Here
from app.joining.models import Invitation, Joining
from tests.joining.conftest import Browser
from tests.support.newcomer import Newcomer, code, mails

HASH = "$argon2id$not-looked-at"


def together(act: Callable[[int], object], times: int) -> list[object]:
    """What each of them got: a value, or the code of a refusal."""

    def one(n: int) -> object:
        try:
            return act(n)
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(times)))


def ways() -> list[Joining]:
    with reading() as session:
        return list(session.scalars(select(Joining).order_by(Joining.id)))


def count(table: type) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_forty_right_codes_are_one(unlinked: Newcomer, browser: Browser) -> None:
    joiner = browser()
    joiner.say(unlinked.facts)
    joiner.ask()
    right, (way,) = code(), ways()
    with reading() as session:
        challenge = session.scalars(select(Challenge.id)).one()

    def type_in(n: int) -> str:
        with unit() as u:
            spent = spend_try(u, challenge, way.id, way.claimant)
        with unit() as u:
            actions.recognise(u, way.id, spent, right)
        return "in"

    got = together(type_in, 40)
    assert got.count("in") == 1
    assert count(IdentityCheck) == 1
    assert joiner.get("/join/account").status_code == 200


def test_one_link_in_two_browsers_makes_one_account(
    clock, invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    from datetime import timedelta

    (link,) = mails(settings)
    for _ in range(2):
        each = browser()
        each.follow(link)
        each.recognised(invited.facts)
        clock.move(timedelta(seconds=2))
    first, second = ways()

    def finish(n: int) -> str:
        with unit() as u:
            way = first if n % 2 else second
            actions.finish(u, way.id, f"saebom{n}", HASH, Here("Web", ""))
        return "in"

    got = together(finish, 8)
    assert got.count("in") == 1
    assert set(got) == {"in", "JOIN_OVER", "JOIN_DONE"}
    assert (count(Account), count(LoginSession)) == (1, 1)
    with reading() as session:
        assert [i.ended_by for i in session.scalars(select(Invitation))] == ["claimed"]
        assert list(faults(session)) == []


def test_invitations_at_once_leave_one_open(invited: Newcomer, app: Flask) -> None:
    with reading() as session:
        place = session.scalars(select(Invitation.institution_id)).one()

    def again(n: int) -> str:
        with unit() as u:
            host = invitations.host_of(u, place)
            invitations.invite_again(u, host, invited.id, Actor("staff", "x"))
        return "sent"

    got = together(again, 8)
    assert got.count("sent") == 5
    assert got.count("INVITED_OFTEN") == 3
    with reading() as session:
        open_ = select(func.count()).select_from(Invitation).where(Invitation.ended_at.is_(None))
        assert session.scalar(open_) == 1
