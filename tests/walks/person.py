"""A person with a phone in the hand: taps what is written on the buttons, reads what is said."""

import re
import time

from playwright.sync_api import Locator, Page, expect

from app.core.phone import hyphened
from app.demo.accounts import PEOPLE
from app.evidence.papers import load
from app.signing.screens.text import PER_PAGE
from tests.support.browser import PATIENCE
from tests.support.finger import write_name
from tests.walks.desk import Case

TITLES = {
    "request": "약정 요청내역",
    "cautions": "유의사항 확인",
    "text": "약정서",
    "ticks": "확인 항목 체크",
    "sign": "서명",
    "identify": "본인인증",
    "done": "약정체결 완료",
}
STEPS = tuple(TITLES)
SECOND = {f"pledge-{step}": TITLES[step] for step in ("text", "ticks", "sign", "identify", "done")}
TITLES |= {"pledge": "책임경영이행 약정", **SECOND}
PLEDGE_STEPS = ("pledge", *SECOND)
ARTICLES = {
    "text": len(load("credit-guarantee", 1).articles),
    "pledge-text": len(load("responsible-management", 1).articles),
}
CHANNELS = {"voice": "전화로 받기", "sms": "문자로 받기"}
NAME = "홍길동"


class Person:
    """Somebody at one agreement, on one phone; `plain` when it runs no scripts."""

    def __init__(
        self, page: Page, case: Case, name: str = NAME, *, plain: bool = False, mobile: str = ""
    ):
        self.page, self.case, self.name, self.plain = page, case, name, plain
        known = (each.mobile for each in PEOPLE if each.name == name)
        self.mobile = hyphened(mobile or next(known))

    # --- moving about

    def enter(self) -> "Person":
        """Sign in with one tap on the demo's front page."""
        self.page.goto("/")
        self.page.get_by_role("button", name=re.compile(f"^{self.name}")).tap()
        self.page.wait_for_url("**/agreements")
        return self

    def open(self) -> "Person":
        """Pick the agreement from the list."""
        self.page.goto("/agreements")
        self.link(self.case.number).tap()
        self.page.wait_for_url(f"**/agreements/{self.case.number}/*")
        return self

    def goto(self, step: str) -> "Person":
        """Type a step's address."""
        self.page.goto(f"/agreements/{self.case.number}/{step}")
        return self

    def is_at(self, step: str) -> "Person":
        """Wait until a step lies open, alive."""
        pages = "?page=*" if self.plain and step in ARTICLES else ""
        self.page.wait_for_url(f"**/agreements/{self.case.number}/{step}{pages}")
        expect(self.heading).to_have_text(TITLES[step])
        return self if self.plain else self._settled()

    def _settled(self) -> "Person":
        # Touches are lost while one page still turns into the next.
        self.page.evaluate("document.activeViewTransition?.finished.catch(() => 0)")
        for part in self.page.locator("#step[data-load], canvas[data-load]").all():
            expect(part).to_have_js_property("lives", True)
        return self

    # --- what is on the page

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def pad(self) -> Locator:
        return self.page.get_by_role("img", name="서명란")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name)

    def press(self, name: str) -> None:
        """Tap a button by the words on it."""
        self.button(name).tap()

    def says(self, words: str) -> None:
        """The page says so."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    # --- each step's own work, without leaving it

    def acknowledge(self) -> None:
        """Tick every caution by itself."""
        for box in self.page.get_by_role("checkbox", name="읽고 이해했습니다").all():
            box.check()

    def tick_required(self) -> None:
        """Tick what must be ticked, one by one."""
        for box in self.page.get_by_role("checkbox", name="필수 ").all():
            box.check()

    def draw(self) -> None:
        """Sign with the finger."""
        write_name(self.page, self.pad)
        self.kept()

    def kept(self) -> None:
        """Wait until the server keeps what the pad shows."""
        shown = self.page.locator("input[name=ink]").input_value
        end = time.monotonic() + PATIENCE / 1000
        position = 2 if "/pledge-" in self.page.url else 1
        while self.case.draft(self.name, position).get("ink") != shown():
            assert time.monotonic() < end, "the server does not have what was drawn"
            self.page.wait_for_timeout(50)

    def type_name(self, name: str = "") -> None:
        """Sign by typing: the person's own name, or another."""
        if not self.plain:
            self.page.get_by_role("radio", name="이름 입력").check()
        self.page.get_by_role("textbox", name="이름").fill(name or self.name)

    def turn_pages(self, step: str) -> None:
        """Without scripts the text comes a few articles at a time, all but the last page here;
        다음 turns the page and notes what was on it."""
        pages = -(-ARTICLES[step] // PER_PAGE)
        for number in range(1, pages + 1):
            self.page.wait_for_url(f"**/{step}?page={number}")
            expect(self.page.locator("details[open]").first).to_be_visible()
            self.says(f"{pages}쪽 중 {number}쪽")
            if number < pages:
                self.press("다음")

    def ask(self, channel: str) -> str:
        """Have a code called or sent; look at the phone that rings. Returns the code."""
        before = self.case.last_code(channel, self.mobile)
        self.press(CHANNELS[channel])
        return self.newest(channel, before)

    def newest(self, channel: str, before: str) -> str:
        """The code that arrives after the one of `before`, once the page has a field for it."""
        code = self.case.next_code(channel, before, self.mobile)
        expect(self.page.get_by_role("textbox", name="인증번호")).to_be_editable()
        return code

    def enter_code(self, code: str) -> None:
        """Type the six digits and confirm."""
        self.page.get_by_role("textbox", name="인증번호").fill(code)
        self.press("확인")

    # --- whole stretches

    def prepare(self, step: str) -> None:
        """Do a step as it should be done, up to its button."""
        if step == "cautions":
            self.acknowledge()
        elif step.endswith("text") and self.plain:
            self.turn_pages(step)
        elif step.endswith("ticks"):
            self.tick_required()
        elif step.endswith("sign"):
            self.type_name() if self.plain else self.draw()

    def answer(self, step: str) -> None:
        """Do a step and go on."""
        self.prepare(step)
        self.press(self.main_button(step))

    @staticmethod
    def main_button(step: str) -> str:
        """The words on a step's button."""
        words = {"cautions": "신용보증 약정", "pledge": "책임경영이행 약정"}
        return "약정 실행" if step.endswith("sign") else words.get(step, "다음")

    def walk(self, first: str, last: str) -> "Person":
        """Answer the steps from `first` until `last` lies open."""
        steps = STEPS if first in STEPS else PLEDGE_STEPS
        for step in steps[steps.index(first) : steps.index(last)]:
            self.is_at(step).answer(step)
        return self.is_at(last)

    def prove(self, channel: str = "sms") -> None:
        """본인인증 with the code that is sent or called."""
        self.enter_code(self.ask(channel))

    def conclude(self, channel: str = "sms") -> "Person":
        """From 본인인증 to the end of the paper."""
        done = self.page.url.split("/")[-1].replace("identify", "done")
        self.prove(channel)
        return self.is_at(done)

    def waits(self, signed: int, signers: int) -> None:
        """The page says how many have signed, and that the others are missing."""
        words = f"다른 대표자의 서명을 기다리고 있습니다. ({signed}/{signers})"
        expect(self.heading).to_have_text(words)

    def is_told(self, words: str) -> None:
        """A text message that says so has arrived on the person's phone."""
        end = time.monotonic() + PATIENCE / 1000
        while not any(words in text for text in self.case.texts(self.mobile)):
            assert time.monotonic() < end, self.case.texts(self.mobile)
            time.sleep(0.1)
