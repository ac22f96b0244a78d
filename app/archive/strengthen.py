"""One revision more on a sealed paper: what its validation needs, under a document timestamp.

Nothing a reader sees is touched. pyHanko writes the revision: this runs at night, not while
somebody waits.
"""

import asyncio
import hashlib
import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathValidationError
from pyhanko_certvalidator.path import ValidationPath

from app.core import clock
from app.evidence.seal import SealedPdf
from app.gateways.timestamp import TimestampPort, Token

ALGORITHMS = ("sha256", "sha384", "sha512")

BEFORE = TimestampDSSContentSettings(update_before_ts=True, include_vri=False)
"""Validation data below the timestamp that protects them, so that it is the last revision."""


class NoRevocation(Exception):
    """Nobody says whether a certificate of the paper was revoked; the message says which."""


class Archivist:
    """Strengthens papers with one timestamp authority and one hash algorithm; of one thread."""

    def __init__(self, timestamps: TimestampPort, algorithm: str = "sha256"):
        self._stamper = _Stamper(timestamps, algorithm)

    def strengthen(
        self,
        pdf: bytes,
        roots: Sequence[x509.Certificate],
        crls: Sequence[bytes],
        *,
        fetching: bool = False,
    ) -> tuple[SealedPdf, Token]:
        """The file with one revision more, and the token that protects it.

        roots: of seal and timestamps; crls (DER): what is at hand; fetching: whether what is
        missing may be fetched from the addresses that the certificates name. Raises NoRevocation,
        NoTimestamp; ValueError for a file without a seal.
        """
        context = ValidationContext(
            trust_roots=[_asn1(root) for root in roots],
            crls=list(crls),
            allow_fetching=fetching,
            revocation_mode="require",
            moment=None if fetching else clock.now(),
        )
        with ThreadPoolExecutor(1) as aside:  # it starts an event loop: never inside another's
            content = aside.submit(lambda: asyncio.run(self._grown(pdf, context))).result()
        token = self._stamper.last
        assert token
        digest = hashlib.sha256(content).hexdigest()
        return SealedPdf(content, digest, token.at, token.authority), token

    async def _grown(self, pdf: bytes, context: ValidationContext) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        found: list[EmbeddedPdfSignature] = list(writer.prev.embedded_signatures)
        if not found:
            raise ValueError("the file has no seal")
        stamper, algorithm = self._stamper, self._stamper.algorithm
        try:
            DocumentSecurityStore.supply_dss_in_writer(
                writer,
                None,
                paths=await _paths(found, context),
                validation_context=context,
                embed_roots=False,
            )
            grown = await PdfTimeStamper(
                stamper, field_name=f"Archive{len(found)}"
            ).async_timestamp_pdf(
                writer,
                algorithm,
                validation_context=context,
                embed_roots=False,
                dss_settings=BEFORE,
            )
        except PathValidationError as problem:
            raise NoRevocation(str(problem)) from problem
        return bytes(grown.getvalue())


async def _paths(
    found: Sequence[EmbeddedPdfSignature], context: ValidationContext
) -> list[ValidationPath]:
    """Of the newest signature: what lies below it is protected by it already."""
    newest = found[-1]
    if len(found) == 1:
        return list(await collect_validation_info(newest, context))
    certificate = newest.signer_cert
    others = newest.other_embedded_certs
    validator = CertificateValidator(certificate, others, validation_context=context)
    return [await validator.async_validate_usage(set(), {"time_stamping"})]


class _Stamper(TimeStamper):  # type: ignore[misc]
    """Our authorities, as pyHanko asks for one."""

    def __init__(self, timestamps: TimestampPort, algorithm: str):
        super().__init__()  # type: ignore[no-untyped-call]
        self._timestamps = timestamps
        self.algorithm = algorithm
        self.last: Token | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        self.last = self._timestamps.stamp(message_digest, md_algorithm)
        return cms.ContentInfo.load(self.last.der)

    async def _ensure_dummy(self) -> None:
        """Whose certificates must be looked up is known from a first token."""
        await self.async_dummy_response(self.algorithm)


def _asn1(certificate: x509.Certificate) -> Certificate:
    return Certificate.load(certificate.public_bytes(Encoding.DER))
