"""홍길동 with an agreement, and the institution's officer and administrators."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.rules import ADMIN, BRANCH
from app.config import Settings
from tests.support import signer
from tests.support.signer import Signer
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

Staff = Callable[..., Visitor]


@pytest.fixture
def hong(app: Flask, settings: Settings) -> Signer:
    """홍길동, signed in, before one request."""
    signer.register()
    signer.send()
    return Signer(app, settings).enter()


@pytest.fixture
def staff(app: Flask, hong: Signer) -> Staff:
    """Lets a member of staff in: an administrator, if not said otherwise."""

    def let_in(
        login: str = "found-admin", institution: str = "FOUND", role: str = ADMIN
    ) -> Visitor:
        branch = "창원지점" if role == BRANCH else ""
        return signed_in(app, login, appoint(login, institution, branch, role))

    return let_in
