"""Thirty years of one paper: authorities come and go, algorithms change, all still say yes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from app.archive.keeping import renew_by
from app.archive.strengthen import Archivist
from app.core import clock
from app.evidence.seal import Sealer
from app.evidence.verify import verify
from tests.archive.world import Issuer, Reader, answering
from tests.conftest import Clock
from tests.evidence import samples
from tests.evidence.outside import verapdf
from tests.support.printed import printed, table

SEALED = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
YEAR = timedelta(days=365, hours=6)
YEARS = 30
LOOKED_AT = (0, 1, 5, 10, 15, 20, 25, 30)
GENERATIONS = 14
"""Authorities for timestamps, each with a root of its own. pyHanko takes an authority's newest list
for an older certificate of the same authority too, and then finds no instant to judge it at."""
AGES = ((10, "sha256", "EC"), (20, "sha384", "RSA"), (31, "sha512", "RSA"))
"""Until which year papers are stamped with which hash and kind of key."""


@dataclass
class Life:
    """What became of the paper, year by year."""

    lines: list[list[str]] = field(default_factory=list)
    ours: list[bool] = field(default_factory=list)
    protected: list[bool] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    revisions: int = 1
    file: Path = Path()


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """The whole simulation, run once."""
    moved = Clock()
    moved.set(SEALED)
    with clock.running_from(moved):
        yield lived(tmp_path_factory.mktemp("thirty"), moved)


def lived(folder: Path, moved: Clock) -> Life:
    seals = Issuer("Seal root")
    stamps = [Issuer(f"Stamp root {number}") for number in range(GENERATIONS)]
    roots = [issuer.root for issuer in (seals, *stamps)]
    trust = b"".join(root.public_bytes(Encoding.PEM) for root in roots)
    reader, found = Reader(folder, roots), Life(file=folder / "paper.pdf")
    with answering(stamps[0].identity("Stamps", stamps=True), roots) as authority:
        sealed = Sealer(seals.identity("Institution"), authority).seal(samples.concluded())
    pdf, due = sealed.content, SEALED + timedelta(days=1)
    for year in range(YEARS + 1):
        end = SEALED + YEAR * year + timedelta(days=2)
        while due <= end:
            moved.set(due)
            algorithm, kind = next((it, key) for end_, it, key in AGES if year < end_)
            issuer = stamps[found.revisions]
            with answering(
                issuer.identity(f"Stamps {due:%Y}", stamps=True, kind=kind), roots
            ) as port:
                lists = [each.list() for each in (seals, *stamps)]
                made, token = Archivist(port, algorithm).strengthen(pdf, roots, lists)
            pdf, due = made.content, renew_by(token)
            found.revisions += 1
        moved.set(end)
        look(found, reader, pdf, trust, year)
    for issuer in (seals, *stamps):
        issuer.close()
    return found


def look(life: Life, reader: Reader, pdf: bytes, trust: bytes, year: int) -> None:
    """Ours every year, the others every few."""
    day = clock.now()
    report = verify(pdf, trust)
    life.ours.append(report.ok)
    until = datetime.fromisoformat(report.facts.get("protected_until", SEALED.isoformat()))
    life.protected.append(until > day)
    if year not in LOOKED_AT:
        return
    life.file.write_bytes(pdf)
    asked = (reader.pyhanko, reader.cms, reader.ts, reader.pdfsig)
    said = [tool(life.file, day) for tool in asked]
    life.outside += said[:3]
    facts = [f"{day:%Y}", str(life.revisions), f"{until:%Y-%m}"]
    life.lines.append([*facts, "holds" if report.ok else "fails", *said])


def test_we_say_yes_every_year(life: Life) -> None:
    assert life.ours == [True] * (YEARS + 1)
    assert life.protected == [True] * (YEARS + 1)


def test_whoever_can_read_it_says_yes_in_every_year_it_was_asked(life: Life) -> None:
    assert set(life.outside) == {"holds"}


def test_nothing_visible_changed_and_the_file_still_conforms(life: Life) -> None:
    assert [line.split()[:2] for line in verapdf(life.file)] == [["PASS", "3a"], ["PASS", "ua1"]]


def test_a_renewal_that_was_missed_is_told(tmp_path: Path, clock: Clock) -> None:
    clock.set(SEALED)
    seals, stamps = Issuer("Seal root"), Issuer("Stamp root")
    roots = [seals.root, stamps.root]
    with answering(stamps.identity("Stamps", stamps=True), roots) as port:
        sealed = Sealer(seals.identity("Institution"), port).seal(samples.concluded())
    trust = b"".join(root.public_bytes(Encoding.PEM) for root in roots)
    promised = verify(sealed.content, trust).facts["protected_until"]
    clock.move(YEAR * 4)
    late = verify(sealed.content, trust)
    assert late.ok
    assert late.facts["protected_until"] == promised
    assert datetime.fromisoformat(promised) < clock.instant


def test_the_document_says_what_was_found(life: Life) -> None:
    head = ["year", "revisions", "protected until", "ours", "pyHanko", "openssl cms"]
    assert printed(
        "docs/evidence.md", "thirty years", table([*head, "openssl ts", "pdfsig"], life.lines)
    )
