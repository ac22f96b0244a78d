"""Anchors sealed, published and checked: by our command and by other people's openssl."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.anchors import jobs
from app.audit.models import Anchor, AuditHead
from app.audit.proofs import prove, proves
from app.config import Settings
from app.core.texts import t
from app.db.unit import reading, unit
from app.delivery.rules import Lane
from app.evidence.keys import certificates, make_demo
from app.evidence.registry import seal_of, store
from app.evidence.sealed import SealedPaper
from app.signing.models import Document
from app.web.pages import groups
from app.worker import Worker, drain
from tests.conftest import Clock
from tests.evidence.outside import run
from tests.support.signer import Signer, register, send


def anchor(settings: Settings) -> None:
    with unit() as u:
        jobs.drop(u)
    drain(settings)


@pytest.fixture
def anchored(app: Flask, settings: Settings, clock: Clock) -> None:
    """An anchor, an agreement concluded after it, and an anchor over that."""
    register()
    send()
    anchor(settings)
    Signer(app, settings).enter().to("identify").conclude()
    drain(settings)
    clock.move(timedelta(days=1))
    anchor(settings)


def check(app: Flask, *more: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["audit", "check", *more])
    return done.exit_code, done.output


def tamper(statement: str) -> None:
    with unit() as u:
        u.session.execute(text(statement))


def hashes() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Anchor.hash).order_by(Anchor.number)))


def test_strangers_find_and_check_it_with_openssl(
    app: Flask, settings: Settings, anchored: None, tmp_path: Path
) -> None:
    client = app.test_client()
    page = client.get("/verify/anchors").get_data(as_text=True)
    index = client.get("/verify/anchors/index.json").get_json()
    assert [row["hash"] for row in index] == hashes()
    assert all(" ".join(groups(hash_)) in page for hash_ in hashes())
    for kind in ("json", "p7s"):
        (tmp_path / kind).write_bytes(client.get(f"/verify/anchors/2.{kind}").data)
    trust = settings.keys / "trust.pem"
    command = ("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any")
    files = ("-in", tmp_path / "p7s", "-content", tmp_path / "json", "-CAfile", trust)
    stated = json.loads(run(*command, *files))
    assert stated["previous_hash"] == hashes()[0]


@pytest.mark.parametrize("name", ["9.json", "9.p7s", "99999999999.json", "1.xml"])
def test_what_is_not_there_is_not_found(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/verify/anchors/{name}").status_code == 404


def test_before_the_first_the_page_says_so(app: Flask) -> None:
    page = app.test_client().get("/verify/anchors").get_data(as_text=True)
    assert t("anchors.list.none") in page


def test_an_anchor_waits_unpublished_until_it_is_stamped(app: Flask) -> None:
    with unit() as u:
        jobs.drop(u)
    assert app.test_client().get("/verify/anchors/index.json").get_json() == []
    assert app.test_client().get("/verify/anchors/1.json").status_code == 404


def test_a_later_paper_holds_the_newest_anchor(
    app: Flask, settings: Settings, anchored: None
) -> None:
    with reading() as session:
        document = session.scalars(select(Document)).one()
        seal = seal_of(session, document.id)
    assert seal
    paper = SealedPaper(store().get(seal.store_key), certificates(settings.keys / "trust.pem"))
    assert paper.evidence["audit_anchor"] == {"number": 1, "hash": hashes()[0]}


def test_an_untouched_house_passes(app: Flask, anchored: None) -> None:
    assert check(app, "--anchor", hashes()[0]) == (0, "0 faults\n")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_anchor SET seal = NULL WHERE number = 1", "anchor #1: has no seal"),
        (
            "UPDATE audit_anchor SET seal = (SELECT o.seal FROM audit_anchor o WHERE o.number = 1)"
            " WHERE number = 2",
            "anchor #2: the seal does not hold",
        ),
    ],
)
def test_a_missing_or_foreign_seal_is_found(
    app: Flask, anchored: None, statement: str, said: str
) -> None:
    tamper(statement)
    assert check(app) == (1, f"{said}\n1 faults\n")


def test_nobody_but_the_trusted_seals(app: Flask, anchored: None, tmp_path: Path) -> None:
    code, output = check(app, "--trust", str(tmp_path / "none.pem"))
    assert code == 1
    assert output.count("the seal does not hold") == 2


def test_the_newest_anchor_taken_away_is_missed_by_whoever_holds_its_hash(
    app: Flask, anchored: None
) -> None:
    newest = hashes()[1]
    tamper("DELETE FROM audit_anchored_head WHERE anchor = 2")
    tamper("DELETE FROM audit_anchor WHERE number = 2")
    assert check(app)[0] == 0
    assert check(app, "--anchor", newest) == (1, f"anchor {newest} #0: missing\n1 faults\n")


def test_every_entry_is_proved_and_no_changed_one(app: Flask, anchored: None) -> None:
    with reading() as session:
        heads = list(session.scalars(select(AuditHead)))
        proofs = {
            (head.subject, seq): prove(session, head.subject, seq)
            for head in heads
            for seq in range(1, head.seq + 1)
        }
        assert prove(session, "agreement:none", 1) is None
    assert proofs
    for (subject, seq), proof in proofs.items():
        assert proof and proves(proof)
        first = json.loads(proof["entries"][0])
        assert (first["subject"], first["seq"]) == (subject, seq)
        changed = [proof["entries"][0].replace('"action":"', '"action":"x'), *proof["entries"][1:]]
        assert not proves({**proof, "entries": changed})
        assert not proves({**proof, "entries": []})
    assert len({len(proof["entries"]) for proof in proofs.values() if proof}) > 1


def test_the_command_prints_a_proof_that_holds(app: Flask, anchored: None) -> None:
    with reading() as session:
        subject = session.scalars(select(AuditHead.subject)).first()
    runner = app.test_cli_runner()
    done = runner.invoke(args=["audit", "prove", str(subject), "1"])
    assert proves(json.loads(done.output))
    assert runner.invoke(args=["audit", "prove", str(subject), "99"]).exit_code == 1


def test_an_authority_that_is_down_holds_up_the_seal_not_the_anchor(
    app: Flask, settings: Settings, clock: Clock
) -> None:
    make_demo(settings.keys)
    register()
    with unit() as u:
        jobs.drop(u)
    down = Worker(replace(settings, timestamp_urls=("http://127.0.0.1:9/",)))
    assert down._one("worker", list(Lane))
    with reading() as session:
        assert session.get_one(Anchor, 1).seal is None
    clock.move(timedelta(hours=1))
    drain(settings)
    assert check(app) == (0, "0 faults\n")
    assert app.test_client().get("/verify/anchors/1.p7s").status_code == 200


def test_anchors_all_made_anew_are_not_those_the_papers_hold(
    app: Flask, settings: Settings, anchored: None
) -> None:
    assert check(app, "--papers") == (0, "0 faults\n")
    tamper("DELETE FROM audit_anchored_head")
    tamper("DELETE FROM audit_anchor")
    tamper("DELETE FROM outbox WHERE kind = 'anchors.seal'")
    anchor(settings)
    assert check(app) == (0, "0 faults\n")
    code, output = check(app, "--papers")
    assert code == 1
    assert output.startswith("anchor #1: not the one that paper ")


def test_a_paper_that_cannot_be_opened_is_named(app: Flask, anchored: None) -> None:
    tamper("UPDATE seal SET store_key = 'sealed/none.pdf'")
    code, output = check(app, "--papers")
    assert code == 1
    assert "cannot be opened" in output
