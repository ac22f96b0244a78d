"""Opening a sealed paper: the seal, its timestamp, what is attached, as the file has them."""

import hashlib
import io
import json
import logging
import re
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from app.core.der import element_size
from app.evidence.page import Reading, read
from app.evidence.plain_xref import has_only_plain_tables
from app.evidence.revocation import revoked
from app.gateways.timestamp import Token
from app.gateways.timestamp.token import Wanted, check

MOST_OF_A_LIST = 16 * 1024 * 1024
"""Bytes of a revocation list; the largest public ones have some megabytes."""

_KEYWORD = re.compile(r"(document|evidence)-sha256:([0-9a-f]{64})")

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # What they find wrong with a file is said in the report; their log is for their makers.
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class SealedPaper:
    """A file that is said to be sealed. Nothing is believed; whatever is malformed raises."""

    def __init__(
        self,
        pdf: bytes,
        roots: Sequence[x509.Certificate],
        lists: Sequence[x509.CertificateRevocationList] = (),
    ):
        if not has_only_plain_tables(pdf):
            raise ValueError("no plain cross-reference tables")
        self.pdf = pdf
        self.roots = roots
        self._lists = lists
        self.reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        self.signatures: list[EmbeddedPdfSignature] = list(self.reader.embedded_signatures)

    @cached_property
    def seal(self) -> EmbeddedPdfSignature:
        """The first signature; LookupError without one."""
        return self.signatures[0]

    @cached_property
    def envelope(self) -> bytes:
        """The seal's CMS (DER), without the room that was left."""
        padded: bytes = self.seal.pkcs7_content
        return padded[: element_size(padded)]

    @cached_property
    def token(self) -> Token:
        """The timestamp over the seal; raises NoTimestamp, or LookupError where there is none."""
        info = cms.ContentInfo.load(self.envelope, strict=True)["content"]["signer_infos"][0]
        attributes = {each["type"].native: each["values"] for each in info["unsigned_attrs"]}
        imprint = hashlib.sha256(info["signature"].native).digest()
        token: bytes = attributes["signature_time_stamp_token"][0].dump()
        return check(token, Wanted(imprint), self.roots)

    @cached_property
    def status(self) -> PdfSignatureStatus:
        """What pyHanko says of the seal at the instant its timestamp vouches for.

        Certificates are judged at that instant: a seal outlives its certificate (PAdES B-T).
        """
        trust = [Certificate.load(root.public_bytes(Encoding.DER)) for root in self.roots]
        context = ValidationContext(trust_roots=trust, moment=self.token.at, allow_fetching=False)
        with ThreadPoolExecutor(1) as aside:  # it starts an event loop: never inside another's
            return aside.submit(validate_pdf_signature, self.seal, context).result()

    @cached_property
    def signer(self) -> x509.Certificate:
        """The certificate that sealed."""
        return x509.load_der_x509_certificate(self.seal.signer_cert.dump())

    @cached_property
    def lists(self) -> list[x509.CertificateRevocationList]:
        """Revocation lists at hand: the reader's own, and those that an archived paper brings."""
        try:
            brought = self.reader.root["/DSS"]["/CRLs"]
        except KeyError:
            brought = ()
        mine = (_unpacked(brought[i]) for i in range(len(brought)))  # an index follows references
        return [*self._lists, *map(x509.load_der_x509_crl, mine)]

    def revoked(self, certificate: x509.Certificate) -> bool:
        """Whether a certificate had been revoked when the seal's timestamp was made."""
        above = [x509.load_der_x509_certificate(it.dump()) for it in self.seal.other_embedded_certs]
        return revoked(certificate, [*self.roots, *above], self.lists, self.token.at)

    @cached_property
    def hashes(self) -> dict[str, str]:
        """`document` and `evidence` -> SHA-256 (hex), as the paper itself states them."""
        return dict(_KEYWORD.findall(str(self.reader.trailer["/Info"]["/Keywords"])))

    @cached_property
    def attachments(self) -> dict[str, bytes]:
        """The attached files by name."""
        names = self.reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
        return {str(names[i]): names[i + 1]["/EF"]["/F"].data for i in range(0, len(names) - 1, 2)}

    @cached_property
    def record(self) -> dict[str, Any]:
        """What was agreed to, as it travels in the paper."""
        found: dict[str, Any] = json.loads(self.attachments["agreement.json"])
        return found

    @cached_property
    def reading(self) -> Reading:
        """What stands and is drawn on its pages."""
        return read(self.pdf)

    @cached_property
    def evidence(self) -> dict[str, Any]:
        """The record of the conclusion that travels in the paper."""
        found: dict[str, Any] = json.loads(self.attachments["evidence.json"])
        return found

    def gap(self) -> bytes:
        """What the seal's byte range leaves out: it must be the hex string and nothing else."""
        _, before, after, _ = (int(number) for number in self.seal.byte_range)
        return self.pdf[before:after]


def _unpacked(stream: StreamObject) -> bytes:
    """A revocation list as the file has it; nobody vouches for it yet, so it unpacks to no end."""
    packed: bytes = stream.encoded_data
    if "/Filter" not in stream:
        return packed
    if stream["/Filter"] != "/FlateDecode" or "/DecodeParms" in stream:
        raise ValueError("a revocation list packed in an unusual way")
    opened = zlib.decompressobj()
    found = opened.decompress(packed, MOST_OF_A_LIST)
    if not opened.eof:
        raise ValueError("a revocation list without end")
    return found
