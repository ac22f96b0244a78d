"""The desk's administration: who may do what to whom, and that a house is never without a head."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import rules, staff
from app.accounts.models import Account, Post
from app.accounts.staff import By
from app.config import Settings
from app.core import clock as time
from app.core.errors import Refused
from app.core.texts import catalogue, has
from app.db.unit import reading, unit
from app.gateways.demo_phone.models import DemoMessage
from app.parties.models import Branch, Institution
from app.parties.policies import CATALOGUE
from app.worker import drain
from tests.conftest import Clock
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

NEW = {
    "login": "jiwon",
    "name": "한지원",
    "mail": "jiwon@demo.example",
    "role": "auditor",
    "branch": "",
}


@pytest.fixture
def secrets(app: Flask, clock: Clock) -> dict[str, str]:
    """Everybody's authenticator secret: an administrator, officers, an auditor, another house's."""
    found = {"boss": appoint("boss", role=rules.ADMIN)}
    with unit() as u:
        place = u.session.scalars(select(Institution)).one()
        u.session.add(Branch(institution_id=place.id, name="창원지점", phone="0550000000"))
        u.session.add(Branch(institution_id=place.id, name="진주지점", phone="0550000000"))
    found["officer"] = appoint("officer", branch="창원지점")
    found["auditor"] = appoint("auditor", role=rules.AUDITOR)
    found["stranger"] = appoint("stranger", "COOP", role=rules.ADMIN)
    return found


@pytest.fixture
def enter(app: Flask, secrets: dict[str, str]) -> Callable[[str], Visitor]:
    """Lets one of them in."""
    return lambda login: signed_in(app, login, secrets[login])


@pytest.fixture
def boss(enter: Callable[[str], Visitor]) -> Visitor:
    return enter("boss")


def id_of(login: str) -> str:
    with reading() as session:
        return session.scalars(select(Account.id).where(Account.login_id == login)).one()


def branch_id(name: str) -> str:
    with reading() as session:
        return session.scalars(select(Branch.id).where(Branch.name == name)).one()


def post_of(login: str) -> tuple[str, str | None]:
    with reading() as session:
        post = session.get_one(Post, id_of(login))
        return post.role, post.branch_id


def act(visitor: Visitor, login: str, name: str, **form: str) -> int:
    return visitor.post(f"/desk/staff/{id_of(login)}/{name}", form).status_code


def by(login: str) -> By:
    with reading() as session:
        found = session.scalars(select(Account).where(Account.login_id == login)).one()
        return By(found.id, str(found.institution_id))


def said(text: str) -> str:
    return re.sub(r"<[^>]+>", " ", text)


# --- inviting


def test_somebody_is_invited_once_however_often_it_is_pressed(
    boss: Visitor, settings: Settings
) -> None:
    first, second = (boss.post("/desk/staff/new", NEW) for _ in range(2))
    assert first.location == second.location == f"/desk/staff/{id_of('jiwon')}"
    assert "등록 대기" in boss.get(str(first.location)).text
    drain(settings)
    with reading() as session:
        (mail,) = session.scalars(select(DemoMessage))
    assert (mail.to, "한지원" in mail.text) == ("jiwon@demo.example", True)


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"login": ""}, 422, "입력해 주세요"),
        ({"login": "1abc"}, 422, "영문 소문자로 시작해"),
        ({"login": "officer"}, 409, "이미 쓰이고 있는 아이디"),
        ({"mail": "nobody"}, 422, "메일 주소를"),
        ({"role": "king"}, 422, "역할을 골라"),
        ({"role": "branch"}, 422, "일할 지점을"),
        ({"role": "branch", "branch": "nowhere"}, 404, "찾을 수 없습니다"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    boss: Visitor, change: dict[str, str], status: int, words: str
) -> None:
    answer = boss.post("/desk/staff/new", NEW | change)
    assert (answer.status_code, words in said(answer.text)) == (status, True)
    if status != 404:
        assert 'value="한지원"' in answer.text
    with reading() as session:
        assert session.scalar(select(Account).where(Account.login_id == "jiwon")) is None


def test_no_post_at_a_closed_branch(boss: Visitor) -> None:
    closed = branch_id("진주지점")
    assert boss.post(f"/desk/branches/{closed}/close").location == "/desk/branches"
    assert closed not in boss.get("/desk/staff/new").text
    answer = boss.post("/desk/staff/new", NEW | {"role": "branch", "branch": closed})
    assert "닫은 지점" in answer.text


# --- moving, suspending, enrolling anew


def test_another_post_ends_sessions_and_rights_at_once(
    boss: Visitor, enter: Callable[[str], Visitor]
) -> None:
    officer = enter("officer")
    assert act(boss, "officer", "post", role="auditor", branch="") == 303
    assert post_of("officer") == ("auditor", None)
    assert str(officer.get("/desk/agreements").location).startswith("/login")


def test_a_suspended_one_is_out_and_comes_back_as_they_were(
    app: Flask, boss: Visitor, enter: Callable[[str], Visitor], clock: Clock
) -> None:
    officer = enter("officer")
    assert act(boss, "officer", "suspend") == 303
    assert act(boss, "officer", "suspend") == 303
    assert str(officer.get("/desk").location).startswith("/login")
    assert Visitor(app.test_client()).sign_in("officer").status_code == 422
    assert "멈춤" in boss.get("/desk/staff").text
    assert act(boss, "officer", "resume") == 303
    clock.move(timedelta(seconds=30))
    assert enter("officer").get("/desk/agreements").status_code == 200


def test_whoever_enrols_anew_has_neither_password_nor_app_nor_codes(
    app: Flask, boss: Visitor, enter: Callable[[str], Visitor], settings: Settings
) -> None:
    officer = enter("officer")
    assert act(boss, "officer", "reset") == 303
    assert str(officer.get("/desk").location).startswith("/login")
    assert Visitor(app.test_client()).sign_in("officer").status_code == 422
    drain(settings)
    with reading() as session:
        mail = session.scalars(select(DemoMessage.text)).one()
    assert "/enrol/link/" in mail


def test_a_link_is_sent_again_only_to_who_has_not_come_in(boss: Visitor) -> None:
    boss.post("/desk/staff/new", NEW)
    assert act(boss, "jiwon", "link") == 303
    assert act(boss, "officer", "link") == 409


@pytest.mark.parametrize("name", ["post", "suspend", "resume", "reset", "link"])
def test_nobody_does_it_to_themselves(boss: Visitor, name: str) -> None:
    assert act(boss, "boss", name, role="auditor", branch="") == 409
    assert post_of("boss") == ("admin", None)
    assert boss.get("/desk/staff").status_code == 200


def test_an_unknown_act_or_person_is_not_there(boss: Visitor) -> None:
    assert act(boss, "officer", "promote") == 404
    assert boss.post("/desk/staff/nobody/suspend").status_code == 404
    assert boss.get("/desk/staff/nobody").status_code == 404


@pytest.mark.parametrize("what", ["suspend", "move"])
def test_two_administrators_who_turn_on_one_another_leave_one(
    secrets: dict[str, str], what: str
) -> None:
    appoint("boss2", role=rules.ADMIN)

    def turn(one: str, other: str) -> str:
        try:
            with unit() as u:
                if what == "suspend":
                    staff.suspend(u, by(one), id_of(other))
                else:
                    staff.move(u, by(one), id_of(other), rules.AUDITOR, "")
        except Refused as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(2) as both:
        outcomes = [both.submit(turn, "boss", "boss2"), both.submit(turn, "boss2", "boss")]
        found = sorted(each.result() for each in outcomes)
    assert found == ["OTHER_POST", "done"]
    with reading() as session:
        left = session.scalars(
            select(Account.login_id)
            .join(Post)
            .join(Institution, Institution.id == Account.institution_id)
            .where(Institution.code == "FOUND", Post.role == "admin")
            .where(Account.disabled_at.is_(None))
        ).all()
    assert len(left) == 1


# --- the second factor again


def test_a_sensitive_act_asks_again_after_five_minutes_and_keeps_what_was_typed(
    app: Flask, boss: Visitor, secrets: dict[str, str], clock: Clock
) -> None:
    from app.accounts.second_factor import code_at

    clock.move(rules.STEP_UP)
    assert boss.get("/desk/staff/new").status_code == 200
    clock.move(timedelta(seconds=1))
    assert boss.get("/desk/staff/new").location == "/desk/confirm?next=%2Fdesk%2Fstaff%2Fnew"
    page = boss.post("/desk/staff/new", NEW)
    assert page.status_code == 403
    carried = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    assert {name: carried[name] for name in NEW} == NEW
    wrong = boss.post("/desk/staff/new", NEW | {"second_factor": "12345"})
    assert (wrong.status_code, "번호가 맞지 않습니다" in wrong.text) == (422, True)
    before = boss.client.get_cookie("sid").value
    code = code_at(secrets["boss"], time.now())
    done = boss.post("/desk/staff/new", NEW | {"second_factor": code})
    assert done.location == f"/desk/staff/{id_of('jiwon')}"
    assert boss.client.get_cookie("sid").value != before, "a new token with every proof"
    assert boss.get("/desk/staff/new").status_code == 200


def test_the_page_that_asks_leads_on(boss: Visitor, secrets: dict[str, str], clock: Clock) -> None:
    from app.accounts.second_factor import code_at

    clock.move(timedelta(minutes=6))
    boss.get("/desk/staff")
    form = {"next": "/desk/recovery", "second_factor": code_at(secrets["boss"], time.now())}
    assert boss.post("/desk/confirm", form).location == "/desk/recovery"
    assert boss.get("/desk/recovery").status_code == 200
    clock.move(timedelta(seconds=30))
    form["second_factor"] = code_at(secrets["boss"], time.now())
    assert boss.post("/desk/confirm", form | {"next": "https://evil.example/"}).location == "/desk"


def test_guessing_there_waits_too(boss: Visitor, secrets: dict[str, str], clock: Clock) -> None:
    from app.accounts.second_factor import code_at

    clock.move(timedelta(minutes=6))
    for _ in range(5):
        assert boss.post("/desk/confirm", {"second_factor": "1"}).status_code == 422
    code = code_at(secrets["boss"], time.now())
    assert boss.post("/desk/confirm", {"second_factor": code}).status_code == 429


# --- branches


def test_a_branch_is_opened_renamed_closed(boss: Visitor, enter: Callable[[str], Visitor]) -> None:
    form = {"name": "김해지점", "phone": "055-000-0001", "mail": ""}
    assert boss.post("/desk/branches", form).location == "/desk/branches"
    here = f"/desk/branches/{branch_id('김해지점')}"
    assert boss.post(here, form | {"name": "김해센터"}).status_code == 303
    assert "김해센터" in boss.get("/desk/branches").text
    assert boss.post(f"{here}/close").status_code == 303
    assert boss.post(f"{here}/close").status_code == 303
    assert "닫음" in boss.get(here).text


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"name": ""}, 422, "지점 이름을"),
        ({"name": "창원지점"}, 409, "같은 이름"),
        ({"phone": "12"}, 422, "전화번호를"),
        ({"phone": "전화"}, 422, "전화번호를"),
        ({"mail": "x"}, 422, "메일 주소를"),
    ],
)
def test_a_wrong_branch_is_said_so(
    boss: Visitor, change: dict[str, str], status: int, words: str
) -> None:
    form = {"name": "김해지점", "phone": "055-000-0001", "mail": "a@demo.example"}
    answer = boss.post("/desk/branches", form | change)
    assert (answer.status_code, words in answer.text) == (status, True)
    kept = [value for key, value in form.items() if key not in change]
    assert all(value in answer.text for value in kept)
    with reading() as session:
        assert session.scalar(select(Branch).where(Branch.name == "김해지점")) is None


def test_a_branch_with_people_stays_open(boss: Visitor) -> None:
    answer = boss.post(f"/desk/branches/{branch_id('창원지점')}/close")
    assert (answer.status_code, "직원이 1명 있습니다" in answer.text) == (409, True)
    act(boss, "officer", "suspend")
    assert boss.post(f"/desk/branches/{branch_id('창원지점')}/close").status_code == 303


# --- policies


def test_a_decision_holds_from_its_day_and_the_past_stays(boss: Visitor, clock: Clock) -> None:
    here = "/desk/policies/release_limit"
    today, later = time.today(), time.today() + timedelta(days=3)
    for _ in range(2):
        form = {"value": "50,000,000", "from": today.isoformat()}
        assert boss.post(here, form).location == here
    boss.post(here, {"value": "10000000원", "from": later.isoformat()})
    page = boss.get("/desk/policies").text
    assert "50,000,000" in page
    assert "10,000,000" in page
    assert f"{later:%Y.%m.%d}" in page
    assert boss.get(here).text.count("<tr>") == 3, "one head, two decisions: a repeat is one"
    with reading() as session:
        from app.parties.policies import RELEASE_LIMIT, in_force

        place = by("boss").institution_id
        values = [in_force(session, place, RELEASE_LIMIT, day) for day in (today, later)]
    assert values == [50_000_000, 10_000_000]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": "많이"}, "숫자로 입력"),
        ({"value": "9" * 15}, "사이로 입력"),
        ({"from": "2020-01-01"}, "지난 날부터"),
        ({"from": "내일"}, "지난 날부터"),
    ],
)
def test_a_wrong_decision_is_said_so(boss: Visitor, change: dict[str, str], words: str) -> None:
    form = {"value": "1000", "from": time.today().isoformat(), **change}
    answer = boss.post("/desk/policies/release_limit", form)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert all(f'value="{value}"' in answer.text for value in form.values())
    assert boss.get("/desk/policies/nothing").status_code == 404


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_choice_has_its_words(key: str) -> None:
    for part in ("title", "means", "unit"):
        assert has(f"house.policy.{key}.{part}")


# --- sender numbers


def test_a_sender_number_needs_two_people(boss: Visitor, enter: Callable[[str], Visitor]) -> None:
    from app.parties.senders import caller

    form = {"number": "055-000-0000", "proof": "데모통신 2026-11-20"}
    assert [boss.post("/desk/senders", form).status_code for _ in range(2)] == [303, 303]
    (sender,) = re.findall(r"/desk/senders/([0-9a-f-]+)/stop", boss.get("/desk/senders").text)
    answer = boss.post(f"/desk/senders/{sender}/approve")
    assert (answer.status_code, "다른 직원이 확인" in answer.text) == (409, True)
    officer = enter("officer")
    with reading() as session:
        assert caller(session, by("boss").institution_id) is None
    assert officer.post(f"/desk/senders/{sender}/approve").location == "/desk/senders"
    with reading() as session:
        assert caller(session, by("boss").institution_id) == "0550000000"
    assert officer.post(f"/desk/senders/{sender}/stop").status_code == 403
    assert boss.post("/desk/senders", form).status_code == 409
    assert boss.post(f"/desk/senders/{sender}/stop").status_code == 303
    assert boss.post(f"/desk/senders/{sender}/approve").status_code == 409
    with reading() as session:
        assert caller(session, by("boss").institution_id) is None
    assert boss.post("/desk/senders", form).status_code == 303, "it can be registered anew"


@pytest.mark.parametrize("number", ["070-0000-0000", "060-000-0000", "+1 202 555 0100", "x", ""])
def test_some_numbers_are_nobodys_office(boss: Visitor, number: str) -> None:
    answer = boss.post("/desk/senders", {"number": number, "proof": "서류"})
    assert (answer.status_code, "발신번호는" in answer.text) == (422, True)
    assert boss.post("/desk/senders", {"number": "0550000000"}).status_code == 422


# --- what the auditor reads


def test_changes_of_rights_are_read_by_who_answers_for_them(
    boss: Visitor, enter: Callable[[str], Visitor], clock: Clock
) -> None:
    boss.post("/desk/staff/new", NEW)
    clock.move(timedelta(seconds=1))
    act(boss, "officer", "post", role="auditor", branch="")
    clock.move(timedelta(seconds=1))
    act(boss, "officer", "suspend")
    page = enter("auditor").get("/desk/rights")
    lines = [" ".join(said(row).split()) for row in re.findall(r"<tr>(.*?)</tr>", page.text, re.S)]
    newest = lines[1:]
    assert "계정을 멈췄습니다" in newest[0]
    assert "지점 직원 → 감사" in newest[1]
    assert all("김창구" in line for line in newest[:2]), "by whom"
    assert enter("stranger").get("/desk/rights").text.count("계정을 멈췄습니다") == 0
    assert boss.get("/desk/rights").status_code == 200


def test_pages_of_rights_follow_without_gaps(boss: Visitor, monkeypatch) -> None:
    monkeypatch.setattr("app.accounts.desk.queries.PAGE", 3)
    monkeypatch.setattr("app.accounts.desk.rights.PAGE", 3)
    for serial in range(4):
        login = f"person{serial}"
        boss.post("/desk/staff/new", NEW | {"login": login, "mail": f"{login}@demo.example"})
    address, seen = "/desk/rights", []
    while address:
        page = boss.get(address).text
        seen += [tuple(said(row).split()) for row in re.findall(r"<tr>(.*?)</tr>", page, re.S)[1:]]
        more = re.search(r'href="(/desk/rights\?before=[^"]+)"', page)
        address = more[1] if more else ""
    with reading() as session:
        from app.accounts.desk.queries import RIGHTS
        from app.audit.models import AuditEntry

        mine = AuditEntry.institution_id == by("boss").institution_id
        wanted = session.scalars(
            select(AuditEntry.seq).where(mine, AuditEntry.action.in_(RIGHTS))
        ).all()
    assert len(seen) == len(wanted)


def test_every_change_of_rights_has_its_words() -> None:
    from app.accounts.desk.queries import RIGHTS

    for language in ("ko", "en"):
        keys = catalogue(language)
        assert [r for r in RIGHTS if f"house.rights.{r.replace(':', '_')}" not in keys] == []


@pytest.mark.parametrize("login", ["officer", "auditor"])
def test_administration_is_for_administrators(enter: Callable[[str], Visitor], login: str) -> None:
    visitor = enter(login)
    for address in ("staff", "staff/new", "branches", "policies"):
        assert visitor.get(f"/desk/{address}").status_code == 403
    menu = visitor.get("/desk/senders" if login == "officer" else "/desk/rights").text
    assert "/desk/staff" not in menu
