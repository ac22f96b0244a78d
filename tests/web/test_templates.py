"""Every template with sample data: nothing undefined, and what every page owes its reader."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask, Response, g, request

from app import desk
from app.config import Settings
from app.core import texts
from app.db import unit as units
from app.web import guards, pages
from tests.support.house import build
from tests.support.visitor import Visitor
from tests.web import samples

NAMED = ("input", "textarea", "select")


def gallery(app: Flask) -> None:
    """One address for each sample, and the desk whose menu stands beside its pages."""
    app.register_blueprint(desk.doors)

    @app.get("/sample/<name>")
    @guards.public
    def sample(name: str) -> Response:
        texts.speak(request.args.get("in", "ko"))
        g.sound = name == "phone"
        if name in samples.PARTS:
            template, context = samples.PARTS[name]
            return pages.render_part(template, **context)
        template, context = samples.PAGES[name]
        return pages.render(template, **context)


@pytest.fixture(scope="module")
def shown(databases: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Somebody looking at the gallery."""
    from app.config import from_environment

    folder = tmp_path_factory.mktemp("gallery")
    settings: Settings = from_environment(
        {"DATABASE_URL": f"sqlite:///{folder / 'gallery.db'}", "VAR": str(folder / "var")}
    )
    app = build(settings, gallery)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = True
    yield Visitor(app.test_client())
    units.database().dispose()


class Page(HTMLParser):
    """What a page is made of: its elements in order, and the text inside h1 and title.

    A picture of another page (`inert`) is closed properly like everything, and otherwise nobody's.
    """

    VOID = {"meta", "link", "input", "br", "hr", "path", "rect", "circle"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.open: list[str] = []
        self.inert = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "label" in self.open and tag in NAMED:
            found["in-label"] = "yes"
        if not self.inert:
            self.elements.append((tag, found))
        if tag not in self.VOID:
            self.open.append(tag)
            if "inert" in found:
                self.inert = self.inert or len(self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        assert self.open[-1:] == [tag], f"{tag} closes {self.open[-3:]}"
        self.open.pop()
        if len(self.open) < self.inert:
            self.inert = 0

    def handle_data(self, data: str) -> None:
        for tag in ("h1", "title", "button"):
            if tag in self.open and data.strip():
                self.texts[tag] += 1

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.mark.parametrize("name", samples.PAGES)
def test_what_every_page_owes(shown: Visitor, name: str) -> None:
    answer = shown.get(f"/sample/{name}")
    assert answer.status_code == 200
    page = Page(answer.text)
    assert not page.open, "every element is closed"
    assert len(page.all("h1")) == len(page.all("title")) == 1
    assert page.texts["h1"]
    assert page.texts["title"]
    assert len(page.all("main")) == 1
    ids = Counter(a["id"] for _, a in page.elements if "id" in a)
    assert not [one for one, count in ids.items() if count > 1]
    _references_lead_somewhere(page, set(ids))
    _fields_have_labels(page)
    _forms_carry_the_token(page)
    _wide_tables_scroll_by_keyboard(page)
    _nothing_inline(page)


def _references_lead_somewhere(page: Page, ids: set[str]) -> None:
    for tag, attributes in page.elements:
        for name in ("for", "form", "aria-describedby", "aria-labelledby"):
            for target in attributes.get(name, "").split():
                assert target in ids, f"{tag} {name}={target}"
        href = attributes.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids, href
        elif tag == "a":
            assert href.startswith(("/", "tel:")), href


def _fields_have_labels(page: Page) -> None:
    targets = {label.get("for") for label in page.all("label")}
    for tag in NAMED:
        for field in page.all(tag):
            if field.get("type") != "hidden":
                named = "in-label" in field or field.get("id") in targets
                assert named, f"{tag} {field}"


def _forms_carry_the_token(page: Page) -> None:
    forms = [f for f in page.all("form") if f.get("method") == "post"]
    tokens = [i for i in page.all("input") if i.get("name") == "csrf_token"]
    assert len(forms) == len(page.all("form")) == len(tokens)


def _wide_tables_scroll_by_keyboard(page: Page) -> None:
    for tag, attributes in page.elements:
        if "wide" in attributes.get("class", "").split():
            assert attributes.get("tabindex") == "0", tag


def _nothing_inline(page: Page) -> None:
    assert len(page.all("style")) <= 1
    for tag, attributes in page.elements:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith(("on", "hx-", "data-hx-on"))]
        if tag == "script":
            assert attributes["src"].startswith("/static/")


@pytest.mark.parametrize("name", samples.PAGES)
def test_the_fragment_is_the_same_page_without_its_frame(shown: Visitor, name: str) -> None:
    answer = shown.get(
        f"/sample/{name}", HX_Request="true", HX_Request_Type="partial", Accept_Encoding="br"
    )
    wide = name.startswith("desk-")
    assert len(answer.data) <= (4_000 if wide else 1_600)
    text = shown.get(f"/sample/{name}", HX_Request="true", HX_Request_Type="partial").text
    page = Page(text)
    assert len(page.all("h1")) == 1
    assert len(page.all("title")) == 1
    assert not page.all("html") + page.all("style") + page.all("script")


@pytest.mark.parametrize("name", samples.PARTS)
def test_live_parts_are_parts(shown: Visitor, name: str) -> None:
    answer = shown.get(f"/sample/{name}")
    assert answer.status_code == 200
    page = Page(answer.text)
    assert not page.open
    assert not page.all("html")


@pytest.mark.parametrize(
    "name",
    [
        n
        for n in [*samples.PAGES, *samples.PARTS]
        if not n.endswith(("missing", "changed", "wrong"))
    ],
)
def test_english_leaves_no_korean_of_ours(shown: Visitor, name: str) -> None:
    page = shown.get(f"/sample/{name}?in=en")
    assert page.status_code == 200
    ours = set(texts.catalogue("ko").values()) - set(texts.catalogue("en").values())
    visible = re.sub(r"<[^>]*>", "\n", page.text).split("\n")
    leaked = {line.strip() for line in visible} & {s for s in ours if len(s) > 8}
    assert not leaked


@pytest.mark.parametrize(
    "name",
    [
        *("login", "list", "request", "cautions", "text", "ticks", "sign", "identify", "code"),
        *("done", "done-onward", "waiting", "pledge", "pledge-locked", "reading", "replaced"),
        *("declined", "declined-by-another", "expired", "recalled", "decline"),
    ],
)
def test_the_first_page_is_small_on_the_wire(shown: Visitor, name: str) -> None:
    """5.5 KB with its headers, so that it paints after one round trip (decision 52)."""
    answer = shown.get(f"/sample/{name}", Accept_Encoding="br")
    headers = sum(len(key) + len(value) + 4 for key, value in answer.headers)
    assert len(answer.data) + headers <= 5.5 * 1024


def test_the_fixed_words_of_the_agreement(shown: Visitor) -> None:
    """Requirement S2-13 and the contract: headers, buttons and labels, verbatim."""
    fixed = {
        "list": ["전자약정 리스트"],
        "list-empty": ["진행할 전자약정이 없습니다."],
        "request": ["약정 요청내역", "다음", "서명자 현황", "사업자등록번호", "보증료율"],
        "cautions": ["유의사항 확인", "신용보증 약정", "읽고 이해했습니다"],
        "text": ["약정서", "내려받기", "9조 중 3조 확인"],
        "ticks": ["필수", "선택", "모두 체크"],
        "sign": ["서명란", "한 획 지우기", "모두 지우기", "이름 입력", "약정 실행"],
        "identify": ["본인인증", "전화로 받기", "문자로 받기"],
        "code": ["인증번호", "확인", "시간 연장"],
        "done": ["약정체결 완료", "약정 내용 확인값", "약정서 내려받기", "한국시간"],
        "done-waiting": ["시각 확인 대기 중(약정은 체결되었습니다)"],
        "login": ["아이디", "비밀번호", "로그인"],
        "menu": ["전체메뉴", "전자약정"],
        "me": ["마이페이지"],
        "guide": ["개인의 경우", "법인의 경우", "담당부서", "오류 신고"],
    }
    for name, words in fixed.items():
        page = shown.get(f"/sample/{name}").text
        assert not [word for word in words if word not in page], name


def test_no_box_is_ticked_beforehand(shown: Visitor) -> None:
    name, context = samples.PAGES["ticks"]
    samples.PAGES["ticks-fresh"] = (name, {**context, "ticked": set()})
    page = Page(shown.get("/sample/ticks-fresh").text)
    del samples.PAGES["ticks-fresh"]
    boxes = [i for i in page.all("input") if i.get("type") == "checkbox"]
    assert len(boxes) == 6
    assert not [box for box in boxes if "checked" in box]
    assert len([box for box in boxes if "data-must" in box]) == 4
