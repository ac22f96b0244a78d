"""공동사업자: every partner signs the one paper, like joint representatives; no pledge follows."""

import json
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.agreements.models import AgreementRequest
from app.config import Settings
from app.db.unit import reading
from app.evidence import registry
from app.evidence.models import Seal
from app.signing.models import Document
from app.worker import drain
from tests.evidence.outside import run
from tests.support.signer import Signer, register_corporation, send_to_corporation

A, B = ("lee-siheom", "이시험"), ("park-demo", "박데모")


def test_partners_from_the_register_to_the_sealed_paper(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    register_corporation((*A, "PARTNER"), (*B, "PARTNER"), kind="SOLE")
    send_to_corporation()
    first, second = (Signer(app, settings).enter(login) for login, _ in (B, A))
    first.sign_guarantee()
    assert states() == ["IN_SIGNING", "PARTIALLY_SIGNED"]
    assert "다른 대표자의 서명을 기다리고 있습니다. (1/2)" in first.see("done").text
    second.sign_guarantee()
    assert states() == ["COMPLETED", "CONCLUDED"]
    drain(settings)
    signers = evidence(tmp_path)["signers"]
    assert [(each["role"], each["name"]) for each in signers] == [
        ("공동사업자", "이시험"),
        ("공동사업자", "박데모"),
    ]
    assert all(each["ink"] and each["ticks"] and each["signed_at"] for each in signers)


def states() -> list[str]:
    """The request's state and its documents'."""
    with reading() as session:
        return [
            *session.scalars(select(AgreementRequest.state)),
            *session.scalars(select(Document.state)),
        ]


def evidence(folder: Path) -> dict[str, Any]:
    """What the one sealed paper carries about its signatures, taken out by another's program."""
    with reading() as session:
        pdf = registry.store().get(session.scalars(select(Seal)).one().store_key)
    paper, taken = folder / "paper.pdf", folder / "evidence.json"
    paper.write_bytes(pdf)
    run("pdfdetach", "-savefile", "evidence.json", "-o", taken, paper)
    found: dict[str, Any] = json.loads(taken.read_bytes())
    return found
