"""What officers take of a concluded paper: within their reach alone, and it is recorded."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts import rules
from app.audit.models import AuditEntry
from app.config import Settings
from app.db.unit import reading, unit
from app.evidence.bundles.report import report_on
from app.parties.models import Branch, Institution
from app.worker import drain
from tests.support import signer
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

ADDRESS = f"/desk/agreements/{signer.NUMBER}/bundle/1.zip"
Officer = Callable[..., Visitor]


@pytest.fixture
def officer(app: Flask, settings: Settings) -> Officer:
    """Lets a member of staff in, where 홍길동 has signed."""
    signer.register()
    signer.send()
    signer.Signer(app, settings).enter().sign_guarantee()
    drain(settings)

    def let_in(
        login: str = "changwon", institution: str = "FOUND", branch: str = "창원지점", **more: str
    ) -> Visitor:
        return signed_in(app, login, appoint(login, institution, branch, **more))

    return let_in


def test_an_officer_takes_the_bundle_and_the_trail_says_so(
    officer: Officer, settings: Settings
) -> None:
    desk = officer()
    page = f"/desk/agreements/{signer.NUMBER}"
    assert f'href="{ADDRESS}" download' in desk.get(page).text
    got = desk.get(ADDRESS)
    assert got.mimetype == "application/zip"
    report = report_on(got.data, (settings.keys / "trust.pem").read_bytes())
    assert report.ok
    with reading() as session:
        entry = session.query(AuditEntry).filter_by(action="signing:bundle:taken").one()
    assert entry.actor.startswith("staff:")
    assert entry.facts["whole"] is True
    assert "증거 묶음을 내려받았습니다" in desk.get(page).text


def test_nobody_else_finds_it(officer: Officer) -> None:
    with unit() as u:
        home = u.session.query(Institution).filter_by(code="FOUND").one()
        u.session.add(Branch(institution_id=home.id, name="진주지점", phone="0550000000"))
    for login, institution, branch in (
        ("coop-officer", "COOP", ""),
        ("jinju", "FOUND", "진주지점"),
    ):
        assert officer(login, institution, branch).get(ADDRESS).status_code == 404
    desk = officer()
    for address in (ADDRESS.replace("1.zip", "2.zip"), ADDRESS.replace("0001", "0002")):
        assert desk.get(address).status_code == 404
    assert officer("auditor", branch="", role=rules.AUDITOR).get(ADDRESS).status_code == 403


def test_before_the_conclusion_there_is_none(app: Flask) -> None:
    signer.register()
    signer.send()
    desk = signed_in(app, "changwon", appoint("changwon", "FOUND", "창원지점"))
    assert desk.get(ADDRESS).status_code == 409
    assert "bundle" not in desk.get(f"/desk/agreements/{signer.NUMBER}").text
