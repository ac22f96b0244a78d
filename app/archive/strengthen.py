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
from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
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
        self._stamper = Stamper(timestamps, algorithm)

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
        trusted = [_asn1(root) for root in roots]

        async def grown() -> bytes:
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
            newest = _newest(writer)
            stamping = await self._stamper.async_dummy_response(self._stamper.algorithm)
            concerned = [newest.signed_data, *_inner(newest), stamping["content"]]
            context = ValidationContext(
                trust_roots=trusted,
                crls=_about(concerned, crls),
                allow_fetching=fetching,
                revocation_mode="require",
                moment=None if fetching else clock.now(),
            )
            return await self._grown(writer, newest, context)

        with ThreadPoolExecutor(1) as aside:  # it starts an event loop: never inside another's
            content = aside.submit(lambda: asyncio.run(grown())).result()
        token = self._stamper.last
        assert token
        digest = hashlib.sha256(content).hexdigest()
        return SealedPdf(content, digest, token.at, token.authority), token

    async def _grown(
        self,
        writer: IncrementalPdfFileWriter,
        newest: EmbeddedPdfSignature,
        context: ValidationContext,
    ) -> bytes:
        name = f"Archive{len(writer.prev.embedded_signatures)}"
        try:
            DocumentSecurityStore.supply_dss_in_writer(
                writer, None, paths=await _paths(newest, context), validation_context=context
            )
            made = await PdfTimeStamper(self._stamper, field_name=name).async_timestamp_pdf(
                writer,
                self._stamper.algorithm,
                validation_context=context,
                dss_settings=BEFORE,
            )
        except PathValidationError as problem:
            raise NoRevocation(str(problem)) from problem
        return bytes(made.getvalue())


def _newest(writer: IncrementalPdfFileWriter) -> EmbeddedPdfSignature:
    """What lies below it is protected by it already."""
    found: list[EmbeddedPdfSignature] = list(writer.prev.embedded_signatures)
    if not found:
        raise ValueError("the file has no seal")
    return found[-1]


def _inner(signature: EmbeddedPdfSignature) -> list[cms.SignedData]:
    """The timestamp inside a seal."""
    return list(extract_tst_data_iter(signature.signer_info, signed=False))


def _about(concerned: Sequence[cms.SignedData], crls: Sequence[bytes]) -> list[bytes]:
    """The lists of those who issued these signatures' certificates. Others would only make the
    file longer, and a later list of one's own authority bewilders readers of an old certificate."""
    issuers = {each.chosen.issuer.dump() for signed in concerned for each in signed["certificates"]}
    return [crl for crl in crls if CertificateList.load(crl).issuer.dump() in issuers]


async def _paths(newest: EmbeddedPdfSignature, context: ValidationContext) -> list[ValidationPath]:
    if str(newest.sig_object["/Type"]) != "/DocTimeStamp":
        return list(await collect_validation_info(newest, context))
    others = newest.other_embedded_certs
    validator = CertificateValidator(newest.signer_cert, others, validation_context=context)
    return [await validator.async_validate_usage(set(), {"time_stamping"})]


class Stamper(TimeStamper):  # type: ignore[misc]
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
