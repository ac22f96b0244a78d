"""What a signer takes home: the bundle of what they signed, recorded; nobody else gets it."""

import io
import zipfile

from flask import Flask

from app.audit.models import AuditEntry
from app.audit.queries import faults
from app.config import Settings
from app.db.unit import reading
from app.evidence.bundles.report import report_on
from app.worker import drain
from tests.support.signer import (
    NUMBER,
    Signer,
    register,
    register_corporation,
    send,
    send_to_corporation,
)

TAKEN = "signing:bundle:taken"


def recorded(action: str) -> list[AuditEntry]:
    with reading() as session:
        query = session.query(AuditEntry).filter_by(action=action)
        assert list(faults(session)) == []
        return list(query.order_by(AuditEntry.seq))


def test_a_signer_takes_the_bundle_and_it_is_recorded(app: Flask, settings: Settings) -> None:
    person_id = register()
    send()
    signer = Signer(app, settings).enter()
    signer.sign_guarantee()
    drain(settings)
    assert 'href="/agreements/AR-2026-0001/bundle.zip" download' in signer.see("done").text
    got = signer.see("bundle.zip")
    assert (got.status_code, got.mimetype) == (200, "application/zip")
    assert got.headers["Content-Disposition"] == "attachment; filename=AR-2026-0001-evidence.zip"
    assert got.headers["Cache-Control"] == "no-store"
    assert report_on(got.data, (settings.keys / "trust.pem").read_bytes()).ok
    (entry,) = recorded(TAKEN)
    assert (entry.actor, entry.facts["whole"]) == (f"person:{person_id}", False)
    with zipfile.ZipFile(io.BytesIO(got.data)) as bundle:
        assert entry.facts["file_hash"] in bundle.read("manifest.json").decode()
    signer.see("bundle.zip")
    assert len(recorded(TAKEN)) == 2


def test_before_the_seal_there_is_none_yet(app: Flask, settings: Settings) -> None:
    register()
    send()
    signer = Signer(app, settings).enter()
    assert signer.see("bundle.zip").status_code == 404
    signer.sign_guarantee()
    page = signer.see("bundle.zip")
    assert page.status_code == 409
    assert recorded(TAKEN) == []


def test_a_typed_name_has_a_bundle_without_strokes(app: Flask, settings: Settings) -> None:
    register()
    send()
    signer = Signer(app, settings).enter().to("sign")
    signer.answer("sign", {"way": "name", "name": "홍길동", "ink": ""})
    signer.conclude()
    drain(settings)
    got = signer.see("bundle.zip").data
    report = report_on(got, (settings.keys / "trust.pem").read_bytes())
    assert report.ok
    assert "손으로 쓴 서명이 없는" in next(c.text for c in report.checks if c.key == "strokes")


def test_each_paper_has_its_own_and_each_signer_theirs(app: Flask, settings: Settings) -> None:
    """이시험 and 박데모 sign the guarantee; 한견본, who manages in fact, signs the pledge alone."""
    register_corporation(
        ("lee-siheom", "이시험", "JOINT"),
        ("park-demo", "박데모", "JOINT"),
        ("han-gyeonbon", "한견본", "MANAGER"),
        ("staff-siheom", "김담당", "CONTACT"),
    )
    register(mobile="01000000077", login="kim-gasang", name="남모를")
    send_to_corporation()
    signers = {
        login: Signer(app, settings) for login in ("lee-siheom", "park-demo", "han-gyeonbon")
    }
    for login in ("lee-siheom", "park-demo"):
        signers[login].enter(login).sign_guarantee()
    drain(settings)
    assert signers["lee-siheom"].see("bundle.zip").status_code == 200
    assert signers["lee-siheom"].see("pledge-bundle.zip").status_code == 404
    for login, signer in signers.items():
        signer.enter(login).sign_pledge()
    drain(settings)
    trust = (settings.keys / "trust.pem").read_bytes()
    for login, signer in signers.items():
        pledge = signer.enter(login).see("pledge-bundle.zip")
        assert report_on(pledge.data, trust).ok, login
        with zipfile.ZipFile(io.BytesIO(pledge.data)) as bundle:
            drawn = [name for name in bundle.namelist() if name.endswith(".salt")]
        assert len(drawn) == 1
    assert signers["han-gyeonbon"].see("bundle.zip").status_code == 404
    for other in ("staff-siheom", "kim-gasang"):
        assert Signer(app, settings).enter(other).see("bundle.zip").status_code == 404


def test_it_can_still_be_taken_when_the_request_ended(app: Flask, settings: Settings) -> None:
    register_corporation(("lee-siheom", "이시험", "SOLE"))
    send_to_corporation()
    signer = Signer(app, settings).enter("lee-siheom")
    signer.sign_guarantee()
    drain(settings)
    signer.answer("decline", {"reason": "다시 생각했습니다"})
    drain(settings)
    got = signer.see("bundle.zip")
    assert got.status_code == 200
    assert report_on(got.data, (settings.keys / "trust.pem").read_bytes()).ok
    assert NUMBER in got.headers["Content-Disposition"]


def test_how_one_wrote_it_oneself(app: Flask, settings: Settings) -> None:
    register_corporation(("lee-siheom", "이시험", "JOINT"), ("park-demo", "박데모", "JOINT"))
    send_to_corporation()
    lee = Signer(app, settings).enter("lee-siheom")
    assert lee.see("strokes").status_code == 404
    lee.sign_guarantee()
    page = lee.see("strokes").text
    for said in ("2획, 점 70개", "0.99초", "기록되지 않음", "내 서명 다시 보기"):
        assert said in page
    assert page.count("<path d=") > 70 - 3
    park = Signer(app, settings).enter("park-demo")
    assert park.see("strokes").status_code == 404
    park.sign_guarantee()
    assert "이시험" not in park.see("strokes").text
    assert park.see("pledge-strokes").status_code == 404
    assert 'href="/agreements/AR-2026-0001/strokes"' in park.see("done").text
    assert recorded("signing:strokes:replayed") == []


def test_a_typed_name_cannot_be_watched(app: Flask, settings: Settings) -> None:
    register()
    send()
    signer = Signer(app, settings).enter().to("sign")
    signer.answer("sign", {"way": "name", "name": "홍길동", "ink": ""})
    signer.conclude()
    assert signer.see("strokes").status_code == 404
    assert "/strokes" not in signer.see("done").text
