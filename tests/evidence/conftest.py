"""Keys, a timestamp authority that runs, and one sealed paper for many tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.archive.strengthen import Archivist
from app.evidence import keys
from app.evidence.seal import SealedPdf, Sealer
from app.gateways.timestamp.authority import Authority
from app.gateways.timestamp.rfc3161 import Authorities
from tests.evidence import samples


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Demo keys."""
    made = tmp_path_factory.mktemp("evidence") / "keys"
    keys.make_demo(made)
    return made


@pytest.fixture(scope="session")
def trust(folder: Path) -> bytes:
    """The roots to trust (PEM)."""
    return (folder / "trust.pem").read_bytes()


@pytest.fixture(scope="session")
def sealer(folder: Path) -> Iterator[Sealer]:
    """The institution's sealer, with an authority that answers over HTTP."""
    roots = keys.certificates(folder / "trust.pem")
    with Authority(keys.identity(folder, "tsa")) as authority:
        yield Sealer(keys.identity(folder, "seal"), Authorities([authority.url], roots))


@pytest.fixture(scope="session")
def archived(sealed: SealedPdf, sealer: Sealer, folder: Path) -> bytes:
    """The same paper, archived."""
    roots = keys.certificates(folder / "trust.pem")
    lists = keys.revocation_lists(folder)
    return Archivist(sealer._timestamps).strengthen(sealed.content, roots, lists)[0].content


@pytest.fixture(scope="session")
def sealed(sealer: Sealer) -> SealedPdf:
    """A sealed paper."""
    return sealer.seal(samples.concluded())
