"""The desk's screens of the templates, without JavaScript: from draft to publication."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.db.unit import reading
from app.editions import queries
from tests.agreements.test_races import together
from tests.conftest import Clock
from tests.editions.conftest import GUARANTEE, NOTICE, PLEDGE, House, in_days
from tests.evidence.outside import run
from tests.support import signer
from tests.support.visitor import Visitor

HOME = "/desk/templates"
DRAFT = f"{HOME}/{GUARANTEE}/2"
FIELD = re.compile(
    r'<(?:input|textarea) id="([^"]+)" name="\1"(?:[^>]*? value="([^"]*)")?[^>]*>'
    r"(?:([^<]*)</textarea>)?"
)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
BOX = re.compile(r'<input type="checkbox" name="([^"]+)" value="yes" checked>')


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the editor's form as it stands."""
    inside = page.partition('<form id="edit"')[2].partition("</form>")[0]
    typed = {m[1]: m[2] or m[3] or "" for m in FIELD.finditer(inside)}
    kept = {m[1]: m[2] for m in HIDDEN.finditer(inside) if m[1] != "csrf_token"}
    boxes = {m[1]: "yes" for m in BOX.finditer(inside)}
    return {name: unescape(value) for name, value in (typed | kept | boxes).items()}


def post(desk: Visitor, address: str, **changes: str) -> Any:
    """Press a button of the editor's page, after typing."""
    page = desk.get(address)
    assert page.status_code == 200, page.status_code
    return desk.post(address.partition("?")[0], {**form_of(page.text), **changes})


def test_the_way_of_a_draft(house: House, clock: Clock) -> None:
    desk = house.at_desk("officer")
    page = desk.get(HOME).text
    assert page.count("새 판 만들기") == 3
    begun = desk.post(f"{HOME}/{GUARANTEE}/drafts")
    assert (begun.status_code, begun.location) == (303, f"{DRAFT}/edit/articles")
    assert desk.post(f"{HOME}/{GUARANTEE}/drafts").location == begun.location
    saved = post(desk, f"{DRAFT}/edit/articles", **{"articles-2-title": "보증료와 환급"})
    assert saved.location == f"{DRAFT}/edit/articles?at=saved"
    assert "저장했습니다." in desk.get(saved.location).text
    day = in_days(1).isoformat()
    asked = desk.post(f"{DRAFT}/ask", {"day": day})
    assert asked.status_code == 303
    assert "발행을 기다리고 있습니다" in desk.get(DRAFT).text
    second = house.at_desk("found-admin")
    review = second.get(DRAFT).text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', review)
    assert seen
    assert second.post(f"{DRAFT}/publish", {"seen": seen[1]}).status_code == 303
    assert second.post(f"{DRAFT}/publish", {"seen": seen[1]}).status_code == 303
    assert "시행 예정" in second.get(HOME).text
    clock.move(timedelta(days=1))
    signer.send("AR-2026-0001")
    again = house.at_desk("found-admin").get(HOME).text
    assert ("시행 중" in again, "지난 판" in again) == (True, True)
    signed_in = signer.Signer(house.app, house.app.config["DOJANG"]).enter()
    signed_in.to("text")
    assert "보증료와 환급" in signed_in.see("text").text


@pytest.mark.parametrize("part", ["head", "articles", "cautions", "ticks", "close"])
def test_saving_what_is_there_changes_nothing(house: House, part: str) -> None:
    house.begin()
    before = house.edition(2).content_hash
    assert post(house.at_desk("officer"), f"{DRAFT}/edit/{part}").status_code == 303
    assert house.edition(2).content_hash == before


@pytest.mark.parametrize(
    ("part", "wish", "at"),
    [
        ("articles", "up-articles-2", "articles-1"),
        ("articles", "down-articles-0", "articles-1"),
        ("articles", "add-articles", "articles-12"),
        ("articles", "remove-articles-11", "articles-10"),
        ("articles", "add-articles-0-paragraphs", "articles-0-paragraphs-2"),
        ("articles", "up-articles-0-paragraphs-1", "articles-0-paragraphs-0"),
        ("head", "add-facts", "facts-10"),
        ("cautions", "down-cautions-0", "cautions-1"),
        ("ticks", "add-ticks", "ticks-5"),
        ("close", "add-notices", "notices-1"),
    ],
)
def test_every_button_keeps_what_was_typed_and_leads_to_the_piece(
    house: House, part: str, wish: str, at: str
) -> None:
    house.begin()
    desk = house.at_desk("officer")
    field = {"articles": "articles-5-title", "head": "lead", "close": "closing"}.get(part)
    field = field or f"{part}-2-" + ("title" if part == "cautions" else "label")
    done = post(desk, f"{DRAFT}/edit/{part}", **{field: "방금 적은 말", "do": wish})
    assert (done.status_code, done.location) == (303, f"{DRAFT}/edit/{part}?at={at}#{at}")
    page = desk.get(done.location.partition("#")[0]).text
    assert "방금 적은 말" in page
    assert re.search(rf'id="{at}"[^>]*data-focus', page), "there the focus goes"


def test_going_to_another_part_or_leaving_keeps_what_was_typed(house: House) -> None:
    house.begin()
    desk = house.at_desk("officer")
    to = post(desk, f"{DRAFT}/edit/close", closing="하나", goto="ticks")
    assert (to.location, house.content(2)["closing"]) == (f"{DRAFT}/edit/ticks", "하나")
    to = post(desk, f"{DRAFT}/edit/close", closing="둘", leave="yes")
    assert (to.location, house.content(2)["closing"]) == (DRAFT, "둘")


def test_what_is_wrong_is_kept_named_and_cannot_be_asked_for(house: House) -> None:
    house.begin()
    desk = house.at_desk("officer")
    wrong = {"articles-0-paragraphs-1": "{nobody}은 연대보증을 합니다 😀"}
    saved = post(desk, f"{DRAFT}/edit/articles", **wrong)
    page = desk.get(saved.location).text
    assert 'href="#articles-0-paragraphs-1"' in page
    for sentence in (
        "없는 데이터 칸 &#39;nobody&#39;",
        "쓸 수 없는 말 &#39;연대보증&#39;",
        "글자 😀",
    ):
        assert sentence in page
    assert "{nobody}은 연대보증을 합니다 😀" in page, "nothing typed is lost"
    assert "(nobody)은" in page, "the phone shows it in brackets"
    shown = desk.get(DRAFT).text
    assert "고칠 곳이 3군데 있어" in shown
    asked = desk.post(f"{DRAFT}/ask", {"day": in_days(2).isoformat()})
    assert (asked.status_code, "고칠 곳이 남아 있습니다" in asked.text) == (422, True)
    assert desk.get(f"{DRAFT}/preview.pdf").status_code == 200, "it can be looked at all the same"


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-13-01", "2020-01-01", "9999-12-31", "0"])
def test_a_wrong_day_is_said_beside_its_field(house: House, day: str) -> None:
    house.begin()
    asked = house.at_desk("officer").post(f"{DRAFT}/ask", {"day": day})
    assert asked.status_code == 422
    assert 'aria-describedby="day-error"' in asked.text
    assert house.edition(2).state == "DRAFT"


def test_a_draft_comes_back_with_its_reason(house: House) -> None:
    house.begin()
    house.ask(2)
    admin = house.at_desk("found-admin")
    short = admin.post(f"{DRAFT}/send-back", {"reason": "x"})
    assert (short.status_code, 'value="x"' in short.text) == (422, True)
    assert admin.post(f"{DRAFT}/send-back", {"reason": "제3조를 다시 봐 주세요"}).status_code == 303
    assert "제3조를 다시 봐 주세요" in house.at_desk("officer").get(DRAFT).text


def test_a_second_who_typed_meanwhile_loses_nothing(house: House) -> None:
    house.begin()
    one, other = house.at_desk("officer"), house.at_desk("found-admin")
    address = f"{DRAFT}/edit/close"
    mine, theirs = form_of(one.get(address).text), form_of(other.get(address).text)
    assert one.post(address, {**mine, "closing": "먼저"}).status_code == 303
    late = other.post(address, {**theirs, "closing": "나중"})
    assert (late.status_code, "먼저 저장했습니다" in late.text) == (409, True)
    assert form_of(late.text)["closing"] == "나중"
    assert other.post(address, form_of(late.text)).status_code == 303
    assert house.content(2)["closing"] == "나중"


def test_who_drafted_is_told_why_they_cannot_publish(house: House) -> None:
    house.begin("found-admin")
    house.ask(2)
    admin = house.at_desk("found-admin")
    page = admin.get(DRAFT).text
    assert ("직접 기안하거나 고친 초안입니다" in page, "발행하기" in page) == (True, False)
    refused = admin.post(f"{DRAFT}/publish", {"seen": house.edition(2).content_hash})
    assert (refused.status_code, "직접 기안하거나 고친 초안은" in refused.text) == (409, True)
    assert house.at_desk("officer").post(f"{DRAFT}/publish", {"seen": ""}).status_code == 403


def test_a_published_version_cannot_be_opened_for_editing(house: House) -> None:
    house.published()
    desk = house.at_desk("officer")
    assert desk.get(f"{DRAFT}/edit/articles").location == DRAFT
    late = desk.post(f"{DRAFT}/edit/close", {"closing": "늦게", "seen": ""})
    assert (late.status_code, "이미 발행한 판은" in late.text) == (409, True)
    assert "고치려면 새 판을 만드세요" in desk.get(DRAFT).text
    assert desk.get(f"{HOME}/{GUARANTEE}/1").status_code == 200


def test_the_phone_shows_what_is_being_typed_and_keeps_nothing(house: House) -> None:
    house.begin()
    desk = house.at_desk("officer")
    for part, field, words in (
        ("articles", "articles-0-title", "첫 조"),
        ("cautions", "cautions-0-title", "조심할 일"),
        ("ticks", "ticks-0-label", "받았습니다"),
        ("head", "title", "새 제목"),
    ):
        form = form_of(desk.get(f"{DRAFT}/edit/{part}").text)
        live = desk.post(f"{DRAFT}/edit/{part}/preview", {**form, field: words})
        assert (live.status_code, words in live.text) == (200, True)
        assert "<html" not in live.text
        assert "30,000,000원" in live.text or part != "articles"
    assert house.edition(2).state == "DRAFT"
    assert "첫 조" not in str(house.content(2))


def test_the_paper_is_marked_as_a_preview_on_every_page(house: House, tmp_path: Path) -> None:
    house.begin()
    answer = house.at_desk("officer").get(f"{DRAFT}/preview.pdf")
    assert answer.mimetype == "application/pdf"
    file = tmp_path / "preview.pdf"
    file.write_bytes(answer.data)
    pages = run("pdftotext", file, "-").split("\f")[:-1]
    assert len(pages) > 2
    assert all("미리보기" in page for page in pages)
    assert "보기상사" in pages[0]


def test_two_versions_are_compared_word_by_word(house: House) -> None:
    house.begin()
    articles = house.content(2)["articles"]
    articles[5]["paragraphs"][1] = articles[5]["paragraphs"][1].replace("7일", "10일")
    house.edit(2, articles=articles)
    page = house.at_desk("officer").get(f"{DRAFT}/diff/1").text
    assert re.search(r"<del>.*?7일.*?</del> <ins>.*?10일.*?</ins>", page)
    assert "제6조" in page
    assert "바뀐 곳이 없습니다" in house.at_desk("found-admin").get(f"{DRAFT}/diff/2").text


def test_long_agreements_fit_into_the_form(house: House) -> None:
    house.begin()
    more = {f"articles-{n}-paragraphs-1": "가나다라마바사 " * 200 for n in range(12)}
    assert post(house.at_desk("officer"), f"{DRAFT}/edit/articles", **more).status_code == 303
    assert len(str(house.content(2))) > 15_000


GETS = ("", "/edit/articles", "/preview.pdf", "/diff/1")
POSTS = ("/edit/articles", "/edit/articles/preview", "/ask", "/publish", "/send-back", "/discard")


def test_another_institution_gets_nothing(house: House) -> None:
    house.begin()
    house.ask(2)
    stranger = house.at_desk("other-admin")
    form = {"day": in_days(3).isoformat(), "reason": "돌려보냅니다", "seen": ""}
    for more in GETS:
        assert stranger.get(DRAFT + more).status_code == 404, more
    for more in POSTS:
        assert stranger.post(DRAFT + more, form).status_code == 404, more
    assert house.edition(2).state == "ASKED"


@pytest.mark.parametrize(
    "address",
    [
        f"{HOME}/quote/1",
        f"{HOME}/{GUARANTEE}/9",
        f"{HOME}/{GUARANTEE}/2/edit/nothing",
        f"{HOME}/{NOTICE}/1/edit/ticks",
        f"{HOME}/{PLEDGE}/1/edit/cautions",
        f"{HOME}/{GUARANTEE}/1/diff/7",
        f"{HOME}/..%2F1/1",
    ],
)
def test_what_is_not_there(house: House, address: str) -> None:
    house.begin()
    assert house.at_desk("officer").get(address).status_code == 404


@pytest.mark.parametrize("wish", ["up-articles-99", "x", "up-ticks-0", "add-articles-0-title", "-"])
def test_no_button_of_ours(house: House, wish: str) -> None:
    house.begin()
    assert post(house.at_desk("officer"), f"{DRAFT}/edit/articles", do=wish).status_code == 400


def test_who_may_come_in(house: House, app: Flask) -> None:
    visitor = Visitor(app.test_client())
    visitor.sign_in("gildong")
    assert visitor.get(HOME).status_code == 403


def test_eight_tabs_that_publish_publish_once(house: House) -> None:
    house.begin()
    house.ask(2)
    desks = [house.at_desk("second-admin")] * 4 + [house.at_desk("found-admin")] * 4
    form = {"seen": house.edition(2).content_hash}
    tokens = [{**form, "csrf_token": desk.token()} for desk in desks]
    answers = together(
        *(
            lambda d=desk, f=token: d.client.post(f"{DRAFT}/publish", data=f, base_url=d.base_url)
            for desk, token in zip(desks, tokens, strict=True)
        )
    )
    assert {answer.status_code for answer in answers} <= {303, 409}
    with reading() as session:
        home = house.by("officer").institution_id
        assert queries.one(session, home, GUARANTEE, 2).standing == "scheduled"
