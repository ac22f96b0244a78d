"""An institution with two administrators and an officer, and what they do with its templates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.rules import ADMIN, BRANCH
from app.core import clock
from app.db.unit import reading, unit
from app.editions import actions, parts, queries
from app.editions.actions import By
from app.editions.clauses import Content
from app.editions.models import Edition
from tests.support import signer
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

GUARANTEE, PLEDGE, NOTICE = "credit-guarantee", "responsible-management", "void-notice"
STAFF = (
    ("officer", "FOUND", "창원지점", BRANCH),
    ("found-admin", "FOUND", "", ADMIN),
    ("second-admin", "FOUND", "", ADMIN),
    ("other-admin", "COOP", "", ADMIN),
)


@dataclass
class House:
    """The staff by their login ids, and the templates of their institutions."""

    app: Flask
    secrets: dict[str, str]

    def by(self, login: str) -> By:
        """A member of staff, as the actions know them."""
        with reading() as session:
            found = session.scalars(select(Account).where(Account.login_id == login)).one()
            return By(found.institution_id or "", found.id, found.person_id)

    def at_desk(self, login: str) -> Visitor:
        """Their browser."""
        return signed_in(self.app, login, self.secrets[login])

    def begin(self, login: str = "officer", template_id: str = GUARANTEE) -> int:
        with unit() as u:
            return actions.begin(u, self.by(login), template_id)

    def content(self, version: int, template_id: str = GUARANTEE) -> Content:
        return dict(self.edition(version, template_id).content)

    def edition(
        self, version: int, template_id: str = GUARANTEE, login: str = "officer"
    ) -> Edition:
        with reading() as session:
            home = self.by(login).institution_id
            found = queries.edition_of(session, home, template_id, version)
            assert found is not None
            return found

    def edit(
        self, version: int, login: str = "officer", template_id: str = GUARANTEE, **given: Any
    ) -> None:
        """Change texts or lists of a draft: `closing="…"`."""
        part = parts.part_of(next(iter(given)))
        held = parts.of(self.content(version, template_id), part)
        with unit() as u:
            seen = parts.digest(held)
            actions.edit(u, self.by(login), template_id, version, part, seen, {**held, **given})

    def ask(
        self, version: int, days: int = 1, login: str = "officer", template_id: str = GUARANTEE
    ) -> None:
        with unit() as u:
            actions.ask(u, self.by(login), template_id, version, in_days(days))

    def publish(
        self, version: int, login: str = "found-admin", template_id: str = GUARANTEE
    ) -> None:
        seen = self.edition(version, template_id, login).content_hash
        with unit() as u:
            actions.publish(u, self.by(login), template_id, version, seen)

    def published(
        self, days: int = 1, login: str = "officer", template_id: str = GUARANTEE, **given: Any
    ) -> int:
        """A version drafted, changed, asked for and published; its number."""
        version = self.begin(login, template_id)
        self.edit(version, login, template_id, **(given or {"lead": f"{version}판입니다."}))
        self.ask(version, days, login, template_id)
        second = "found-admin" if login != "found-admin" else "second-admin"
        self.publish(version, second, template_id)
        return version


def in_days(days: int) -> date:
    """A day from now."""
    return clock.today() + timedelta(days=days)


@pytest.fixture
def house(app: Flask) -> House:
    """The staff at their posts; 홍길동 is registered too, to be sent agreements."""
    signer.register()
    secrets = {login: appoint(login, place, branch, role) for login, place, branch, role in STAFF}
    return House(app, secrets)


Desk = Callable[[str], Visitor]
