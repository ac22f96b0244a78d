"""Whoever follows every link and writes anything into every form meets no fault of ours."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts import rules
from app.config import Settings
from app.demo import data
from app.worker import drain
from tests.support.crawler import Crawler
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

SIGNERS = ("gildong", "lee-siheom")


@pytest.fixture
def furnished(app: Flask, settings: Settings) -> Flask:
    """The demo's people, requests and papers."""
    data.load()
    drain(settings)
    return app


def signer(app: Flask, login: str) -> Visitor:
    visitor = Visitor(app.test_client())
    assert visitor.sign_in(login).status_code == 303
    return visitor


def officer(app: Flask, role: str) -> Visitor:
    branch = "창원지점" if role == rules.BRANCH else ""
    return signed_in(app, f"new-{role}", appoint(f"new-{role}", role=role, branch=branch))


def everything(
    app: Flask, enter: Callable[[Flask, str], Visitor], who: str, *starts: str
) -> Crawler:
    crawler = Crawler(enter(app, who), seed=1)
    crawler.walk(starts)
    return crawler


@pytest.mark.parametrize("who", SIGNERS)
def test_a_signer(furnished: Flask, who: str) -> None:
    walked = everything(furnished, signer, who, "/menu", "/me", "/verify")
    assert walked.broke == []
    assert len(walked.pages) > 30 and walked.sent > 40


@pytest.mark.parametrize(
    ("role", "pages"), [(rules.BRANCH, 120), (rules.ADMIN, 150), (rules.AUDITOR, 30)]
)
def test_the_staff(furnished: Flask, role: str, pages: int) -> None:
    walked = everything(furnished, officer, role, "/desk", "/me")
    assert walked.broke == []
    assert len(walked.pages) > pages and walked.sent > pages
