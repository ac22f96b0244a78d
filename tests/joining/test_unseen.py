"""Nobody learns from joining who is registered: same answers, same work, same limits."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from app.db.unit import database, reading
from app.identity.models import Challenge
from app.identity.rules import Limits
from app.limits.models import TryCounter
from tests.joining.conftest import Browser
from tests.support.newcomer import Joiner, Newcomer

STRANGER = {"name": "신겨울", "proof": "19910101", "last_four": "0031"}
VARYING = re.compile(
    r'value="[\w-]{40,60}"|\d분 \d+초|data-seconds="\d+"|[0-9a-f]{8}-[0-9a-f-]{27}'
)


def bare(text: str) -> str:
    """The page without what differs at every opening: token, seconds, what was typed."""
    for typed in ("신겨울", "신새봄", "1991-01-01", "1990-03-14"):
        text = text.replace(typed, "")
    return VARYING.sub("", text)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database meanwhile, with the table it is about."""
    seen: list[str] = []

    def note(conn, cursor, statement, parameters, context, executemany) -> None:
        seen.append(" ".join(statement.split()).partition(" SET ")[0][:90])

    engines = {database().reads, database().writes}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def walked(joiner: Joiner, facts: dict[str, str], channel: str) -> list[tuple[int, str, int]]:
    """Status, page and length at every press."""
    answers = [
        joiner.say(facts),
        joiner.get(f"/{joiner.way}/code"),
        joiner.ask(channel),
        joiner.get(f"/{joiner.way}/code"),
        joiner.type_in("000000"),
        joiner.ask(channel),
        joiner.get(f"/{joiner.way}"),
    ]
    return [(a.status_code, bare(a.text), len(a.data) // 64) for a in answers]


@pytest.mark.parametrize("channel", ["sms", "call"])
@pytest.mark.parametrize("way", ["join", "reset"])
def test_known_and_unknown_get_the_same_pages(
    unlinked: Newcomer, browser: Browser, limits: Limits, way: str, channel: str
) -> None:
    if way == "reset":
        browser().recognised(unlinked.facts).choose()
    known = walked(browser(way), unlinked.facts, channel)
    unknown = walked(browser(way), STRANGER, channel)
    assert [a[0] for a in unknown] == [303, 200, 303, 200, 422, 429, 200]
    if way == "join":
        assert known == unknown


def test_known_and_unknown_are_the_same_work(clock, unlinked: Newcomer, browser: Browser) -> None:
    seen = []
    for facts in (unlinked.facts, STRANGER, unlinked.facts, STRANGER):
        clock.move(timedelta(seconds=2))
        joiner = browser()
        with statements() as said:
            joiner.say(facts)
        with statements() as asked:
            joiner.ask()
        with statements() as tried:
            joiner.type_in("000000")
        seen.append([Counter(said), Counter(asked), Counter(tried)])
    known, unknown = seen[2], seen[3]
    for one, other in zip(known, unknown, strict=True):
        assert (one - other, other - one) == (Counter(), Counter())


def test_waits_limits_and_locks_are_the_same(
    clock, unlinked: Newcomer, browser: Browser, limits: Limits
) -> None:
    runs = []
    for facts in (unlinked.facts, STRANGER):
        joiner = browser()
        joiner.say(facts)
        statuses = []
        for _ in range(limits.number_per_hour + 1):
            statuses.append(joiner.ask().status_code)
            statuses += [joiner.type_in("000000").status_code for _ in range(2)]
            clock.move(timedelta(seconds=120))
            joiner.say(facts)
        runs.append(statuses)
        clock.move(timedelta(hours=2))
    assert runs[0] == runs[1]
    assert 429 in runs[0]


def test_tries_here_never_lock_the_persons_own(
    clock, unlinked: Newcomer, browser: Browser, limits: Limits
) -> None:
    """Whoever knows somebody's birthday must not keep them from signing."""
    joiner = browser()
    joiner.say(unlinked.facts)
    for _ in range(3):
        joiner.ask()
        for _ in range(5):
            joiner.type_in("000000")
        clock.move(timedelta(seconds=121))
    assert joiner.ask().status_code == 429
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(TryCounter)) == 1
        theirs = select(func.count()).select_from(Challenge).filter_by(person_id=unlinked.id)
        assert session.scalar(theirs) == 0


def test_a_number_that_had_its_share_gets_nothing_and_nobody_hears(
    clock, unlinked: Newcomer, browser: Browser, limits: Limits, app: Flask
) -> None:
    """Two ways of saying who one is are two claimants, and one telephone."""
    by_firm = unlinked.facts | {"proof": unlinked.business_number}
    clock.begin_an_hour()
    for facts in (unlinked.facts, by_firm):
        joiner = browser()
        joiner.say(facts)
        for _ in range(4):
            assert joiner.ask().status_code == 303
            clock.move(timedelta(seconds=121))
    with reading() as session:
        sent = session.scalars(select(Challenge.number_masked).order_by(Challenge.created_at)).all()
    assert len([number for number in sent if number]) == limits.number_per_hour
    assert len(sent) == 8


def test_who_is_asked_about_stands_in_no_address_and_no_log(
    unlinked: Newcomer, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    browser().recognised(unlinked.facts).choose()
    for word in (unlinked.name, "19900314", "0031"):
        assert word not in caplog.text
