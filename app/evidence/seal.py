"""The institution's seal: a PAdES B-T certification signature over the whole paper."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography.x509.oid import NameOID

from app.core import clock
from app.core.cms import Identity, envelope, sign
from app.evidence.revision import prepare
from app.gateways.signer import NoSignature
from app.gateways.timestamp import TimestampPort, Token

ROOM = 16_384
"""Hex digits kept free for the signature: 8 KB, enough for a token with a long RSA chain."""


@dataclass(frozen=True)
class SealedPdf:
    """A sealed file, its SHA-256 (파일 확인값), and what the timestamp authority vouched for."""

    content: bytes
    sha256: str
    stamped_at: datetime
    authority: str


class Sealer:
    """Seals papers with one institution's key, which stays loaded."""

    def __init__(self, identity: Identity, timestamps: TimestampPort):
        self._identity = identity
        self._timestamps = timestamps
        names = identity.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        self._name = str(names[0].value)

    def seal(self, pdf: bytes, at: datetime | None = None) -> SealedPdf:
        """Seal a rendered paper. Never gives a file without its timestamp.

        Raises NoTimestamp when no authority answers well, NoSignature when the key cannot sign or
        its certificate has ended, ValueError for a file that is not a paper of our renderer.
        """
        self._still_valid()
        prepared = prepare(pdf, self._name, at or clock.now(), ROOM)
        sealed, token = self._sign(prepared.digest())
        content = prepared.signed(sealed)
        return SealedPdf(content, hashlib.sha256(content).hexdigest(), token.at, token.authority)

    def attest(self, content: bytes) -> tuple[bytes, Token]:
        """Sign what stays beside its signature: the CMS (DER) with its timestamp inside, and that.

        Raises NoTimestamp and NoSignature as `seal` does.
        """
        self._still_valid()
        return self._sign(hashlib.sha256(content).digest())

    def _sign(self, digest: bytes) -> tuple[bytes, Token]:
        attributes, signature = sign(self._identity, digest)
        token = self._timestamps.stamp(hashlib.sha256(signature).digest())
        return self._envelope(attributes, signature, token.der), token

    def _still_valid(self) -> None:
        if clock.now() >= self._identity.certificate.not_valid_after_utc:
            raise NoSignature("the sealing key's certificate has ended")

    def _envelope(self, attributes: bytes, signature: bytes, token: bytes) -> bytes:
        mine = self._identity
        return envelope(
            mine.certificates,
            mine.issuer_and_serial,
            attributes,
            signature,
            algorithm=mine.algorithm,
            token=token,
        )
