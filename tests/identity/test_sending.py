"""How often codes are sent, to which numbers, and that none is ever stored in the clear."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.core.errors import Refused
from app.db import all_models
from app.db.base import Base
from app.db.unit import database, reading
from app.identity import rules
from app.identity.models import Challenge
from tests.conftest import Clock
from tests.identity.conftest import Person

pytestmark = pytest.mark.usefixtures("clock")


def refused(person: Person, channel: rules.Channel = "sms") -> Refused:
    """The refusal that asking for a code meets."""
    with pytest.raises(Refused) as caught:
        person.ask(channel)
    return caught.value


def test_waits_grow(person: Person, clock: Clock) -> None:
    for wait in (30, 60, 120):
        person.ask()
        too_soon = refused(person)
        assert (too_soon.code, too_soon.status) == ("SEND_TOO_SOON", 429)
        assert too_soon.params["seconds"] == wait
        clock.move(timedelta(seconds=wait - 1))
        assert refused(person).params["seconds"] == 1
        clock.move(timedelta(seconds=1))
    person.ask()


def test_a_number_gets_five_codes_an_hour_text_and_call_together(
    person: Person, clock: Clock
) -> None:
    clock.set(clock().replace(minute=0, second=0))
    for channel in ("sms", "call", "sms", "call", "sms"):
        person.ask(channel)
        clock.move(timedelta(seconds=120))
    assert refused(person).code == "SENDS_USED_UP"
    clock.move(timedelta(hours=1))
    person.ask()


def test_two_people_with_one_number_share_its_limit(
    people: Callable[..., Person], clock: Clock
) -> None:
    clock.set(clock().replace(minute=0, second=0))
    for _ in range(5):
        people().ask()
    assert refused(people()).code == "SENDS_USED_UP"


def test_three_calls_an_hour(person: Person, clock: Clock) -> None:
    clock.set(clock().replace(minute=0, second=0))
    for _ in range(3):
        person.ask("call")
        clock.move(timedelta(seconds=120))
    assert refused(person, "call").code == "SENDS_USED_UP"
    person.ask("sms")


def test_ten_codes_a_day(person: Person, clock: Clock) -> None:
    clock.set(clock().replace(hour=0, minute=0, second=0))
    for _ in range(10):
        person.ask()
        clock.move(timedelta(minutes=31))
    assert refused(person).code == "SENDS_USED_UP"


def test_fifty_parallel_requests_send_one(person: Person) -> None:
    def attempt(_: int) -> bool:
        try:
            person.ask()
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(attempt, range(50))) == 1
    with reading() as session:
        assert len(list(session.scalars(select(Challenge)))) == 1


def test_a_refused_request_costs_nothing(person: Person, clock: Clock) -> None:
    person.ask()
    for _ in range(20):
        refused(person)
    clock.move(timedelta(seconds=30))
    person.ask()


@pytest.mark.parametrize(
    ("number", "channel", "code"),
    [
        ("0550000001", "sms", "CALL_ONLY"),
        ("0701234567", "call", "NUMBER_NOT_ALLOWED"),
        ("07012345678", "call", "NUMBER_NOT_ALLOWED"),
        ("15000000", "sms", "NUMBER_NOT_ALLOWED"),
        ("+12125550100", "sms", "NUMBER_NOT_ALLOWED"),
        ("01000000001", "fax", "CHANNEL_UNKNOWN"),
    ],
)
def test_numbers_that_get_no_code(
    people: Callable[..., Person], number: str, channel: rules.Channel, code: str
) -> None:
    refusal = refused(people(number=number), channel)
    assert (refusal.code, refusal.status) == (code, 422)


def test_a_landline_is_called(people: Callable[..., Person]) -> None:
    people(number="0550000001").ask("call")


def test_no_code_stands_anywhere_in_the_clear(
    person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        person.ask()
        person.type_in(person.code)
    assert person.code not in caplog.text
    all_models.load()
    secrets = [person.code.encode(), person.binding.number.encode()]
    for where, value in everything_stored():
        assert not any(secret in value for secret in secrets), where


def everything_stored() -> Iterator[tuple[str, bytes]]:
    """Every value of every table as the database holds it."""
    with database().reads.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(text(f"SELECT * FROM {table.name}")):
                for column, value in row._mapping.items():
                    raw = isinstance(value, bytes | memoryview)
                    yield f"{table.name}.{column}", bytes(value) if raw else str(value).encode()


def test_the_search_for_secrets_sees_what_is_stored(person: Person) -> None:
    person.ask()
    assert any(person.id.encode() in value for _, value in everything_stored())
