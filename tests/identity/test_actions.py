"""A code is good once, for five tries, three minutes, one session and just what it was sent for."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import reading, unit
from app.delivery.models import Message
from app.identity import queries
from app.identity.actions import spend_try, use_code
from app.identity.models import Challenge, IdentityCheck
from app.identity.rules import Limits
from tests.conftest import Clock
from tests.identity.conftest import Person

pytestmark = pytest.mark.usefixtures("clock")


def refused(person: Person, code: str, **changes: Any) -> Refused:
    """The refusal that typing `code` meets."""
    with pytest.raises(Refused) as caught:
        person.type_in(code, replace(person.binding, **changes))
    assert t(caught.value.key, **caught.value.params)
    return caught.value


def test_the_right_code_makes_evidence(person: Person, clock: Clock) -> None:
    person.ask()
    check = person.type_in(person.code)
    with reading() as session:
        row = session.scalars(select(IdentityCheck)).one()
    assert (row.id, row.person_id, row.method) == (check.id, person.id, "sms")
    assert (row.number_masked, row.document_hash) == ("010-****-0001", "ab" * 32)
    assert (row.session_id, row.at) == (person.binding.session, clock())
    assert queries.record_of(row)["number"] == "010-****-0001"


def test_spaces_in_a_code_do_not_matter(person: Person) -> None:
    person.ask()
    assert person.type_in(f" {person.code[:3]} {person.code[3:]} ")


def test_forty_parallel_right_codes_succeed_once(person: Person) -> None:
    person.ask()

    def attempt(_: int) -> bool:
        try:
            person.type_in(person.code)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(attempt, range(40))) == 1
    with reading() as session:
        assert len(list(session.scalars(select(IdentityCheck)))) == 1


def test_sixty_parallel_wrong_codes_spend_five_tries(person: Person) -> None:
    person.ask()

    def attempt(_: int) -> str:
        with pytest.raises(Refused) as caught:
            person.type_in(person.wrong())
        return caught.value.code

    with ThreadPoolExecutor(20) as pool:
        codes = list(pool.map(attempt, range(60)))
    with reading() as session:
        assert session.scalars(select(Challenge.tries)).one() == 5
    assert codes.count("WRONG_CODE") == 4
    assert codes.count("TRIES_USED_UP") == 56
    assert refused(person, person.code).code == "TRIES_USED_UP"


def test_the_page_hears_how_many_tries_are_left(person: Person) -> None:
    person.ask()
    lefts = [refused(person, person.wrong()).params["tries"] for _ in range(5)]
    assert lefts == [4, 3, 2, 1, 0]


def test_a_failure_after_the_first_unit_gives_no_try_back(person: Person) -> None:
    person.ask()

    def act_that_fails() -> None:
        spent = person.spend()
        with unit() as u:
            use_code(u, spent, person.code, person.binding)
            raise RuntimeError("what the check was for fails")

    for _ in range(5):
        with pytest.raises(RuntimeError):
            act_that_fails()
    assert refused(person, person.code).code == "TRIES_USED_UP"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 30_000_001},
        {"document_hash": "ef" * 32},
        {"version": 2},
        {"act": "00" * 32},
        {"number": "01000000002"},
        {"purpose": "confirmation"},
        {"agreement": "agreement:other"},
        {"session": "another"},
    ],
)
def test_any_change_of_what_it_is_for_kills_the_code(
    person: Person, change: dict[str, object]
) -> None:
    person.ask()
    assert refused(person, person.code, **change).code == "BINDING_CHANGED"


def test_another_session_cannot_use_it(person: Person) -> None:
    person.ask()
    with unit() as u:
        spent = spend_try(u, person.challenge_id, "another", person.id)
    with pytest.raises(Refused) as caught, unit() as u:
        use_code(u, spent, person.code, replace(person.binding, session="another"))
    assert caught.value.code == "OTHER_SESSION"
    assert person.type_in(person.code)


def test_another_person_cannot_use_it_and_the_attempt_is_kept(
    people: Callable[..., Person],
) -> None:
    owner, other = people(), people()
    owner.ask()
    with unit() as u:
        spent = spend_try(u, owner.challenge_id, owner.binding.session, other.id)
    with pytest.raises(Refused) as caught, unit() as u:
        use_code(u, spent, owner.code, owner.binding)
    assert (caught.value.code, caught.value.status) == ("IDENTITY_MISMATCH", 422)
    with reading() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "identity:code:refused")
        ).one()
    assert (entry.actor, entry.facts["outcome"]) == (f"person:{other.id}", "foreign")
    assert owner.type_in(owner.code)


def test_the_code_of_another_signer_of_the_same_thing_is_named_as_such(
    people: Callable[..., Person], caplog: pytest.LogCaptureFixture
) -> None:
    first = people()
    second = people(agreement=first.binding.agreement, number="01000000002")
    stranger = people(number="01000000003")
    for person in (first, second, stranger):
        person.ask()
    mismatch = refused(second, first.code)
    assert (mismatch.code, mismatch.status) == ("IDENTITY_MISMATCH", 422)
    assert f"identity mismatch: challenge {second.challenge_id}" in caplog.text
    assert refused(second, stranger.code).code == "WRONG_CODE"
    assert second.type_in(second.code)
    assert first.type_in(first.code)


def test_a_code_is_used_once(person: Person) -> None:
    person.ask()
    person.type_in(person.code)
    assert refused(person, person.code).code == "CODE_USED"


def test_no_code_was_sent(person: Person) -> None:
    person.challenge_id, person.code = "none", "000000"
    assert refused(person, "000000").code == "CODE_MISSING"


def test_a_text_is_good_for_three_minutes(person: Person, clock: Clock) -> None:
    person.ask()
    clock.move(timedelta(seconds=180))
    assert refused(person, person.code).code == "CODE_EXPIRED"


def test_a_text_is_good_until_the_last_second(person: Person, clock: Clock) -> None:
    person.ask()
    clock.move(timedelta(seconds=179))
    assert person.type_in(person.code)


def test_a_calls_time_begins_when_it_is_answered(person: Person, clock: Clock) -> None:
    person.ask("call")
    clock.move(timedelta(seconds=40))
    with unit() as u:
        message = u.session.scalars(select(Message)).one()
        message.state, message.answered_at = "answered", u.now
    clock.move(timedelta(seconds=179))
    with reading() as session:
        seen = queries.open_code(
            session, person.id, person.binding.agreement, person.binding.session
        )
    assert seen is not None
    assert seen.seconds == 1
    clock.move(timedelta(seconds=1))
    assert refused(person, person.code).code == "CODE_EXPIRED"


def test_a_new_code_replaces_the_old(person: Person, clock: Clock) -> None:
    person.ask()
    old_id, old = person.challenge_id, person.code
    clock.move(timedelta(seconds=30))
    person.ask()
    new_id, new = person.challenge_id, person.code
    person.challenge_id, person.code = old_id, old
    assert refused(person, old).code == "CODE_SUPERSEDED"
    person.challenge_id = new_id
    assert person.type_in(new)


def test_ten_wrong_codes_lock_the_method_rising(person: Person, clock: Clock) -> None:
    for _ in range(2):
        person.ask()
        for _ in range(5):
            refused(person, person.wrong())
        clock.move(timedelta(seconds=60))
    with pytest.raises(Refused) as caught:
        person.ask()
    assert (caught.value.code, caught.value.params["minutes"]) == ("METHOD_LOCKED", 29)
    clock.move(timedelta(minutes=30))
    person.ask()
    refused(person, person.wrong())
    locked = refused(person, person.code)
    assert (locked.code, locked.status, locked.params["minutes"]) == ("METHOD_LOCKED", 429, 60)
    clock.move(timedelta(minutes=61))
    person.ask()
    assert person.type_in(person.code)


def test_a_right_code_forgives_the_wrong_ones(person: Person, clock: Clock) -> None:
    for _ in range(3):
        person.ask()
        for _ in range(4):
            refused(person, person.wrong())
        person.type_in(person.code)
        clock.move(timedelta(seconds=1))
    with reading() as session:
        assert queries.locked_until(session, person.id, clock()) is None


def test_what_the_screen_shows(person: Person, clock: Clock, limits: Limits) -> None:
    clock.begin_an_hour()
    person.ask()
    refused(person, person.wrong())
    clock.move(timedelta(seconds=10))
    with reading() as session:
        subject, own = person.binding.agreement, person.binding.session
        seen = queries.open_code(session, person.id, subject, own)
        elsewhere = queries.open_code(session, person.id, subject, "another")
        wait = queries.wait_seconds(session, person.id, clock())
        left = queries.sends_left(session, person.binding.number, clock())
    assert seen is not None
    assert (seen.state, seen.channel, seen.number) == ("queued", "sms", "010-****-0001")
    assert (seen.seconds, seen.tries_left, wait, left) == (170, 4, 20, 4)
    assert elsewhere is None
