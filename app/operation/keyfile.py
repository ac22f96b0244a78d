"""The keys, apart from every backup: one file under a passphrase, in the age format.

Whoever finds a backup cannot read it; whoever lost the machine still can, with any `age` program.
"""

import base64
import io
import tarfile
from pathlib import Path

import pyrage

from app.config import Settings
from app.core.keyring import KeyRing

SETTINGS = "settings.env"
"""What belongs into the environment of the machine that is set up anew."""


class WrongPassphrase(Exception):
    """The passphrase does not open the file, or the file is no key file."""


def pack(settings: Settings, passphrase: str) -> bytes:
    """Everything under KEYS and the ring and pepper, encrypted. Keys inside a security module stay
    there: back that up with its own tools."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        _add(tar, SETTINGS, written(settings.ring).encode())
        for path in sorted(settings.keys.rglob("*")):
            if path.is_file():
                _add(tar, f"keys/{path.relative_to(settings.keys)}", path.read_bytes())
    return bytes(pyrage.passphrase.encrypt(plain.getvalue(), passphrase))


def unpack(packed: bytes, passphrase: str, folder: Path) -> list[str]:
    """Write what `pack` packed into a new folder; returns the names. Raises WrongPassphrase."""
    try:
        plain = pyrage.passphrase.decrypt(packed, passphrase)
    except pyrage.DecryptError as problem:
        raise WrongPassphrase("the passphrase does not open this file") from problem
    folder.mkdir(parents=True, mode=0o700)
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        tar.extractall(folder, filter="data")
        return tar.getnames()


def written(ring: KeyRing) -> str:
    """The ring and the pepper as the environment wants them."""
    names = [ring.active, *(name for name in ring.keys if name != ring.active)]
    keys = ",".join(f"{name}:{_text(ring.keys[name])}" for name in names)
    return f"KEY_RING={keys}\nKEY_PEPPER={_text(ring.pepper)}\n"


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
