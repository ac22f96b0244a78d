"""SoftHSM2: a security module in software that nobody here wrote."""

import os
import subprocess
from pathlib import Path

import pytest

from app.gateways.signer.pkcs11 import Place

LIBRARY = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "4711-right"


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the process's tokens; the module reads its configuration when it is loaded."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    return folder


def token(label: str, refused: Path, pin: str = PIN) -> Place:
    """A fresh token, which takes PIN, and how it is reached with `pin`."""
    subprocess.run(
        [
            *("softhsm2-util", "--init-token", "--free", "--label", label),
            *("--pin", PIN, "--so-pin", "so-pin-8151"),
        ],
        check=True,
        capture_output=True,
    )
    return place(label, refused, pin)


def place(label: str, refused: Path, pin: str = PIN) -> Place:
    """How a token is reached."""
    return Place(LIBRARY, label, pin, f"fingerprint of {pin}", refused)
