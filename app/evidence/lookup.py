"""How a reader of the paper finds it again: an address, a code, both as a picture to be scanned.

The code is a keyed fingerprint of document and hash: it stands on the paper and nowhere in the
database, so a stolen database opens no paper. It follows `#` in the address, which browsers keep to
themselves: no server logs it.
"""

import hmac
import io
from dataclasses import dataclass

import segno

from app.db.types import ring

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs that nobody takes for one another: no 0 and O, no 1 and I."""

LENGTH, GROUP = 12, 4
"""Sixty bits."""

MASK = 4
"""Readers undo any of the eight; weighing them all took a fifth of drawing a paper. This one is the
best most often."""


@dataclass(frozen=True)
class Lookup:
    """What the concluded paper prints: where to look it up, and with which code."""

    address: str
    code: str

    def qr(self) -> str:
        """Address and code as SVG, a quarter of it may be damaged."""
        out = io.BytesIO()
        self.symbol().save(out, kind="svg", xmldecl=False, border=0, dark="#16202e")
        return out.getvalue().decode()

    def symbol(self) -> segno.QRCode:
        """The modules of that picture."""
        return segno.make(f"{self.address}#{self.code}", error="q", micro=False, mask=MASK)


def lookup(site: str, number: str, document_id: str, document_hash: str) -> Lookup:
    """site: the address of this deployment, without a slash at its end."""
    return Lookup(f"{site}/verify/{number}", code_of(document_id, document_hash))


def code_of(document_id: str, document_hash: str) -> str:
    """The twelve signs of a concluded document: `7K2M-Q9XD-4HTN`."""
    number = int(ring().blind(f"{document_id}|{document_hash}", "paper.code"), 16)
    signs = [ALPHABET[number >> 5 * place & 31] for place in range(LENGTH)]
    return "-".join("".join(signs[i : i + GROUP]) for i in range(0, LENGTH, GROUP))


def is_code(typed: str, code: str) -> bool:
    """Whether somebody typed this code, however they wrote it."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return hmac.compare_digest(plain.encode(), code.replace("-", "").encode())
