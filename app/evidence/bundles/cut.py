"""Cutting a paper of our own apart without a PDF library: what is attached, how it is sealed.

For papers out of our own store only: their plain form is known. Whoever checks a stranger's bundle
opens the paper with a parser and asks `taken_apart` about the signatures found there.
"""

import re
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.core.der import element_size

_RANGE = re.compile(rb"/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) ?\]")
_ATTACHED = rb"/F\(%s\)/UF\(%s\)/EF<</F (\d+) 0 R"
_STREAM = rb"\n%d 0 obj\n<</Length (\d+)/Type/EmbeddedFile/Filter/FlateDecode.*?>>\nstream\n"


class Signed(NamedTuple):
    """The bytes one signature covers: `before` from the start, `length` from `after` on."""

    before: int
    after: int
    length: int

    @property
    def end(self) -> int:
        """How long the file was when it was signed."""
        return self.after + self.length

    def envelope(self, pdf: bytes) -> bytes:
        """The signature itself (CMS, DER), without the room that was left."""
        padded = bytes.fromhex(pdf[self.before + 1 : self.after - 1].decode())
        return padded[: element_size(padded)]

    def covered(self, pdf: bytes) -> bytes:
        """What is signed."""
        return pdf[: self.before] + pdf[self.after : self.end]


def signatures(pdf: bytes) -> list[Signed]:
    """The seal, then the archive timestamps, in the order they were made."""
    found = (Signed(*map(int, each[1:])) for each in (m.groups() for m in _RANGE.finditer(pdf)))
    return sorted(found, key=lambda signed: signed.end)


def attachment(pdf: bytes, name: str) -> bytes:
    """An attached file; ValueError where the paper has none of that name."""
    named = re.search(_ATTACHED % ((re.escape(name).encode(),) * 2), pdf)
    stream = named and re.search(_STREAM % int(named[1]), pdf, re.DOTALL)
    if not stream:
        raise ValueError(f"not a paper of ours: nothing is attached as {name}")
    return zlib.decompress(pdf[stream.end() : stream.end() + int(stream[1])])


def taken_apart(pdf: bytes, signed: Sequence[Signed]) -> dict[str, bytes]:
    """What other people's tools want to have by itself, by its name in the bundle.

    The seal's envelope, its signature value, the timestamp over that; the archive timestamps; the
    certificates in them.
    """
    seal, *archives = (each.envelope(pdf) for each in signed)
    info = cms.ContentInfo.load(seal)["content"]["signer_infos"][0]
    stamp: bytes = info["unsigned_attrs"][0]["values"][0].dump()
    tokens = {f"archive/{n}.der": token for n, token in enumerate(archives, start=1)}
    return {
        "seal/envelope.der": seal,
        "seal/signature.bin": info["signature"].native,
        "seal/timestamp.der": stamp,
        **tokens,
        "trust/seal.pem": _certificates(seal),
        "trust/timestamps.pem": _certificates(stamp, *archives),
    }


def _certificates(*envelopes: bytes) -> bytes:
    """The certificates in them (PEM), each once."""
    der = dict.fromkeys(
        each.chosen.dump()
        for envelope in envelopes
        for each in cms.ContentInfo.load(envelope)["content"]["certificates"]
    )
    return b"".join(x509.load_der_x509_certificate(it).public_bytes(Encoding.PEM) for it in der)
