"""The stage of the tour: a phone with a look, and the institution behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from playwright.sync_api import Page

from tests.support.browser import Handsets
from tests.support.server import LiveServer
from tests.walks.desk import Case
from tests.walks.person import Person


@dataclass(frozen=True)
class Look:
    """How the screens are looked at: 글자·화면 settings and what the browser prefers."""

    size: int = 100
    theme: str = "plain"
    browser: dict[str, Any] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        return f"ko.{self.size}.{self.theme}"


@dataclass
class Stage:
    """A phone with a look, and the institution behind it."""

    app: Flask
    server: LiveServer
    phones: Handsets
    look: Look

    def __post_init__(self) -> None:
        self.page: Page = self.phones.new(**self.look.browser)
        kept = {"name": "display", "value": self.look.cookie, "url": self.server.url}
        self.page.context.add_cookies([kept])

    def person(self, step: str = "") -> Person:
        """홍길동, signed in; with a step, there, at an agreement walked so far."""
        case = Case(self.app, self.server)
        if step:
            case.walk_to(step)
        person = Person(self.page, case).enter()
        return person.goto(step).is_at(step) if step else person

    def firm(self, firm: str, designated: str = "") -> Case:
        """An agreement just sent to a firm."""
        return Case(self.app, self.server, firm, designated)

    def comes(self, case: Case, name: str) -> Person:
        """Somebody takes the phone, signs in and opens the agreement."""
        return Person(self.page, case, name).enter().open()


Scene = Callable[[Stage], Iterator[str]]
