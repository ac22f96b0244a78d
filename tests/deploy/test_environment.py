"""The environment file: once its blanks are filled in, production starts with it."""

import base64
import re
from pathlib import Path

import pytest

from app.config import WrongSettings, from_environment

EXAMPLE = Path(__file__).parents[2] / "deploy/dojang.env.example"
KEY = base64.b64encode(b"k" * 32).decode()
FILLED = {
    "SECRET_KEY": "s" * 64,
    "KEY_RING": f"2027:{KEY}",
    "KEY_PEPPER": KEY,
    "TIMESTAMP_URLS": "https://tsa.example.kr",
    "METRICS_TOKEN": "m" * 32,
    "SMTP_URL": "smtp://localhost",
    "SMTP_FROM": "sign@example.kr",
}


def written() -> dict[str, str]:
    """What systemd reads of the file as it stands."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]", line))


def test_production_starts_once_the_blanks_are_filled(tmp_path: Path) -> None:
    blank = {name for name, value in written().items() if not value}
    assert blank == set(FILLED)
    here = {"VAR": str(tmp_path / "var"), "KEYS": str(tmp_path / "keys")}
    settings = from_environment({**written(), **FILLED, **here})
    assert (settings.demo, settings.proxies, settings.secure) == (False, 1, True)


@pytest.mark.parametrize("name", sorted(set(FILLED) - {"METRICS_TOKEN"}))
def test_a_blank_that_was_forgotten_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongSettings, match=name):
        from_environment({**written(), **FILLED, name: "", "VAR": str(tmp_path)})
