"""The demo data: loaded at the first start, started over on request."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from app.accounts import second_factor
from app.accounts.actions import create_account
from app.accounts.rules import STAFF as STAFF_KIND
from app.agreements import rules
from app.agreements.forms import Order
from app.agreements.models import AgreementNumber, Product
from app.agreements.requests import create_numbered
from app.agreements.terms import Terms
from app.core import clock
from app.db import all_models
from app.db.base import Base
from app.db.types import new_id
from app.db.unit import Unit, reading, unit
from app.delivery.models import OutboxRow
from app.demo import stories
from app.demo.accounts import (
    FIRMS,
    INSTITUTIONS,
    NEWCOMER,
    PASSWORD,
    PEOPLE,
    PRODUCTS,
    STAFF,
    DemoFirm,
    DemoInstitution,
    DemoPerson,
    DemoStaff,
)
from app.parties import actions as parties
from app.parties.models import Branch, Institution

FOUND, CHANGWON = "FOUND", "창원지점"
SINCE = date(2020, 1, 2)


def load_once() -> bool:
    """Load the demo data unless something is there already."""
    with reading() as session:
        if session.scalar(select(Institution.id).limit(1)):
            return False
    load()
    return True


def reset() -> None:
    """Empty every table and load again; everybody is signed out.

    The outbox goes first, as the worker locks its row first: in another order they would block
    each other.
    """
    all_models.load()
    with unit() as u:
        u.session.execute(delete(OutboxRow))
        for table in reversed(Base.metadata.sorted_tables):
            u.session.execute(delete(table))
    load()


def load() -> None:
    """People, register, accounts; requests that wait, are under way, concluded, or over."""
    with unit() as u:
        institutions = {found.code: _institution(u, found) for found in INSTITUTIONS}
        institution_id = institutions[FOUND]
        for member in STAFF:
            _member(u, institutions[member.institution], member)
        everybody = (*PEOPLE, NEWCOMER)
        people = {person.login: _person(u, institution_id, person) for person in everybody}
        parties.register_number(u, institution_id, people["gildong"], "0550000001", 2)
        for firm in FIRMS:
            _firm(u, firm, people)
        for code, names in PRODUCTS.items():
            _products(u, institutions[code], names)
        u.session.add(AgreementNumber(year=clock.today().year, last=7))
    _send("AR-2026-0001", 30_000_000, "0991200056", days=14)
    _send("AR-2026-0006", 12_000_000, "0994500068", days=9)
    _send("AR-2026-0007", 20_000_000, "0991200075", days=12)
    with _past(days=21):
        _send("AR-2026-0005", 15_000_000, "0991200056", days=18)
    with _past(days=2):
        _under_way(people)


def _under_way(people: dict[str, str]) -> None:
    """One agreement with its pledge open, one half signed, one completed."""
    _send("AR-2026-0002", 100_000_000, "0998100014", days=13)
    stories.sign("AR-2026-0002", people["kim-gasang"])
    _send("AR-2026-0003", 200_000_000, "0998100028", days=16)
    stories.sign("AR-2026-0003", people["lee-siheom"])
    _send("AR-2026-0004", 50_000_000, "0998100033", days=16, designated="최예시")
    stories.sign("AR-2026-0004", people["choi-yesi"])
    for login in ("choi-yesi", "jung-pyobon"):
        stories.sign("AR-2026-0004", people[login], pledge=True)


def _past(days: int) -> AbstractContextManager[None]:
    """A block that happens some days ago."""
    then = clock.now() - timedelta(days=days)
    return clock.running_from(lambda: then)


def _institution(u: Unit, demo: DemoInstitution) -> str:
    found = Institution(
        id=new_id(),
        code=demo.code,
        name=demo.name,
        short_name=demo.short_name,
        phone=demo.phone,
    )
    u.session.add(found)
    u.session.flush()
    u.session.add_all(
        Branch(
            id=new_id(),
            institution_id=found.id,
            name=name,
            phone=demo.phone,
            mail=f"branch{position}.{demo.code.lower()}@demo.example",
        )
        for position, name in enumerate(demo.branches, start=1)
    )
    u.session.flush()
    return found.id


def _member(u: Unit, institution_id: str, member: DemoStaff) -> None:
    person_id = parties.register_person(u, member.name, mail=f"{member.login}@demo.example")
    account_id = create_account(
        u, member.login, PASSWORD, person_id, kind=STAFF_KIND, institution_id=institution_id
    )
    query = select(Branch.id).where(
        Branch.institution_id == institution_id, Branch.name == member.branch
    )
    second_factor.appoint(u, account_id, member.role, u.session.scalar(query))
    second_factor.enrol(u, account_id)


def _person(u: Unit, institution_id: str, person: DemoPerson) -> str:
    mail = f"{person.login}@demo.example"
    person_id = parties.register_person(u, person.name, mail=mail, birth_date=person.born)
    parties.register_number(u, institution_id, person_id, person.mobile)
    if person is not NEWCOMER:
        create_account(u, person.login, PASSWORD, person_id)
    return person_id


def _firm(u: Unit, firm: DemoFirm, people: dict[str, str]) -> None:
    firm_id = parties.register_firm(
        u, firm.kind, firm.name, firm.business_number, firm.corporate_number
    )
    for login, role in firm.people:
        parties.register_representation(u, firm_id, people[login], role, SINCE)


def _products(u: Unit, institution_id: str, names: tuple[str, ...]) -> None:
    """The same limits for all: up to 8억, 50 to 100 %, 0.5 to 2 % a year, ten years."""
    u.session.add_all(
        Product(
            institution_id=institution_id,
            name=name,
            position=position,
            amount_least=1_000_000,
            amount_most=800_000_000,
            ratio_bps=8500,
            ratio_least=5000,
            ratio_most=10_000,
            fee_bps=100,
            fee_least=50,
            fee_most=200,
            years=5,
            years_most=10,
        )
        for position, name in enumerate(names, start=1)
    )


def _terms(amount: int, now: datetime, *, days: int) -> Terms:
    today = clock.kst(now).date()
    start = today + timedelta(days=8)
    evening = clock.kst(now).replace(hour=18, minute=0, second=0, microsecond=0)
    return Terms(
        product="소상공인 일반보증",
        applicant="",
        amount=amount,
        period_start=start,
        period_end=rules.period_end(start, 5),
        ratio_bps=8500,
        fee_bps=100,
        bank="데모은행 창원지점",
        purpose="운전자금",
        deadline=evening + timedelta(days=days),
    )


def _send(
    number: str, amount: int, business_number: str, *, days: int, designated: str = ""
) -> None:
    terms = _terms(amount, clock.now(), days=days)
    order = Order(FOUND, CHANGWON, business_number, terms, designated)
    create_numbered(number, order, demo=True)
