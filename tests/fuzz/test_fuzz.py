"""Nothing a stranger brings breaks a reader, is taken for what it is not, or takes long.

A minute of it in all; `make fuzz MINUTES=60` goes on for an hour.
"""

from contextlib import suppress

import pytest

from tests.fuzz.run import LEAST, fuzz
from tests.fuzz.targets import Target, targets

SECONDS = 6.0
NAMES = (
    "sealed PDF",
    "evidence bundle",
    "pages of a PDF",
    "timestamp token",
    "timestamp reply",
    "certificates",
    "ink",
    "order",
    "paper template",
    "proof of an entry",
    "code of a paper",
)


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Target]:
    return targets(tmp_path_factory.mktemp("fuzz") / "keys")


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@pytest.mark.parametrize("name", NAMES)
def test_no_input_breaks_its_reader(name: str, every: dict[str, Target]) -> None:
    outcome = fuzz(every[name], SECONDS, seed=20261125)
    assert outcome.executions >= LEAST
    assert outcome.findings == []


def test_no_reader_is_left_out(every: dict[str, Target]) -> None:
    assert tuple(every) == NAMES


def test_a_reader_that_never_ends_is_found() -> None:
    def waits(data: bytes) -> bool:
        while True:
            with suppress(Exception):
                data = data[:1] or b"a"

    outcome = fuzz(Target([b"a"], waits, seconds=0.05), 1, seed=1)
    assert "TooLong" in outcome.findings[0][0]


def test_a_reader_that_breaks_is_found() -> None:
    def breaks(data: bytes) -> bool:
        return b"\xff" in data or 1 // (len(data) - 3) > 1

    outcome = fuzz(Target([b"abcdef"], breaks), 2, seed=1)
    assert any("ZeroDivisionError" in wrong for wrong, _ in outcome.findings)
    assert any(wrong == "accepted" for wrong, _ in outcome.findings)
