"""The access log: whose data staff had before them stands in it, and can be found there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from app.audit.models import AuditEntry
from app.audit.queries import faults as chain_faults
from app.db.unit import reading, unit
from app.parties.models import Person
from app.records import queries, rules
from app.records.checks import faults
from app.records.models import Access, AccessSubject
from app.records.rules import Use, digest
from tests.conftest import Clock
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

Auditor = Callable[..., Visitor]
ONE = "/desk/agreements/AR-2026-0001"


def accesses() -> list[Access]:
    with reading() as session:
        return list(session.scalars(select(Access).order_by(Access.id)))


def whose(access: Access) -> list[str]:
    with reading() as session:
        query = select(Person.name).join(AccessSubject, AccessSubject.person_id == Person.id)
        return list(session.scalars(query.where(AccessSubject.access_id == access.id)))


PAGES = (
    ("GET", "/desk/agreements", {}, "listed", "agreements"),
    ("POST", "/desk/agreements", {"q": "홍길동"}, "listed", "agreements"),
    ("GET", ONE, {}, "viewed", "agreement"),
    ("GET", f"{ONE}/contacts", {}, "viewed", "contacts"),
)
"""Every page of the desk that shows personal data, and what it leaves in the log."""


@pytest.mark.parametrize(("method", "path", "form", "action", "what"), PAGES)
def test_every_page_with_personal_data_leaves_a_record(
    officer: Visitor, method: str, path: str, form: dict[str, str], action: str, what: str
) -> None:
    page = officer.get(path) if method == "GET" else officer.post(path, form)
    assert page.status_code == 200
    assert "홍길동" in page.text
    (found,) = accesses()
    assert (found.action, found.what, found.login_id) == (action, what, "changwon")
    assert (found.address, whose(found)) == ("192.0.2.1", ["홍길동"])


def test_a_file_is_taken_for_a_reason_alone(officer: Visitor, clock: Clock) -> None:
    """Asked first, wrong answers asked again, good for ten minutes, recorded with the file."""
    asked = officer.get(f"{ONE}/trail.csv")
    assert (asked.status_code, asked.mimetype) == (200, "text/html")
    assert "진행 기록 내려받기" in asked.text
    for purpose, words in (("", "감사 자료"), ("audit", "음"), ("audit", "\u202e\u202e\u202e ")):
        wrong = officer.post(f"{ONE}/trail.csv", {"purpose": purpose, "words": words})
        assert (wrong.status_code, wrong.mimetype) == (422, "text/html")
    assert accesses() == []
    right = officer.post(f"{ONE}/trail.csv", {"purpose": "audit", "words": "감사 자료"})
    assert (right.status_code, right.location) == (303, f"{ONE}/trail.csv")
    assert officer.get(f"{ONE}/trail.csv").mimetype == "text/csv"
    (found,) = accesses()
    assert (found.action, found.what, found.reference) == ("downloaded", "trail", "AR-2026-0001")
    assert (found.purpose, found.words, whose(found)) == ("audit", "감사 자료", ["홍길동"])
    clock.move(rules.REASON_HOLDS)
    assert officer.get(f"{ONE}/trail.csv").mimetype == "text/html"


def test_anothers_reason_takes_nothing(app: Flask, officer: Visitor) -> None:
    officer.post(f"{ONE}/trail.csv", {"purpose": "audit", "words": "감사 자료"})
    other = signed_in(app, "changwon2", appoint("changwon2", branch="창원지점"))
    assert other.get(f"{ONE}/trail.csv").mimetype == "text/html"


def test_a_persons_pages_leave_a_record(officer: Visitor) -> None:
    with reading() as session:
        person = session.scalars(select(Person.id).where(Person.name == "홍길동")).one()
    assert officer.post("/desk/people", {"business_number": "099-12-00056"}).status_code == 200
    assert officer.get(f"/desk/people/{person}").status_code == 200
    assert officer.get(f"/desk/people/{person}/number").status_code == 200
    found = accesses()
    assert [each.what for each in found] == ["people", "person", "number"]
    assert [whose(each) for each in found] == [["홍길동"]] * 3


def test_a_firms_page_leaves_a_record(officer: Visitor) -> None:
    found = officer.post("/desk/firms", {"business_number": "099-12-00056"})
    assert "홍길동" in officer.get(found.location).text
    (left,) = accesses()
    assert (left.what, whose(left)) == ("firm", ["홍길동"])


def test_pages_that_show_nobody_leave_no_record(officer: Visitor) -> None:
    assert officer.post("/desk/agreements", {"q": "없는 업체"}).status_code == 200
    assert officer.get("/desk/agreements/AR-2026-9999").status_code == 404
    assert officer.get("/desk/agreements/AR-2026-9999/contacts").status_code == 404
    assert accesses() == []


def test_the_log_never_holds_the_data(officer: Visitor) -> None:
    officer.get(ONE)
    with reading() as session:
        entry = session.scalars(select(AuditEntry).filter_by(action="records:data:seen")).one()
    assert set(entry.facts) >= {"access", "action", "subjects", "digest"}
    assert "홍길동" not in str(entry.facts)
    assert not {"name", "number", "mail"} & set(Access.__table__.columns.keys())


def test_numbers_are_masked_until_a_reason_is_given(officer: Visitor, clock: Clock) -> None:
    page = officer.get(f"{ONE}/contacts").text
    assert "010-****-0001" in page
    assert "010-0000-0001" not in page
    assert "gildong@demo.example" not in page
    assert reveal(officer).status_code == 303
    page = officer.get(f"{ONE}/contacts").text
    assert "010-0000-0001" in page
    assert "gildong@demo.example" in page
    shown = next(found for found in accesses() if found.action == "revealed")
    assert (shown.purpose, shown.words) == ("contact", "기한 안내 전화")
    clock.move(rules.REASON_HOLDS - timedelta(seconds=1))
    assert "010-0000-0001" in officer.get(f"{ONE}/contacts").text
    clock.move(timedelta(seconds=1))
    officer.get(f"{ONE}/contacts")
    assert "010-0000-0001" not in officer.get(f"{ONE}/contacts").text


def reveal(officer: Visitor, purpose: str = "contact", words: str = "기한 안내 전화") -> object:
    page = officer.get(f"{ONE}/contacts").text
    person = page.partition('name="person" value="')[2].partition('"')[0]
    return officer.post(f"{ONE}/contacts", {"person": person, "purpose": purpose, "words": words})


@pytest.mark.parametrize(
    ("purpose", "words", "said"),
    [
        ("", "기한 안내 전화", "목적을 골라 주세요"),
        ("curiosity", "기한 안내 전화", "목적을 골라 주세요"),
        ("contact", "음", "4자에서 200자"),
        ("contact", "가" * 201, "4자에서 200자"),
    ],
)
def test_without_a_good_reason_nothing_is_shown_and_nothing_lost(
    officer: Visitor, purpose: str, words: str, said: str
) -> None:
    page = reveal(officer, purpose, words)
    assert page.status_code == 422
    assert said in page.text
    assert f'value="{words}"' in page.text
    assert "010-0000-0001" not in page.text
    assert not [found for found in accesses() if found.action == "revealed"]


def test_a_reason_is_good_for_who_gave_it_and_whom_it_names(app: Flask, officer: Visitor) -> None:
    reveal(officer)
    other = signed_in(app, "changwon2", appoint("changwon2", "FOUND", "창원지점"))
    assert "010-0000-0001" not in other.get(f"{ONE}/contacts").text
    assert (
        officer.post(
            f"{ONE}/contacts", {"person": "x", "purpose": "contact", "words": "전화합니다"}
        ).status_code
        == 404
    )


def test_the_auditor_sees_who_looked_and_masked_whose(officer: Visitor, auditor: Auditor) -> None:
    officer.get(ONE)
    page = auditor().get("/desk/records").text
    assert "changwon" in page
    assert "홍*동" in page
    assert "홍길동" not in page
    assert "192.0.2.1" in page
    assert "AR-2026-0001" in page


@pytest.mark.parametrize(
    ("form", "there"),
    [
        ({"login": "changwon"}, True),
        ({"login": "Changwon "}, True),
        ({"login": "changwon2"}, False),
        ({"name": "홍길동"}, True),
        ({"name": "김길동"}, False),
        ({"action": "viewed"}, True),
        ({"action": "downloaded"}, False),
        ({"action": "nonsense"}, True),
        ({"begins": "2000-01-01", "ends": "9999-12-31"}, True),
        ({"ends": "2000-01-01"}, False),
        ({"begins": "9999-12-31"}, False),
        ({"begins": "어제"}, True),
    ],
)
def test_the_log_is_searched(
    officer: Visitor, auditor: Auditor, form: dict[str, str], there: bool
) -> None:
    officer.get(ONE)
    page = auditor().post("/desk/records", form)
    assert page.status_code == 200
    assert ("AR-2026-0001" in page.text) is there
    assert there or "맞는 기록이 없습니다" in page.text


def test_another_institutions_auditor_sees_nothing(officer: Visitor, auditor: Auditor) -> None:
    officer.get(ONE)
    other = auditor("coop-auditor", "COOP")
    assert "AR-2026-0001" not in other.get("/desk/records").text
    assert "AR-2026-0001" not in other.post("/desk/records/export").text


def test_an_officer_may_not_read_the_log_nor_an_auditor_the_requests(
    officer: Visitor, auditor: Auditor
) -> None:
    assert officer.get("/desk/records").status_code == 403
    mine = auditor()
    assert mine.get("/desk").location == "/desk/records"
    assert mine.get(ONE).status_code == 403


def test_pages_follow_one_another(officer: Visitor, auditor: Auditor, monkeypatch) -> None:
    for module in ("app.records.queries", "app.records.desk.log"):
        monkeypatch.setattr(f"{module}.PAGE", 2)
    monkeypatch.setattr("app.records.desk.log.lines", lambda *a, **k: queries.lines(*a, limit=2))
    for _ in range(5):
        officer.get(ONE)
    desk, seen, before = auditor(), 0, ""
    while True:
        page = desk.post("/desk/records", {"before": before}).text
        seen += page.count("AR-2026-0001")
        before = page.partition('name="before" value="')[2].partition('"')[0]
        if not before:
            break
    assert seen == 5


def test_the_table_works_nothing_out_and_is_itself_recorded(
    officer: Visitor, auditor: Auditor
) -> None:
    reveal(officer, words="=HYPERLINK(1)")
    officer.get(f"{ONE}/contacts")
    table = auditor().post("/desk/records/export", {"login": "changwon"})
    assert table.mimetype == "text/csv"
    assert table.text.startswith("\ufeff")
    assert "'=HYPERLINK(1)" in table.text
    assert ",=" not in table.text
    with reading() as session:
        entry = session.scalars(select(AuditEntry).filter_by(action="records:log:exported")).one()
    assert entry.facts["rows"] == len(accesses())


def test_whoever_changes_the_log_is_found_out(officer: Visitor) -> None:
    for _ in range(3):
        officer.get(ONE)
    with reading() as session:
        assert list(faults(session)) == []
        assert list(chain_faults(session)) == []
    first, second, _ = accesses()
    with unit() as u:
        u.session.execute(update(Access).where(Access.id == first.id).values(login_id="nobody"))
        gone = delete(AccessSubject).where(AccessSubject.access_id == second.id)
        u.session.execute(gone)
        u.session.execute(delete(Access).where(Access.id == second.id))
    with reading() as session:
        assert sorted(faults(session)) == sorted(
            [f"access {first.id}: changed", f"access {second.id}: gone"]
        )


TEXT = st.text(max_size=20)
USES = st.builds(
    Use,
    **dict.fromkeys(
        (
            *("id", "institution_id", "account_id", "login_id", "address", "action"),
            *("what", "reference", "purpose", "words"),
        ),
        TEXT,
    ),
    at=st.datetimes(),
    subjects=st.lists(TEXT, max_size=3).map(tuple),
)


@given(USES, USES)
def test_the_digest_tells_any_two_accesses_apart(one: Use, other: Use) -> None:
    assert (digest(one) == digest(other)) == (one == other)
