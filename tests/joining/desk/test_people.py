"""People at the desk: found, invited again, their number changed by two and a wait."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import second_factor
from app.accounts.models import Account, Authenticator
from app.audit.models import AuditEntry
from app.audit.queries import faults
from app.config import Settings
from app.core import clock as clock_door
from app.core.errors import Refused
from app.core.events import SYSTEM
from app.db.unit import reading, unit
from app.identity.models import Challenge
from app.joining import invitations, numbers, rules
from app.joining.models import Invitation, NumberChange
from app.joining.numbers import Officer
from app.parties.models import Institution, NumberOfRecord
from app.parties.policies import NUMBER_CHANGE_WAIT_HOURS, decide
from app.worker import drain
from tests.joining.conftest import Browser
from tests.support import signer
from tests.support.newcomer import Newcomer, mails
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

WISH = {
    "number": "010-0000-0077",
    "reason": "휴대전화를 잃어버림",
    "shown": "resident",
    "compared": "1",
}


@pytest.fixture
def desk(clock, app: Flask, invited: Newcomer) -> dict[str, Visitor]:
    """Officers of two branches and of another institution."""
    secrets = {
        "changwon": appoint("changwon", branch="창원지점"),
        "changwon2": appoint("changwon2", branch="창원지점"),
        "coop": appoint("coop", "COOP"),
    }
    people = {login: signed_in(app, login, secret) for login, secret in secrets.items()}
    clock.move(timedelta(seconds=31))  # no code is taken twice
    return people


def code_of(login: str) -> str:
    with reading() as session:
        query = select(Authenticator).join(Account, Account.id == Authenticator.account_id)
        found = session.scalars(query.where(Account.login_id == login)).one()
        return second_factor.code_at(found.secret, clock_door.now())


def at(person: Newcomer, *rest: str) -> str:
    return "/".join(["/desk/people", person.id, *rest])


def change() -> NumberChange:
    with reading() as session:
        return session.scalars(select(NumberChange).order_by(NumberChange.id.desc())).first()  # type: ignore[return-value]


def number() -> str:
    with reading() as session:
        return session.scalars(select(NumberOfRecord.number)).one()


def resting() -> bool:
    with reading() as session:
        return session.scalars(select(NumberOfRecord)).one().rests(clock_door.now())


def decided(visitor: Visitor, person: Newcomer, act: str, code: str = ""):
    return visitor.post(at(person, "number", change().id, act), {"code": code})


def proposed(desk: dict[str, Visitor], person: Newcomer) -> None:
    answer = desk["changwon"].post(at(person, "number"), WISH)
    assert answer.location == f"{at(person)}?said=proposed", answer.text


def trail(person: Newcomer) -> list[tuple[str, str]]:
    query = select(AuditEntry).where(AuditEntry.subject == f"person:{person.id}")
    with reading() as session:
        entries = session.scalars(query.order_by(AuditEntry.seq)).all()
    return [(each.action.rpartition(":")[2], each.actor.partition(":")[0]) for each in entries]


@pytest.mark.parametrize("by", ["firm", "person"])
def test_found_by_firm_or_by_name_and_birth_date(
    desk: dict[str, Visitor], invited: Newcomer, by: str
) -> None:
    form = (
        {"business_number": invited.business_number}
        if by == "firm"
        else {"name": invited.name, "born": "1990.03.14"}
    )
    page = desk["changwon"].post("/desk/people", form)
    assert at(invited) in page.text
    assert "010-****-0031" in page.text
    assert "초대 보냄" in page.text
    assert invited.mobile not in page.text
    elsewhere = desk["coop"].post("/desk/people", form)
    assert elsewhere.status_code == 200
    assert "맞는 분이 없습니다" in elsewhere.text


def test_the_request_leads_to_whoever_has_yet_to_join(
    desk: dict[str, Visitor], invited: Newcomer, browser: Browser
) -> None:
    request = f"/desk/agreements/{signer.NUMBER}"
    assert f'href="{at(invited)}">가입 전' in desk["changwon"].get(request).text
    desk["changwon"].post(at(invited, "counter"))
    browser().recognised(invited.facts).choose()
    assert at(invited) not in desk["changwon"].get(request).text


def test_what_says_nothing_finds_nobody(desk: dict[str, Visitor]) -> None:
    for form, words in (
        ({"business_number": "123"}, "사업자등록번호 10자리를"),
        ({"name": "신새봄"}, "생년월일 8자리를"),
        ({"born": "19900314"}, "이름을 입력해"),
    ):
        page = desk["changwon"].post("/desk/people", form)
        assert page.status_code == 422
        assert words in page.text


def test_another_institution_finds_nothing_anywhere(
    desk: dict[str, Visitor], invited: Newcomer
) -> None:
    proposed(desk, invited)
    coop = desk["coop"]
    assert coop.get(at(invited)).status_code == 404
    assert coop.get(at(invited, "number")).status_code == 404
    for rest in (["invite"], ["counter"], ["number"], ["number", change().id, "cancel"]):
        assert coop.post(at(invited, *rest), WISH).status_code == 404
    assert "신새봄" not in coop.get("/desk/people").text


def test_invited_again_from_the_desk(
    desk: dict[str, Visitor], invited: Newcomer, browser: Browser, settings: Settings, clock
) -> None:
    (old,) = mails(settings)
    assert desk["changwon"].post(at(invited, "invite")).location == f"{at(invited)}?said=invited"
    clock.move(timedelta(seconds=1))
    new = mails(settings)[0]
    page = desk["changwon"].get(f"{at(invited)}?said=invited").text
    assert "먼저 보낸 링크는 쓸 수 없습니다" in page
    assert new.rpartition("/")[2] not in page
    assert browser().follow(old).status_code == 410
    assert browser().follow(new).location == "/join"
    found = [desk["changwon2"].post(at(invited, "invite")).status_code for _ in range(5)]
    assert found == [303] * 4 + [429]


def test_opened_at_the_counter(
    desk: dict[str, Visitor], invited: Newcomer, browser: Browser, clock
) -> None:
    assert desk["changwon"].post(at(invited, "counter")).status_code == 303
    assert "링크 없이 가입할 수 있습니다" in desk["changwon"].get(at(invited)).text
    clock.move(rules.AT_THE_COUNTER - timedelta(minutes=5))
    assert browser().recognised(invited.facts).choose().location == "/agreements"
    late = desk["changwon"].post(at(invited, "counter"))
    assert late.status_code in (303, 409)


def test_a_counter_that_was_opened_closes_after_a_day(
    desk: dict[str, Visitor], invited: Newcomer, browser: Browser, clock
) -> None:
    desk["changwon"].post(at(invited, "counter"))
    clock.move(rules.AT_THE_COUNTER)
    joiner = browser()
    joiner.say(invited.facts)
    joiner.ask()
    assert joiner.type_in("000000").status_code == 422


def test_a_number_changes_after_two_people_and_a_wait(
    desk: dict[str, Visitor], invited: Newcomer, settings: Settings, clock
) -> None:
    proposed(desk, invited)
    mine = desk["changwon"].get(at(invited)).text
    assert "적은 직원은 확인할 수 없습니다" in mine
    assert decided(desk["changwon"], invited, "approve", code_of("changwon")).status_code == 403
    drain(settings)
    assert not any("등록된 번호가 바뀝니다" in text for text in signer.texts_on_phone())
    theirs = desk["changwon2"].get(at(invited)).text
    assert "010-0000-0077" in theirs
    assert "휴대전화를 잃어버림" in theirs
    approved = decided(desk["changwon2"], invited, "approve", code_of("changwon2"))
    assert approved.location == f"{at(invited)}?said=approved"
    drain(settings)
    told = [m for m in signer.phone() if "등록된 번호가 바뀝니다" in m.text]
    assert [m.to for m in told] == ["010-0000-0031"], "the old number hears at once"
    assert "055-000-0000" in told[0].text
    assert any("등록된 전화번호가 곧 바뀝니다" in m.text for m in signer.phone())
    clock.move(timedelta(hours=24, seconds=-1))
    drain(settings)
    assert number() == "01000000031"
    clock.move(timedelta(seconds=2))
    drain(settings)
    assert number() == "01000000077"
    drain(settings)
    assert [m.to for m in signer.phone() if "이 번호가 등록되었습니다" in m.text] == [
        "010-0000-0077"
    ]
    assert trail(invited)[1:] == [
        ("proposed", "staff"),
        ("approved", "staff"),
        ("changed", "system"),
    ]
    with reading() as session:
        assert list(faults(session)) == []


def test_no_code_goes_to_a_number_that_is_being_replaced(
    desk: dict[str, Visitor], invited: Newcomer, browser: Browser, settings: Settings, clock
) -> None:
    desk["changwon"].post(at(invited, "counter"))
    joiner = browser()
    joiner.say(invited.facts)
    joiner.ask()
    (sent,) = codes(settings)
    proposed(desk, invited)
    decided(desk["changwon2"], invited, "approve", code_of("changwon2"))
    with reading() as session:
        assert session.scalars(select(Challenge.state)).all() == ["superseded"]
    assert joiner.type_in(sent).status_code == 422
    clock.move(timedelta(minutes=2))
    joiner.ask()
    other = browser()
    other.say(invited.facts)
    other.ask()
    assert codes(settings) == [sent], "whoever has the telephone stays out"
    clock.move(timedelta(hours=24))
    drain(settings)
    with unit() as u:
        host = invitations.host_of(u, change().institution_id)
        invitations.open_counter(u, host, invited.id, SYSTEM)
    later = browser()
    later.say(invited.facts | {"last_four": "0077"})
    later.ask()
    assert len(codes(settings)) == 2


def codes(settings: Settings) -> list[str]:
    """The codes that arrived, the newest first."""
    drain(settings)
    return [m.text.split("인증번호 ")[1][:6] for m in signer.phone() if "인증번호 " in m.text]


def test_whoever_was_recognised_just_before_gets_no_account(
    desk: dict[str, Visitor], invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    desk["changwon"].post(at(invited, "counter"))
    joiner = browser()
    joiner.say(invited.facts)
    joiner.ask()
    assert joiner.type_in(codes(settings)[0]).status_code == 303
    proposed(desk, invited)
    decided(desk["changwon2"], invited, "approve", code_of("changwon2"))
    assert joiner.choose().status_code == 410


@pytest.mark.parametrize(("who", "act"), [("changwon2", "refuse"), ("changwon", "cancel")])
def test_refused_or_cancelled_before_anybody_approved(
    desk: dict[str, Visitor], invited: Newcomer, who: str, act: str
) -> None:
    proposed(desk, invited)
    assert decided(desk[who], invited, act).status_code == 303
    assert decided(desk["changwon2"], invited, "approve", code_of("changwon2")).status_code == 409
    assert number() == "01000000031"
    proposed(desk, invited)


def test_cancelled_while_it_waits(
    desk: dict[str, Visitor], invited: Newcomer, settings: Settings, clock
) -> None:
    proposed(desk, invited)
    decided(desk["changwon2"], invited, "approve", code_of("changwon2"))
    assert decided(desk["changwon"], invited, "cancel").status_code == 303
    assert not resting(), "cancelled: codes go to the number again"
    clock.move(timedelta(hours=25))
    drain(settings)
    assert number() == "01000000031"
    assert trail(invited)[-1] == ("cancelled", "staff")


def test_the_wait_is_the_institutions_own(
    desk: dict[str, Visitor], invited: Newcomer, settings: Settings, clock
) -> None:
    with unit() as u:
        place = u.session.scalars(select(Institution.id).where(Institution.code == "FOUND")).one()
        key = NUMBER_CHANGE_WAIT_HOURS.key
        decide(u, place, key, 72, clock_door.today(), "x")
    proposed(desk, invited)
    decided(desk["changwon2"], invited, "approve", code_of("changwon2"))
    clock.move(timedelta(hours=71))
    drain(settings)
    assert number() == "01000000031"
    clock.move(timedelta(hours=1, seconds=1))
    drain(settings)
    assert number() == "01000000077"


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"number": "070-0000-0077"}, "070, 050"),
        ({"number": "1500-0000"}, "대표번호"),
        ({"number": "abc"}, "휴대전화나 일반전화"),
        ({"number": "010-0000-0031"}, "이미 등록된 번호"),
        ({"reason": " "}, "까닭을"),
        ({"shown": "library card"}, "신분증을 골라"),
        ({"compared": ""}, "대조한 뒤"),
    ],
)
def test_what_is_written_down_is_looked_at(
    desk: dict[str, Visitor], invited: Newcomer, wish: dict[str, str], words: str
) -> None:
    refused = desk["changwon"].post(at(invited, "number"), WISH | wish)
    assert refused.status_code == 422
    assert words in refused.text
    if "reason" not in wish:
        assert "휴대전화를 잃어버림" in refused.text
    with reading() as session:
        assert session.scalars(select(NumberChange)).all() == []


def test_one_change_at_a_time(desk: dict[str, Visitor], invited: Newcomer) -> None:
    proposed(desk, invited)
    again = desk["changwon2"].post(at(invited, "number"), WISH | {"number": "01000000078"})
    assert again.status_code == 409
    assert "이미 진행 중" in again.text


def test_a_wrong_code_approves_nothing_and_guessing_waits(
    desk: dict[str, Visitor], invited: Newcomer
) -> None:
    proposed(desk, invited)
    right = code_of("changwon2")
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    found = [decided(desk["changwon2"], invited, "approve", wrong).status_code for _ in range(6)]
    assert found == [422] * 5 + [429]
    assert change().state == rules.PROPOSED


def officers() -> list[Officer]:
    with reading() as session:
        found = session.scalars(select(Account).where(Account.login_id.startswith("changwon")))
        return [Officer(a.id, a.person_id, str(a.institution_id)) for a in found]


def test_nobody_changes_or_approves_their_own(desk: dict[str, Visitor], invited: Newcomer) -> None:
    one, two = officers()
    mine = Officer(one.account_id, invited.id, one.institution_id)
    with reading() as session:
        number_id = session.scalars(select(NumberOfRecord.id)).one()
    wish = numbers.Wish(number_id, "01000000077", "까닭", "driver")
    with pytest.raises(Refused, match="OWN_NUMBER"), unit() as u:
        numbers.propose(u, mine, invited.id, wish)
    with unit() as u:
        made = numbers.propose(u, one, invited.id, wish)
    with pytest.raises(Refused, match="OWN_NUMBER"), unit() as u:
        numbers.approve(u, Officer(two.account_id, invited.id, two.institution_id), made)
    with pytest.raises(Refused, match="SAME_PERSON"), unit() as u:
        numbers.approve(u, Officer("another", one.person_id, one.institution_id), made)


def test_approvals_and_cancellations_at_once_are_one(
    desk: dict[str, Visitor], invited: Newcomer
) -> None:
    proposed(desk, invited)
    one, two = officers()
    made = change().id

    def act(n: int) -> str:
        try:
            with unit() as u:
                if n % 2:
                    numbers.approve(u, two if two.account_id != change().proposed_by else one, made)
                else:
                    numbers.end(u, one, made, "refuse")
            return "yes"
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(act, range(16)))
    assert got.count("yes") == 1
    assert set(got) == {"yes", "CHANGE_MOVED"}


def test_every_pair_of_state_and_event_is_decided() -> None:
    states = {rules.PROPOSED, rules.APPROVED, *rules.ENDS}
    for state in states:
        for what in ("approve", "refuse", "cancel", "apply"):
            if (state, what) in rules.MOVES:
                assert rules.move(state, what) in states
            else:
                with pytest.raises(Refused):
                    rules.move(state, what)


def test_auditors_and_signers_stay_out(
    app: Flask, desk: dict[str, Visitor], invited: Newcomer
) -> None:
    auditor = signed_in(app, "auditor", appoint("auditor", role="auditor"))
    assert auditor.get("/desk/people").status_code == 403
    with reading() as session:
        assert session.scalars(select(Invitation)).one().made_by.startswith("staff:")
