"""Bundles of two agreements of the same two people, made by the product itself, once."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app import create_app
from app.anchors import jobs as anchoring
from app.archive.keeping import Keeper
from app.config import Settings, from_environment
from app.core import clock as clock_door
from app.db.unit import database, reading, unit
from app.evidence.models import Seal
from app.signing import bundles
from app.signing.models import Document, Signer
from app.worker import drain
from tests.conftest import Clock
from tests.support import signer
from tests.support.databases import Databases

LEE, PARK = "lee-siheom", "park-demo"
FIRST, SECOND = "AR-2026-0001", "AR-2026-0002"
Files = dict[str, bytes]


@dataclass(frozen=True)
class Made:
    """Bundles of the first agreement: the institution's, 이시험's, the institution's before any
    anchor held the conclusion, after archiving; and the institution's of the second."""

    whole: bytes
    signers: bytes
    early: bytes
    archived: bytes
    second: bytes
    trust: bytes
    roots: Path


@pytest.fixture(scope="session")
def made(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Ask for it in tests without an application of their own."""
    url, var = databases.fresh(), tmp_path_factory.mktemp("bundles") / "var"
    settings = from_environment({"DATABASE_URL": url, "VAR": str(var)})
    app, clock = create_app(settings), Clock()
    with clock_door.running_from(clock):
        signer.register_corporation((LEE, "이시험", "JOINT"), (PARK, "박데모", "JOINT"))
        for number in (FIRST, SECOND):
            signer.send_to_corporation(number=number)
        anchor(settings)
        for number in (FIRST, SECOND):
            for login in (LEE, PARK):
                answers = {**signer.ANSWERS["sign"], "ink": ink_of(login, number)}
                person = signer.Signer(app, settings, number).enter(login).to("sign")
                assert person.answer("sign", answers).status_code == 303
                person.conclude()
                drain(settings)
        early = packed(FIRST, settings)
        clock.move(timedelta(days=1))
        anchor(settings)
        whole, second = packed(FIRST, settings), packed(SECOND, settings)
        signers = packed(FIRST, settings, "이시험")
        archive(settings)
        archived = packed(FIRST, settings)
    roots = settings.keys / "trust.pem"
    yield Made(whole, signers, early, archived, second, roots.read_bytes(), roots)
    database().dispose()
    databases.drop(url)


def ink_of(login: str, number: str) -> str:
    """Everybody writes otherwise, and otherwise each time."""
    from tests.evidence.samples import ink_text

    return ink_text(seed=len(login) + int(number[-1]))


def anchor(settings: Settings) -> None:
    with unit() as u:
        anchoring.drop(u)
    drain(settings)


def archive(settings: Settings) -> None:
    keeper = Keeper(settings)
    with reading() as session:
        finishing = [keeper.next_revision(session, it.id) for it in session.scalars(select(Seal))]
    for finish in finishing:
        assert finish
        with unit() as u:
            finish(u)


def packed(number: str, settings: Settings, name: str = "") -> bytes:
    """As it is handed out, to the institution or to who has that name."""
    with reading() as session:
        query = select(Document).where(Document.number == number, Document.position == 1)
        document = session.scalars(query).one()
        mine = select(Signer.person_id).where(
            Signer.document_id == document.id, Signer.name == name
        )
        gathered = bundles.gather(session, document, session.scalar(mine) or "")
    return bundles.pack(gathered, (settings.keys / "trust.pem").read_bytes())


def opened(bundle: bytes) -> Files:
    """Its files."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
