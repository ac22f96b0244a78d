"""From the invitation to the account: the right way, and every way that must not lead there."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.accounts.models import Account, LoginSession
from app.audit.models import AuditEntry
from app.audit.queries import faults
from app.config import Settings
from app.core.events import Actor
from app.db.unit import reading, unit
from app.delivery.models import Message, OutboxRow
from app.identity.models import IdentityCheck
from app.joining import invitations, rules
from app.joining.actions import forget_joinings
from app.joining.models import Invitation, Joining
from app.parties.models import NumberOfRecord
from app.worker import drain
from tests.joining.conftest import Browser
from tests.support import newcomer, signer
from tests.support.newcomer import PASSWORD, Joiner, Newcomer, code, mails


def accounts() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Account.login_id).where(Account.kind == "signer")))


def actions_of(person: Newcomer) -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.subject == f"person:{person.id}")
    with reading() as session:
        return list(session.scalars(query.order_by(AuditEntry.seq)))


def invite_again(person: Newcomer) -> None:
    with unit() as u:
        place = u.session.scalars(select(Invitation.institution_id).limit(1)).one()
        host = invitations.host_of(u, place)
        invitations.invite_again(u, host, person.id, Actor("staff", "x"))


def open_counter(person: Newcomer) -> None:
    with unit() as u:
        place = u.session.scalars(select(Invitation.institution_id).limit(1)).one()
        invitations.open_counter(u, invitations.host_of(u, place), person.id, Actor("staff", "x"))


def test_from_the_mail_to_the_first_agreement(
    invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    (link,) = mails(settings)
    assert signer.texts_on_phone() == [
        "[데모신보재단]전자약정 요청이 왔습니다. 처음이시면 메일로 보낸 안내를 열어 가입해 주세요"
    ]
    joiner = browser()
    assert joiner.follow(link).location == "/join"
    joiner.recognised(invited.facts)
    done = joiner.choose("SaeBom")
    assert done.location == "/agreements"
    assert signer.NUMBER in joiner.get("/agreements").text
    drain(settings)
    assert "전자약정에 가입하셨습니다" in signer.texts_on_phone()[-1]
    assert actions_of(invited) == [
        "joining:person:invited",
        "joining:person:recognised",
        "joining:account:claimed",
    ]
    with reading() as session:
        check = session.scalars(select(IdentityCheck)).one()
        assert check.person_id == invited.id
        assert list(faults(session)) == []
    later = browser()
    assert later.sign_in("saebom", PASSWORD).status_code == 303


def test_without_mail_there_is_no_link_and_none_is_needed(
    unlinked: Newcomer, browser: Browser, settings: Settings
) -> None:
    assert mails(settings) == []
    assert "도장 로그인 화면에서 가입해 주세요" in signer.texts_on_phone()[-1]
    assert browser().recognised(unlinked.facts).choose().location == "/agreements"


def test_the_business_number_does_as_well(unlinked: Newcomer, browser: Browser) -> None:
    dashed = f"{unlinked.business_number[:3]}-{unlinked.business_number[3:5]}-"
    facts = unlinked.facts | {"proof": dashed + unlinked.business_number[5:]}
    assert browser().recognised(facts).choose().location == "/agreements"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "신겨울"},
        {"proof": "19900315"},
        {"last_four": "0032"},
        {"proof": "0991200056"},
    ],
)
def test_wrong_facts_get_no_code_and_no_word(
    unlinked: Newcomer, browser: Browser, change: dict[str, str]
) -> None:
    joiner = browser()
    assert joiner.say(unlinked.facts | change).location == "/join/code"
    assert joiner.ask().status_code == 303
    with reading() as session:
        kinds = session.scalars(
            select(OutboxRow.kind).where(OutboxRow.dedup_key.startswith("code:"))
        )
        assert list(kinds) == ["nowhere"]
    assert joiner.type_in("000000").status_code == 422
    assert joiner.get("/join/account").location == "/join/code"


def test_who_was_invited_by_link_needs_the_link(
    clock, invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    joiner = browser()
    joiner.say(invited.facts)
    joiner.ask()
    drain(settings)
    assert [m for m in signer.phone() if m.code] == []
    clock.move(timedelta(seconds=1))
    open_counter(invited)
    assert browser().recognised(invited.facts).choose().location == "/agreements"
    (link,) = mails(settings)
    assert browser().follow(link).status_code == 410


def test_another_persons_link_does_not_help(
    invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    other = newcomer.enter("other@demo.example", name="신여름", mobile="01000000032")
    signer.send("AR-2026-0002", business_number=other.business_number)
    drain(settings)
    mail = next(m.text for m in signer.phone() if m.channel == "mail" and "신여름" in m.text)
    joiner = browser()
    joiner.follow(newcomer.LINK.search(mail)[0])  # type: ignore[index]
    joiner.say(invited.facts)
    joiner.ask()
    drain(settings)
    assert [m for m in signer.phone() if m.code] == []


def test_a_landline_is_called_even_if_a_text_was_wanted(app: Flask, browser: Browser) -> None:
    person = newcomer.enter(mail=None, mobile="0550000031")
    with unit() as u:
        place = u.session.scalars(select(NumberOfRecord.institution_id)).one()
        invitations.open_counter(u, invitations.host_of(u, place), person.id, Actor("staff", "x"))
    joiner = browser()
    joiner.say(person.facts)
    assert joiner.ask("sms").status_code == 303
    with reading() as session:
        row = session.scalars(
            select(OutboxRow).where(OutboxRow.dedup_key.startswith("code:"))
        ).one()
    assert row.kind == "voice"
    assert joiner.type_in(code()).location == "/join/account"


def test_opening_a_link_uses_nothing_up(
    invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    (link,) = mails(settings)
    for _ in range(3):
        assert browser().get(link).status_code == 200
    assert browser().follow(link).location == "/join"


def test_a_new_link_voids_the_old_one(
    clock, invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    (old,) = mails(settings)
    begun = browser()
    begun.follow(old)
    clock.move(timedelta(seconds=1))
    invite_again(invited)
    new = mails(settings)[0]
    assert new != old
    assert browser().follow(old).status_code == 410
    begun.say(invited.facts)
    begun.ask()
    drain(settings)
    assert [m for m in signer.phone() if m.code] == [], "begun with the old link"
    clock.move(timedelta(seconds=2))
    joiner = browser()
    joiner.follow(new)
    assert joiner.recognised(invited.facts).choose().location == "/agreements"


def test_a_link_lasts_until_the_deadline(
    clock, invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    (link,) = mails(settings)
    clock.move(timedelta(days=14, seconds=-5))
    joiner = browser()
    assert joiner.follow(link).location == "/join"
    joiner.recognised(invited.facts)
    clock.move(timedelta(seconds=10))
    late = joiner.choose()
    assert late.status_code == 410
    assert "아무것도 바뀌지 않았습니다" in late.text
    assert browser().follow(link).status_code == 410
    assert accounts() == []


def test_a_link_after_the_account_exists(
    invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    (link,) = mails(settings)
    one, other = browser(), browser()
    for each in (one, other):
        each.follow(link)
    one.recognised(invited.facts)
    assert one.choose().location == "/agreements"
    assert browser().follow(link).status_code == 410
    other.say(invited.facts)
    other.ask()
    assert other.type_in("000000").status_code == 422
    assert accounts() == ["saebom"]


def test_staff_see_no_link_anywhere(invited: Newcomer, settings: Settings) -> None:
    (link,) = mails(settings)
    token = link.rpartition("/")[2]
    with reading() as session:
        row = session.scalars(select(Invitation)).one()
        assert row.token_hash == rules.token_hash(token)
        assert token not in str(vars(row))
        for entry in session.scalars(select(AuditEntry)):
            assert token not in str(entry.facts)
        for message in session.scalars(select(Message)):
            assert token not in str(vars(message))
        done = session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")).all()
        assert [each.payload for each in done] == [None] * len(done)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"account": "Sae Bom"}, "영문 소문자로 시작해"),
        ({"account": "7up7up"}, "영문 소문자로 시작해"),
        ({"account": ""}, "영문 소문자로 시작해"),
        ({"password": "short7!"}, "8자에서 128자까지"),
        ({"password": "x" * 129}, "8자에서 128자까지"),
        ({"password": "saebom1990", "account": "saebom1990"}, "아이디와 같은"),
        ({"password": "Password123!"}, "추측하기 쉬운"),
        ({"password": "12345678"}, "추측하기 쉬운"),
        ({"password": "dkssudgktpdy"}, "추측하기 쉬운"),
        ({"password": "abababab"}, "추측하기 쉬운"),
        ({"again": "something else"}, "서로 다릅니다"),
    ],
)
def test_what_is_chosen_is_looked_at(
    unlinked: Newcomer, browser: Browser, change: dict[str, str], words: str
) -> None:
    joiner = browser().recognised(unlinked.facts)
    form = {"account": "saebom2", "password": PASSWORD, **change}
    form.setdefault("again", form["password"])
    refused = joiner.post("/join/account", form)
    assert refused.status_code == 422
    assert words in refused.text
    assert form["password"] not in refused.text or form["password"] == form["account"]
    assert f'value="{form["account"].strip().lower()}"' in refused.text
    assert joiner.choose("saebom2").location == "/agreements"


def test_a_taken_id_is_said_and_another_one_does(unlinked: Newcomer, browser: Browser) -> None:
    signer.register()
    joiner = browser().recognised(unlinked.facts)
    taken = joiner.choose("gildong")
    assert taken.status_code == 409
    assert "이미 쓰이고 있는 아이디입니다" in taken.text
    assert joiner.choose("gildong2").location == "/agreements"


def test_nothing_typed_is_lost_on_the_way(unlinked: Newcomer, browser: Browser) -> None:
    joiner = browser()
    wrong = joiner.say(unlinked.facts | {"proof": "1990"})
    assert wrong.status_code == 422
    assert 'value="신새봄"' in wrong.text
    assert 'value="1990"' in wrong.text
    joiner.say(unlinked.facts)
    again = joiner.get("/join").text
    assert 'value="신새봄"' in again
    assert 'value="0031"' in again


@pytest.mark.parametrize("path", ["/join/code", "/join/account", "/reset/code", "/reset/password"])
def test_no_step_can_be_skipped(app: Flask, browser: Browser, path: str) -> None:
    way = path.split("/")[1]
    assert browser().get(path).location == f"/{way}?over=1"
    assert browser().post(path, {"code": "123456"}).location == f"/{way}?over=1"
    begun = browser(way)
    begun.say({"name": "누구", "proof": "19900314", "last_four": "0000"})
    wanted = 200 if path.endswith("code") else 303
    assert begun.get(path).status_code == wanted


def test_the_way_ends_and_begins_anew(unlinked: Newcomer, browser: Browser, clock) -> None:
    joiner = browser()
    joiner.say(unlinked.facts)
    clock.move(rules.LIFE)
    assert joiner.get("/join/code").location == "/join?over=1"
    assert "처음부터 다시 확인합니다" in joiner.get("/join?over=1").text
    joiner.recognised(unlinked.facts)
    clock.move(rules.CHOOSING)
    assert joiner.choose().location == "/join?over=1"
    assert accounts() == []
    with unit() as u:
        forget_joinings(u, u.now)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Joining)) == 0


def test_the_same_form_twice_is_one_account_and_both_are_in(
    unlinked: Newcomer, browser: Browser
) -> None:
    joiner = browser().recognised(unlinked.facts)
    assert [joiner.choose().location for _ in range(2)] == ["/agreements"] * 2
    assert accounts() == ["saebom"]
    assert joiner.choose("saebom", "another password 12").status_code == 409
    assert joiner.get("/join").location == "/menu"


def test_a_code_counts_three_minutes_five_tries_and_once(
    unlinked: Newcomer, browser: Browser, clock, limits
) -> None:
    joiner = browser()
    joiner.say(unlinked.facts)
    joiner.ask()
    clock.move(timedelta(seconds=180))
    assert "유효시간이 지났습니다" in joiner.type_in(code()).text
    joiner.ask()
    right = code()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    seen = [joiner.type_in(wrong).text for _ in range(5)]
    assert "남은 횟수 4회" in seen[0]
    assert "횟수를 모두 쓰셨습니다" in seen[4]
    assert joiner.type_in(right).status_code == 422
    clock.move(timedelta(seconds=61))
    joiner.ask()
    other = browser()
    other.say(unlinked.facts)
    assert other.type_in(code()).status_code == 422, "another browser's code"
    assert joiner.type_in(code()).location == "/join/account"
    assert joiner.type_in(right).location == "/join/account"


def test_a_number_that_changed_meanwhile_lets_nobody_in(
    unlinked: Newcomer, browser: Browser
) -> None:
    joiner = browser().recognised(unlinked.facts)
    with unit() as u:
        from app.parties.actions import change_number

        number = u.session.scalars(select(NumberOfRecord)).one()
        change_number(u, number.id, "010-0000-0077")
    assert joiner.choose().status_code == 410
    assert accounts() == []


def test_whoever_is_signed_in_here_is_signed_out(
    unlinked: Newcomer, browser: Browser, app: Flask
) -> None:
    signer.register()
    joiner = browser()
    joiner.sign_in("gildong")
    assert joiner.get("/join").location == "/menu"
    joiner.say(unlinked.facts)
    joiner.recognised(unlinked.facts).choose()
    assert "신새봄" in joiner.get("/menu").text
    with reading() as session:
        ended = session.scalars(select(LoginSession.ended_by).order_by(LoginSession.id)).all()
    assert ended == ["replaced", ""]


def test_a_closed_account_is_not_opened_by_joining(
    clock, invited: Newcomer, browser: Browser, settings: Settings
) -> None:
    (link,) = mails(settings)
    joiner = browser()
    joiner.follow(link)
    joiner.recognised(invited.facts).choose()
    with unit() as u:
        u.session.execute(update(Account).values(disabled_at=u.now))
    for way in ("join", "reset"):
        clock.move(timedelta(seconds=1))
        again: Joiner = browser(way)
        again.say(invited.facts)
        again.ask()
        assert again.type_in("000000").status_code == 422
    with reading() as session:
        kinds = session.scalars(
            select(OutboxRow.kind)
            .where(OutboxRow.dedup_key.startswith("code:"))
            .order_by(OutboxRow.id)
        )
        assert list(kinds) == ["sms", "nowhere", "nowhere"]
