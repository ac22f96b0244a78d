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

STROKES = f"/desk/agreements/{signer.NUMBER}/strokes/1/1"
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
    assert f'href="{ADDRESS}"' in desk.get(page).text
    assert "증거 묶음 내려받기" in desk.get(ADDRESS).text
    assert desk.post(ADDRESS, {"purpose": "audit", "words": "감사 자료"}).location == ADDRESS
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
        desk = officer(login, institution, branch)
        assert (desk.get(ADDRESS).status_code, desk.get(STROKES).status_code) == (404, 404)
    desk = officer()
    others = (ADDRESS.replace("1.zip", "2.zip"), ADDRESS.replace("0001", "0002"))
    for address in (*others, STROKES[:-1] + "2", STROKES[:-1] + "0", STROKES.replace("1/1", "2/1")):
        assert desk.get(address).status_code == 404
    auditor = officer("auditor", branch="", role=rules.AUDITOR)
    assert (auditor.get(ADDRESS).status_code, auditor.get(STROKES).status_code) == (403, 403)
    with reading() as session:
        assert session.query(AuditEntry).filter_by(action="signing:strokes:replayed").count() == 0


def test_before_the_conclusion_there_is_none(app: Flask) -> None:
    signer.register()
    signer.send()
    desk = signed_in(app, "changwon", appoint("changwon", "FOUND", "창원지점"))
    assert desk.get(ADDRESS).status_code == 409
    assert "bundle" not in desk.get(f"/desk/agreements/{signer.NUMBER}").text


def test_watching_a_signature_is_recorded(officer: Officer) -> None:
    desk, page = officer(), f"/desk/agreements/{signer.NUMBER}"
    assert f'href="{STROKES}"' in desk.get(page).text
    shown = desk.get(STROKES).text
    for said in ("홍길동님의 서명", "2획, 점 70개", "처리 기록에 남습니다"):
        assert said in shown
    with reading() as session:
        entry = session.query(AuditEntry).filter_by(action="signing:strokes:replayed").one()
    assert entry.actor.startswith("staff:")
    assert "서명 과정을 보았습니다" in desk.get(page).text
