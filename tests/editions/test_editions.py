"""What becomes of editions: numbered, edited, published by another, in force from their day on."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.agreements import requests
from app.audit.models import AuditEntry
from app.audit.queries import faults
from app.core import clock as time
from app.core.errors import NotFound, Refused
from app.db.unit import reading, unit
from app.delivery.models import OutboxRow
from app.editions import actions, clauses, parts, queries, rules
from app.editions.models import Edition
from app.evidence import papers
from app.parties import policies
from app.signing.models import Document
from app.signing.queries import paper_of
from tests.agreements.test_races import together
from tests.agreements.test_requests import order
from tests.conftest import Clock
from tests.editions.conftest import GUARANTEE, NOTICE, PLEDGE, House, in_days
from tests.support import signer


def standings(house: House, login: str = "officer", template_id: str = GUARANTEE) -> dict[int, str]:
    with reading() as session:
        home = house.by(login).institution_id
        return {v.version: v.standing for v in queries.versions(session, home, template_id)}


def in_force(house: House, days: int = 0, login: str = "officer") -> int:
    with reading() as session:
        home = house.by(login).institution_id
        return queries.in_force(session, home, GUARANTEE, in_days(days)).version


def documents() -> list[Document]:
    with reading() as session:
        return list(session.scalars(select(Document).order_by(Document.id)))


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


def test_everybody_begins_with_the_shipped_version(house: House) -> None:
    assert standings(house) == {1: rules.IN_FORCE}
    assert (in_force(house), in_force(house, login="other-admin")) == (1, 1)


def test_a_draft_begins_with_the_words_in_force_and_is_begun_once(house: House) -> None:
    assert house.begin() == house.begin("found-admin") == 2
    assert house.content(2) == clauses.content_of(papers.load(GUARANTEE, 1))
    assert standings(house) == {2: "draft", 1: rules.IN_FORCE}


def test_versions_are_counted_per_institution_and_template(house: House) -> None:
    assert house.published() == 2
    assert house.begin() == 3
    assert house.begin("officer", PLEDGE) == 2
    assert house.begin("other-admin") == 2
    with pytest.raises(NotFound):
        house.begin("officer", "quote")


def test_it_is_in_force_from_its_day_on_and_overtakes_the_one_before(
    house: House, clock: Clock
) -> None:
    house.published(days=3)
    assert standings(house) == {2: rules.SCHEDULED, 1: rules.IN_FORCE}
    assert [in_force(house, days) for days in (0, 2, 3, 400)] == [1, 1, 2, 2]
    clock.move(timedelta(days=3))
    assert standings(house) == {2: rules.IN_FORCE, 1: rules.PAST}
    assert in_force(house, login="other-admin") == 1


def test_of_two_on_one_day_the_newer_holds(house: House) -> None:
    house.published(days=5)
    house.published(days=5)
    assert standings(house) == {3: rules.SCHEDULED, 2: rules.PAST, 1: rules.IN_FORCE}
    assert in_force(house, 5) == 3


def test_a_newer_version_cannot_begin_before_an_older_one(house: House) -> None:
    house.published(days=5)
    house.begin()
    assert refused(lambda: house.ask(3, days=4)) == "EDITION_DAY"


def test_today_only_where_the_institution_decided_so(house: House) -> None:
    house.begin()
    assert refused(lambda: house.ask(2, days=0)) == "EDITION_DAY"
    with unit() as u:
        by = house.by("found-admin")
        policies.decide(
            u,
            by.institution_id,
            policies.TEMPLATE_NOTICE.key,
            0,
            time.today(),
            by.account_id,
        )
    house.ask(2, days=0)
    house.publish(2)
    assert in_force(house) == 2


def test_a_day_that_came_too_near_meanwhile(house: House, clock: Clock) -> None:
    house.begin()
    house.ask(2)
    clock.move(timedelta(days=1))
    assert refused(lambda: house.publish(2)) == "EDITION_DAY"
    house.ask(2, days=1)
    house.publish(2)


@pytest.mark.parametrize("login", ["found-admin", "second-admin"])
def test_nobody_publishes_what_they_drafted_changed_or_asked_for(house: House, login: str) -> None:
    other = {"found-admin": "second-admin", "second-admin": "found-admin"}[login]
    house.begin(login)
    house.ask(2, login=other)
    assert refused(lambda: house.publish(2, login)) == "EDITION_OWN_WORK"
    assert refused(lambda: house.publish(2, other)) == "EDITION_OWN_WORK"
    assert standings(house)[2] == "asked"


def test_whoever_changed_one_word_is_no_second_person(house: House) -> None:
    house.begin()
    house.edit(2, "found-admin", closing="서명합니다.")
    house.ask(2)
    assert refused(lambda: house.publish(2)) == "EDITION_OWN_WORK"
    house.publish(2, "second-admin")


def test_a_change_takes_the_asking_back_and_saving_without_one_does_not(house: House) -> None:
    house.begin()
    house.ask(2)
    house.edit(2, closing=house.content(2)["closing"])
    assert standings(house)[2] == "asked"
    house.edit(2, closing="서명합니다.")
    assert standings(house)[2] == "draft"
    assert refused(lambda: house.publish(2)) == "WRONG_STATE"


def test_what_is_published_is_what_was_read(house: House) -> None:
    house.begin()
    house.ask(2)
    with unit() as u:
        by = house.by("found-admin")
        assert refused(lambda: actions.publish(u, by, GUARANTEE, 2, "0" * 64)) == "EDITION_CHANGED"


def test_publishing_and_asking_twice_happen_once(house: House) -> None:
    house.begin()
    for _ in range(2):
        house.ask(2)
    for _ in range(2):
        house.publish(2)
    assert happened("asked", "published") == ["asked", "published"]


def test_two_who_change_one_part_at_once_overwrite_nothing(house: House) -> None:
    house.begin()
    before = parts.digest(parts.of(house.content(2), "close"))
    house.edit(2, closing="먼저 고쳤습니다.")
    held = {**parts.of(house.content(2), "close"), "closing": "나중에 고쳤습니다."}
    with unit() as u:
        late = house.by("found-admin")
        code = refused(lambda: actions.edit(u, late, GUARANTEE, 2, "close", before, held))
    assert (code, house.content(2)["closing"]) == ("EDITION_CHANGED", "먼저 고쳤습니다.")
    house.edit(2, "found-admin", title="신용보증 약정")  # another part is not in the way
    assert house.content(2)["closing"] == "먼저 고쳤습니다."


def test_a_draft_is_sent_back_with_a_reason(house: House) -> None:
    house.begin()
    house.ask(2)
    with unit() as u:
        by = house.by("found-admin")
        for reason in ("", "짧", "가" * 201, "두\n줄"):
            assert (
                refused(lambda r=reason: actions.send_back(u, by, GUARANTEE, 2, r))
                == "EDITION_REASON"
            )
        actions.send_back(u, by, GUARANTEE, 2, "보증료율을 확인해 주세요")
        actions.send_back(u, by, GUARANTEE, 2, "보증료율을 확인해 주세요")
    assert (standings(house)[2], house.edition(2).reason) == ("draft", "보증료율을 확인해 주세요")
    assert happened("sent-back") == ["sent-back"]


def test_a_discarded_draft_is_over_and_its_number_is_not_given_again(house: House) -> None:
    house.begin()
    with unit() as u:
        actions.discard(u, house.by("officer"), GUARANTEE, 2)
    assert standings(house) == {2: "discarded", 1: rules.IN_FORCE}
    assert house.begin() == 3
    assert house.content(3) == clauses.content_of(papers.load(GUARANTEE, 1))


def acts(house: House) -> dict[str, Callable[[Any], None]]:
    by = house.by("second-admin")
    held = {**parts.of(house.content(2), "close"), "closing": "바꿉니다."}
    seen = parts.digest(parts.of(house.content(2), "close"))
    digest = house.edition(2).content_hash
    return {
        "edit": lambda u: actions.edit(u, by, GUARANTEE, 2, "close", seen, held),
        "ask": lambda u: actions.ask(u, by, GUARANTEE, 2, in_days(9)),
        "publish": lambda u: actions.publish(u, by, GUARANTEE, 2, digest),
        "send_back": lambda u: actions.send_back(u, by, GUARANTEE, 2, "다시 봐 주세요"),
        "discard": lambda u: actions.discard(u, by, GUARANTEE, 2),
    }


def test_no_action_changes_what_is_published(house: House) -> None:
    house.published()
    before = vars(house.edition(2)).copy()
    every = acts(house)
    ours = {n for n, f in vars(actions).items() if getattr(f, "__module__", "") == actions.__name__}
    assert set(every) | {"By", "begin"} == {n for n in ours if n[0] != "_"}
    for act in every.values():
        with pytest.raises(Refused) as refusal, unit() as u:
            act(u)
        assert refusal.value.code == "EDITION_PUBLISHED"
    after = vars(house.edition(2)).copy()
    assert {k: v for k, v in after.items() if k[0] != "_"} == {
        k: v for k, v in before.items() if k[0] != "_"
    }


def test_words_changed_past_the_actions_are_not_used(house: House) -> None:
    house.published()
    with unit() as u:
        content = {**house.content(2), "closing": "다른 말입니다."}
        u.session.execute(update(Edition).where(Edition.version == 2).values(content=content))
    with pytest.raises(ValueError, match="not as it was kept"):
        queries.template(house.by("officer").institution_id, GUARANTEE, 2)


def test_another_institution_finds_nothing(house: House) -> None:
    house.begin()
    house.ask(2)
    by = house.by("other-admin")
    for act in (
        lambda u: actions.publish(u, by, GUARANTEE, 2, ""),
        lambda u: actions.ask(u, by, GUARANTEE, 2, in_days(2)),
        lambda u: actions.discard(u, by, GUARANTEE, 2),
    ):
        with pytest.raises(NotFound), unit() as u:
            act(u)


def test_a_request_keeps_the_version_of_its_day_and_a_correction_takes_the_newest(
    house: House, clock: Clock
) -> None:
    signer.send("AR-2026-0001")
    house.published(lead="{firm}의 새 약정입니다.")
    signer.send("AR-2026-0002")
    clock.move(timedelta(days=1))
    signer.send("AR-2026-0003")
    assert [each.template_version for each in documents()] == [1, 1, 2]
    leads = [paper_of(each).lead for each in documents()]
    assert leads[2] == "홍길동설비의 새 약정입니다."
    assert leads[0] == leads[1] != leads[2]
    requests.correct("AR-2026-0001", json.dumps(order(amount=20_000_000)), demo=True)
    assert [each.template_version for each in documents()] == [2, 1, 2]


def test_two_institutions_with_one_number_have_their_own_words(house: House) -> None:
    house.published(lead="재단의 첫 문장")
    house.begin("other-admin")
    for by, lead in (("officer", "재단의 첫 문장"), ("other-admin", None)):
        home = house.by(by).institution_id
        if lead:
            assert queries.template(home, GUARANTEE, 2).lead == lead
        else:
            with pytest.raises(LookupError):
                queries.template(home, GUARANTEE, 2)


def test_the_notice_of_a_void_agreement_has_its_editions_too(house: House) -> None:
    assert house.published(template_id=NOTICE, lead="{institution}은 무효임을 확인합니다.") == 2


def happened(*what: str) -> list[str]:
    wanted = [f"editions:edition:{each}" for each in what]
    query = select(AuditEntry).where(AuditEntry.action.in_(wanted)).order_by(AuditEntry.seq)
    with reading() as session:
        return [entry.action.rpartition(":")[2] for entry in session.scalars(query)]


def test_everything_stands_in_one_chain_with_its_hash(house: House) -> None:
    house.published()
    with reading() as session:
        home = house.by("officer").institution_id
        query = select(AuditEntry).where(AuditEntry.subject == queries.subject(home, GUARANTEE))
        entries = list(session.scalars(query.order_by(AuditEntry.seq)))
        assert list(faults(session)) == []
    assert [e.action.rpartition(":")[2] for e in entries] == [
        "drafted",
        "edited",
        "asked",
        "published",
    ]
    last = entries[-1]
    assert last.facts == {
        "template": GUARANTEE,
        "version": 2,
        "hash": house.edition(2).content_hash,
        "effective_from": in_days(1).isoformat(),
    }
    assert last.actor == f"staff:{house.by('found-admin').account_id}"


def mails() -> list[str]:
    with reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail"))
        return sorted(f"{r.payload['to']}: {r.payload['subject']}" for r in rows if r.payload)


def test_administrators_and_drafters_are_told_by_mail_and_nobody_elsewhere(house: House) -> None:
    house.published()
    title = "신용보증 약정서 제2판"
    to = [f"{who}@demo.example: {title}" for who in ("found-admin", "officer", "second-admin")]
    assert mails() == sorted(
        [f"{each}의 발행 요청이 왔습니다" for each in to]
        + [f"{each}이 발행되었습니다" for each in to]
    )


def test_two_publishers_at_once_publish_once(house: House) -> None:
    house.begin()
    house.ask(2)
    digest = house.edition(2).content_hash

    def publish(login: str) -> str:
        try:
            with unit() as u:
                actions.publish(u, house.by(login), GUARANTEE, 2, digest)
        except Refused as refusal:
            return refusal.code
        return "published"

    done = together(*(lambda n=name: publish(n) for name in ("found-admin", "second-admin")))
    assert sorted(done) == ["EDITION_PUBLISHED", "published"]
    assert happened("published") == ["published"]


def test_changing_and_publishing_at_once_never_publish_what_nobody_read(house: House) -> None:
    house.begin()
    house.ask(2)
    digest = house.edition(2).content_hash

    def act(verb: Callable[[], None]) -> str:
        try:
            verb()
        except Refused as refusal:
            return refusal.code
        return "done"

    def publish() -> None:
        with unit() as u:
            actions.publish(u, house.by("found-admin"), GUARANTEE, 2, digest)

    done = together(lambda: act(publish), lambda: act(lambda: house.edit(2, closing="바꿉니다.")))
    edition = house.edition(2)
    if edition.state == rules.PUBLISHED:
        assert (done, edition.content_hash) == (["done", "EDITION_PUBLISHED"], digest)
    else:
        assert done == ["WRONG_STATE", "done"]


def test_eight_who_begin_at_once_begin_one_draft(house: House) -> None:
    logins = ["officer", "found-admin"] * 4
    assert set(together(*(lambda n=name: house.begin(n) for name in logins))) == {2}
    assert happened("drafted") == ["drafted"]
