"""One paper at every stage of its life, and what other people's tools say of each."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

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
ARCHIVED, RENEWED = SEALED + timedelta(days=1), SEALED + timedelta(days=900)
Stages = dict[str, list[str]]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    """Stage -> what each tool says, on the day the paper got there."""
    moved, folder = Clock(), tmp_path_factory.mktemp("stages")
    moved.set(SEALED)
    with clock.running_from(moved):
        yield looked_at(folder, moved)


def looked_at(folder: Path, moved: Clock) -> Stages:
    seals, first, second = (Issuer(f"{name} root") for name in ("Seal", "First", "Second"))
    roots = [issuer.root for issuer in (seals, first, second)]
    trust = b"".join(root.public_bytes(Encoding.PEM) for root in roots)
    reader, said = Reader(folder, roots), Stages()

    def look(stage: str, pdf: bytes) -> None:
        file, day = folder / f"{len(said)}.pdf", clock.now()
        file.write_bytes(pdf)
        tools = (reader.pdfsig, reader.cms, reader.ts, reader.pyhanko)
        wrong = [check.key for check in verify(pdf, trust).checks if not check.ok]
        said[stage] = [*(tool(file, day) for tool in tools), ", ".join(wrong) or "holds"]

    papers = [samples.concluded()]
    look("unsealed", papers[0])
    with answering(first.identity("First stamps", stamps=True), roots) as port:
        papers.append(Sealer(seals.identity("Institution"), port).seal(papers[0]).content)
        look("sealed (B-T)", papers[1])
        moved.set(ARCHIVED)
        lists = [seals.list(), first.list()]
        papers.append(Archivist(port).strengthen(papers[1], roots, lists)[0].content)
        look("archived (B-LTA)", papers[2])
    moved.set(RENEWED)
    with answering(second.identity("Second stamps", stamps=True, kind="RSA"), roots) as port:
        lists = [first.list(), second.list()]
        papers.append(Archivist(port, "sha512").strengthen(papers[2], roots, lists)[0].content)
        look("renewed, another authority and hash", papers[3])
    conforms = [line.split()[0] for line in verapdf(*(folder / f"{n}.pdf" for n in range(4)))]
    for number, stage in enumerate(said):
        both = conforms[2 * number : 2 * number + 2]
        said[stage] = [*("holds" if word == "PASS" else "fails" for word in both), *said[stage]]
    for issuer in (seals, first, second):
        issuer.close()
    return said


def test_every_tool_agrees_at_every_stage(stages: Stages) -> None:
    assert {stage: set(said) for stage, said in stages.items() if stage != "unsealed"} == {
        "sealed (B-T)": {"holds"},
        "archived (B-LTA)": {"holds"},
        "renewed, another authority and hash": {"holds"},
    }


def test_the_document_says_what_was_found(stages: Stages) -> None:
    head = ["stage", "veraPDF 3a", "veraPDF UA-1", "pdfsig", "openssl cms", "openssl ts"]
    lines = [[stage, *said] for stage, said in stages.items()]
    assert printed("docs/evidence.md", "stages", table([*head, "pyHanko", "ours"], lines))
