"""A branch's officer and the institution's auditor, each in a browser of their own."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.rules import AUDITOR
from tests.support import signer
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

Officer = Callable[..., Visitor]


@pytest.fixture
def officer(app: Flask) -> Visitor:
    """김창구 of 창원지점, before one request to 홍길동."""
    signer.register()
    signer.send()
    return signed_in(app, "changwon", appoint("changwon", "FOUND", "창원지점"))


@pytest.fixture
def auditor(app: Flask, officer: Visitor) -> Callable[..., Visitor]:
    """Lets an auditor in, of the same institution if not said otherwise."""

    def let_in(login: str = "auditor", institution: str = "FOUND") -> Visitor:
        return signed_in(app, login, appoint(login, institution, role=AUDITOR))

    return let_in
