"""Walks from page to page like somebody who tries every link and writes anything anywhere."""

import random
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.support.visitor import Visitor

ODD = (
    *("", " ", "\x00", "a" * 5000, "'\"><script>", "-1", "0", "9" * 24, "1e308", "NaN", "1.5"),
    *("0000-00-00", "9999-12-31", "2026-02-30", "2026-11-26T25:61", "\u202eabc", "😀" * 50, "null"),
    *("../../etc", "%00", "１２３", "٣", "[]", "{}", "AR-2026-0001", "\ufffd", "=1+1", "ㄱ" * 200),
)
"""What no form asks for."""
LEFT_OUT = ("/logout", "/demo/")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass
class Form:
    """A form of a page: where it is sent, and what it would send as it stands."""

    action: str
    given: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and type of each field."""


class Page(HTMLParser):
    """The links and posted forms of a page."""

    def __init__(self, path: str, text: str):
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._ids: dict[str | None, Form] = {}
        self._open: Form | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in has:
            there = urlsplit(urljoin(self.path, has["href"]))
            self.links.append(there._replace(fragment="").geturl())
        elif tag == "form" and has.get("method") == "post":
            self._open = Form(has.get("action") or self.path)
            self._ids[has.get("id")] = self._open
            self.forms.append(self._open)
        elif tag in ("input", "select", "textarea", "button") and "name" in has:
            form = self._ids.get(has["form"]) if "form" in has else self._open
            if form:
                form.given.append((has["name"], has.get("value", ""), has.get("type", tag)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


class Crawler:
    """One visitor's walk. `broke`: what was answered with a fault of ours."""

    def __init__(self, visitor: Visitor, seed: int):
        self.visitor, self.choose = visitor, random.Random(seed)
        self.broke: list[tuple[str, object]] = []
        self.pages: set[str] = set()
        self.sent = 0

    def walk(self, starts: Iterable[str]) -> None:
        """From these addresses to all that can be reached; addresses that differ in an id alone
        are one, and each form of one is sent thrice."""
        waiting = deque(starts)
        while waiting:
            path = waiting.popleft()
            kind = ID.sub("ID", path)
            if kind in self.pages or urlsplit(path).netloc or path.startswith(LEFT_OUT):
                continue
            self.pages.add(kind)
            waiting.extend(self._open(path))

    def _open(self, path: str) -> list[str]:
        answer = self.visitor.get(path)
        if answer.status_code >= 500:
            self.broke.append((path, answer.status_code))
        if "html" not in (answer.content_type or ""):
            return []
        page = Page(path, answer.text)
        for form in page.forms:
            if not form.action.startswith(LEFT_OUT):
                for _ in range(3):
                    self._send(form)
        return [*page.links, *([answer.location] if answer.location else [])]

    def _send(self, form: Form) -> None:
        posted = self._filled(form)
        answer = self.visitor.post(form.action, posted)
        self.sent += 1
        if answer.status_code >= 500:
            self.broke.append((form.action, posted))

    def _filled(self, form: Form) -> dict[str, str | list[str]]:
        """As a form stands, with odd things in a third of its fields, and a few fields gone."""
        posted: dict[str, str | list[str]] = {}
        for name, value, kind in form.given:
            draw = self.choose.random()
            if name == "csrf_token" or draw < 0.05:
                continue
            if draw < 0.35:
                posted[name] = self.choose.choice(ODD)
            elif draw < 0.4:
                posted[name] = self.choose.choices(ODD, k=2)
            elif kind not in ("checkbox", "radio") or draw < 0.7:
                posted[name] = value
        return posted
