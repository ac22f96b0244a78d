"""The archive at work: a paper is sealed, strengthened a night later, renewed before its time."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.archive import jobs
from app.audit.models import AuditEntry
from app.config import Settings
from app.db.unit import reading, unit
from app.delivery.models import OutboxRow
from app.evidence.models import Seal
from app.evidence.registry import GRACE, store
from app.evidence.verify import Report, verify
from app.vault.queries import CURRENT, STRENGTHENED, by_hash
from app.worker import drain
from tests.conftest import Clock
from tests.support.signer import Signer, register, send

YEAR = timedelta(days=365)


@pytest.fixture
def sealed(app: Flask, settings: Settings, clock: Clock) -> Signer:
    """A concluded agreement with its sealed paper."""
    register()
    send()
    signer = Signer(app, settings).enter()
    assert signer.sign_guarantee().status_code == 303
    drain(settings)
    return signer


def night(settings: Settings) -> None:
    with unit() as u:
        jobs.plan(u)
    drain(settings)


def revisions() -> list[Seal]:
    with reading() as session:
        return list(session.scalars(select(Seal).order_by(Seal.revision)))


def report(seal: Seal, settings: Settings) -> Report:
    return verify(store().get(seal.store_key), (settings.keys / "trust.pem").read_bytes())


def events() -> list[str]:
    with reading() as session:
        query = select(AuditEntry.action).where(AuditEntry.action.like("archive:%"))
        return list(session.scalars(query.order_by(AuditEntry.seq)))


def test_a_paper_is_strengthened_a_day_after_its_seal(
    sealed: Signer, settings: Settings, clock: Clock
) -> None:
    clock.move(GRACE - timedelta(seconds=1))
    night(settings)
    assert len(revisions()) == 1, "sooner than revocation lists can say anything"
    clock.move(timedelta(seconds=1))
    night(settings)
    first, second = revisions()
    assert (first.renew_by, second.level, second.revision) == (None, "B-LTA", 2)
    assert store().get(second.store_key).startswith(store().get(first.store_key))
    for seal in (first, second):
        assert report(seal, settings).ok
    assert "archive" in {check.key for check in report(second, settings).checks}
    assert events() == ["archive:paper:archived"]


def test_it_is_done_once_however_often_it_is_asked(
    sealed: Signer, settings: Settings, clock: Clock
) -> None:
    clock.move(GRACE)
    with unit() as u:
        assert jobs.plan(u) == 1
    with unit() as u:
        jobs.plan(u)
    with unit() as u:  # the row of a worker that died after it had registered the revision
        (seal,) = u.session.scalars(select(Seal))
        row = OutboxRow(dedup_key="again", kind=jobs.KIND, lane=3, due_at=u.now, created_at=u.now)
        row.payload = {"seal": seal.id}
        u.session.add(row)
    drain(settings)
    assert len(revisions()) == 2
    assert events() == ["archive:paper:archived"]


def test_it_is_renewed_before_the_certificate_ends(
    sealed: Signer, settings: Settings, clock: Clock
) -> None:
    clock.move(GRACE)
    night(settings)
    newest = revisions()[-1]
    assert newest.renew_by
    clock.set(newest.renew_by - timedelta(days=1))
    night(settings)
    assert len(revisions()) == 2
    clock.set(newest.renew_by)
    night(settings)
    *_, third = revisions()
    assert (third.revision, third.level) == (3, "B-LTA")
    assert report(third, settings).ok
    assert events() == ["archive:paper:archived", "archive:paper:renewed"]


def test_without_revocation_lists_it_waits_and_says_so(
    app: Flask, sealed: Signer, settings: Settings, clock: Clock
) -> None:
    clock.move(GRACE)
    lists = settings.keys / "revocation" / "demo.crl"
    content = lists.read_bytes()
    lists.unlink()
    night(settings)
    assert len(revisions()) == 1
    refused = run(app, "run")
    assert (refused.exit_code, "revocation" in refused.output) == (1, True)
    lists.write_bytes(content)
    clock.move(timedelta(days=1))
    night(settings)
    assert len(revisions()) == 2


def test_the_commands_list_what_is_due_and_do_it(
    app: Flask, sealed: Signer, clock: Clock, tmp_path: Path
) -> None:
    (seal,) = revisions()
    assert "0 due within 0 days" in run(app, "due", "--days", "0").output
    assert seal.file_hash in run(app, "due", "--days", "1").output
    assert run(app, "run").output == "0 strengthened, 0 hindered\n"
    assert run(app, "run", "--days", "1").output == "1 strengthened, 0 hindered\n"
    assert "0 due within 30 days" in run(app, "due").output


def test_the_register_says_of_an_earlier_revision_that_a_stronger_one_exists(
    app: Flask, sealed: Signer, settings: Settings, clock: Clock
) -> None:
    clock.move(GRACE)
    night(settings)
    with reading() as session:
        found = [by_hash(session, seal.file_hash) for seal in revisions()]
    assert [each.state for each in found if each] == [STRENGTHENED, CURRENT]
    paper = sealed.enter().get(sealed.at("paper.pdf"))
    assert paper.data == store().get(revisions()[-1].store_key), "the newest is what people get"


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["archive", *words])
