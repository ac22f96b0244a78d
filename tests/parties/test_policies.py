"""What institutions decide: dated, never rewritten, each one's own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core import clock as clock_door
from app.core.errors import Refused
from app.db.unit import reading, unit
from app.parties.models import Institution
from app.parties.policies import RELEASE_LIMIT, decide, in_force


@pytest.fixture
def places(app: object) -> list[str]:
    with unit() as u:
        made = [Institution(code=c, name=c, short_name=c, phone="0550000000") for c in ("A", "B")]
        u.session.add_all(made)
        u.session.flush()
        return [each.id for each in made]


def decided(place: str, value: int, days: int = 0) -> None:
    with unit() as u:
        day = clock_door.today() + timedelta(days=days)
        decide(u, place, RELEASE_LIMIT.key, value, day, "account")


def holds(place: str, days: int = 0) -> int:
    with reading() as session:
        return in_force(session, place, RELEASE_LIMIT, clock_door.today() + timedelta(days=days))


def test_what_the_house_comes_with_holds_until_somebody_decides(places: list[str]) -> None:
    assert holds(places[0]) == RELEASE_LIMIT.default
    decided(places[0], 5_000_000)
    assert [holds(place) for place in places] == [5_000_000, RELEASE_LIMIT.default]


def test_a_decision_holds_from_its_day_on(places: list[str]) -> None:
    decided(places[0], 7, days=3)
    assert [holds(places[0], day) for day in (0, 2, 3, 400)] == [RELEASE_LIMIT.default] * 2 + [7, 7]


def test_of_two_decisions_for_a_day_the_later_one_holds(places: list[str]) -> None:
    decided(places[0], 1)
    decided(places[0], 2)
    assert holds(places[0]) == 2


@pytest.mark.parametrize(
    ("key", "value", "days", "code"),
    [
        ("no-such", 1, 0, "POLICY_UNKNOWN"),
        (RELEASE_LIMIT.key, -1, 0, "POLICY_VALUE"),
        (RELEASE_LIMIT.key, RELEASE_LIMIT.most + 1, 0, "POLICY_VALUE"),
        (RELEASE_LIMIT.key, 1, -1, "POLICY_DAY"),
    ],
)
def test_a_wrong_decision_changes_nothing(
    places: list[str], key: str, value: int, days: int, code: str
) -> None:
    with pytest.raises(Refused, match=code), unit() as u:
        decide(u, places[0], key, value, clock_door.today() + timedelta(days=days), "account")
    assert holds(places[0]) == RELEASE_LIMIT.default


def test_who_decided_is_recorded(places: list[str]) -> None:
    decided(places[0], 9)
    with reading() as session:
        entry = session.scalars(select(AuditEntry).filter_by(action="parties:policy:decided")).one()
    assert (entry.actor, entry.facts["value"]) == ("staff:account", 9)
