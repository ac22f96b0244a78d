"""The register: numbers sealed at rest, found by fingerprint."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.errors import Refused
from app.core.keyring import KeyRing, key_id
from app.db import types
from app.db.unit import reading, unit
from app.parties import actions, queries
from app.parties.models import Institution, Person

pytestmark = pytest.mark.usefixtures("app")

RRN = "8501011999907"


def registered() -> str:
    with unit() as u:
        person_id = actions.register_person(u, "홍길동", rrn=RRN, mail="gildong@demo.example")
        institution = Institution(code="F", name="기관", short_name="기관", phone="0550000000")
        u.session.add(institution)
        u.session.flush()
        actions.register_number(u, institution.id, person_id, "010-0000-0001")
    return person_id


def raw(column: str, table: str) -> bytes:
    with reading() as session:
        return bytes(session.connection().exec_driver_sql(f"SELECT {column} FROM {table}").scalar())


@pytest.mark.parametrize(
    ("column", "table", "plain"),
    [
        ("rrn", "person", RRN),
        ("mail", "person", "gildong"),
        ("number", "number_of_record", "01000000001"),
    ],
)
def test_what_is_personal_is_sealed_at_rest(column: str, table: str, plain: str) -> None:
    registered()
    assert plain.encode() not in raw(column, table)


def test_a_person_is_found_by_the_fingerprint_of_the_number() -> None:
    person_id = registered()
    with reading() as session:
        print_of_it = types.ring().blind(RRN, "person.rrn")
        assert session.scalar(select(Person.id).filter_by(rrn_hash=print_of_it)) == person_id


def test_rows_of_a_former_key_are_read_after_rotation(app: Flask) -> None:
    person_id = registered()
    old = types.ring()
    types.use_ring(KeyRing("new", {**old.keys, "new": b"n" * 32}, old.pepper))
    with reading() as session:
        numbers = queries.all_numbers_of(session, person_id)
        assert [number.digits for number in numbers] == ["01000000001"]
    with unit() as u:
        actions.register_person(u, "새사람", rrn="7808151999913")
        fresh = u.session.connection().exec_driver_sql("SELECT rrn FROM person WHERE name='새사람'")
        assert key_id(bytes(fresh.scalar())) == "new"


@pytest.mark.parametrize("rrn", ["9002292999911", "850101199990", "85010119999o7"])
def test_an_impossible_number_is_refused(rrn: str) -> None:
    with pytest.raises(Refused, match="RRN_SHAPE"), unit() as u:
        actions.register_person(u, "이시험", rrn=rrn)


def test_a_wrong_business_number_is_refused() -> None:
    with pytest.raises(Refused, match="BUSINESS_NUMBER"), unit() as u:
        actions.register_firm(u, "SOLE", "시험", "0998100015")
