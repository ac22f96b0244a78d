"""Forgeries of a sealed paper, by name, each as somebody who holds the file would make it."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from app.archive.strengthen import Stamper
from app.core import clock
from app.core.cms import Identity
from app.evidence import certificates as making
from app.evidence import keys
from app.evidence.revision import prepare
from app.evidence.seal import ROOM, Sealer
from app.gateways.signer.software import Software
from app.gateways.timestamp import TimestampPort
from app.gateways.timestamp.authority import Authority as Answering
from app.gateways.timestamp.rfc3161 import Authorities
from tests.evidence import samples
from tests.evidence.outside import cut


class Authority:
    """A certificate authority that everybody trusts, to issue what a forger would have."""

    def __init__(self, common: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = making.name(common, common)
        extensions = making.authority_extensions()
        self.root = making.issue(self.name, self.key.public_key(), self.name, self.key, extensions)

    @property
    def pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)

    def list(self, revoked: Identity, since: datetime) -> bytes:
        """Its revocation list (PEM): one certificate, since an instant."""
        entry = x509.RevokedCertificateBuilder()
        entry = entry.serial_number(revoked.certificate.serial_number).revocation_date(since)
        until = clock.now() + timedelta(days=30)
        made = making.revocation_list(self.root, self.key, [entry.build()], until=until)
        return made.public_bytes(Encoding.PEM)

    def identity(self, common: str, lasting: timedelta) -> Identity:
        """A new key and its certificate, valid from yesterday on."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject, usage = making.name(common, common), (making.usage(certify=False),)
        made = making.issue(subject, key.public_key(), self.name, self.key, usage, lasting)
        return Identity(Software(key), made)


def forgeries(sealed: bytes, sealer: Sealer, trusted: Authority, folder: Path) -> dict[str, bytes]:
    """What was done -> the file."""
    keys.make_demo(folder / "others")
    namesake = keys.identity(folder / "others", "seal")
    foreign = Authority("Somebody").identity("Somebody", timedelta(days=30))
    expired = trusted.identity("Ended", timedelta(hours=1))
    return {
        "nothing": sealed,
        "a byte of the page": flipped(sealed, inside_a_page(sealed)),
        "a digit of the signature value": signature_changed(sealed),
        "the byte range ends earlier": range_shortened(sealed),
        "something in the padding": padding_used(sealed),
        "bytes appended": sealed + b"\n% one more line\n",
        "a later revision paints over the page": painted_over(sealed),
        "a later revision swaps an attachment": attachment_swapped(sealed),
        "rolled back to before the seal": samples.concluded(),
        "sealed by a stranger": sealed_by(foreign, sealer),
        "other words, sealed by another key of the same name": sealed_by(namesake, sealer),
        "sealed with an expired certificate": sealed_by(expired, sealer),
    }


def archived_forgeries(archived: bytes, sealed: bytes, folder: Path) -> dict[str, bytes]:
    """What was done to an archived paper -> the file."""
    keys.make_demo(folder / "strangers")
    roots = keys.certificates(folder / "strangers" / "trust.pem")
    stranger = keys.identity(folder / "strangers", "tsa")
    with Answering(stranger) as answering:
        port = Authorities([answering.url], roots)
        topped = timestamped(archived, port)
    return {
        "archived": archived,
        "archived, a byte of the page": flipped(archived, inside_a_page(archived)),
        "archived, a digit of the archive timestamp": archive_changed(archived),
        "archived, something in the timestamp's padding": archive_padded(archived),
        "archived, a later revision paints over the page": painted_over(archived),
        "archived, a stranger's timestamp on top": topped,
        "archived, rolled back to the seal": sealed,
    }


def timestamped(pdf: bytes, port: TimestampPort) -> bytes:
    """A document timestamp on top, by whoever answers there."""

    async def stamped() -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        made = await PdfTimeStamper(Stamper(port, "sha256")).async_timestamp_pdf(writer, "sha256")
        return bytes(made.getvalue())

    with ThreadPoolExecutor(1) as aside:  # the tests' own browser keeps a loop here
        return aside.submit(lambda: asyncio.run(stamped())).result()


def archive_changed(pdf: bytes) -> bytes:
    """The last digit of the archive timestamp's own signature."""
    stamp = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[-1]
    digits = stamp.signed_data["signer_infos"][0]["signature"].native.hex().encode()
    at = pdf.lower().rindex(digits) + len(digits) - 1
    return pdf[:at] + (b"1" if pdf[at : at + 1] != b"1" else b"2") + pdf[at + 1 :]


def archive_padded(pdf: bytes) -> bytes:
    """A digit in the room that was left behind the archive timestamp."""
    stamp = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[-1]
    at = int(stamp.byte_range[2]) - 3
    return pdf[:at] + b"1" + pdf[at + 1 :]


def inside_a_page(pdf: bytes) -> int:
    """Where the first page's content begins: from here on whatever a changed bit makes of it is
    the same, however the words of the sample change."""
    contents = PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Kids"][0].raw_get("/Contents")
    return pdf.index(b"stream\n", pdf.index(b"\n%d 0 obj" % contents.idnum)) + len(b"stream\n")


def flipped(pdf: bytes, at: int) -> bytes:
    """One bit changed."""
    return pdf[:at] + bytes((pdf[at] ^ 1,)) + pdf[at + 1 :]


def signature_changed(pdf: bytes) -> bytes:
    """The last digit of the signature itself, inside an envelope that stays well formed."""
    info = cms.ContentInfo.load(cut(pdf)[0])["content"]["signer_infos"][0]
    digits = info["signature"].native.hex().encode()
    at = pdf.rindex(digits) + len(digits) - 1
    return pdf[:at] + (b"1" if pdf[at : at + 1] != b"1" else b"2") + pdf[at + 1 :]


def range_shortened(pdf: bytes) -> bytes:
    """The last ten bytes no longer covered."""
    start = pdf.rindex(b"/ByteRange[")
    end = pdf.index(b"]", start)
    *others, length = pdf[start + len(b"/ByteRange[") : end].split()
    shorter = b"/ByteRange[" + b" ".join([*others, b"%010d" % (int(length) - 10)])
    return pdf[:start] + shorter + pdf[end:]


def padding_used(pdf: bytes) -> bytes:
    """A digit in the room that was left behind the envelope."""
    at = pdf.rindex(b"/Contents<") + len(b"/Contents<") + 2 * len(cut(pdf)[0]) + 100
    return pdf[:at] + b"1" + pdf[at + 1 :]


def painted_over(pdf: bytes) -> bytes:
    """The first page white, in a revision after the seal."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    white = generic.StreamObject(stream_data=b"1 g 0 0 600 900 re f")
    old = page.raw_get("/Contents")
    contents = old.get_object() if isinstance(old.get_object(), generic.ArrayObject) else [old]
    page["/Contents"] = generic.ArrayObject([*contents, writer.add_object(white)])
    writer.update_container(page)
    return written(writer)


def attachment_swapped(pdf: bytes) -> bytes:
    """Another record of the conclusion under the same name, in a revision after the seal."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    place = next(i for i in range(0, len(names), 2) if str(names[i]) == "evidence.json")
    files = names[place + 1]["/EF"]
    files["/F"] = writer.add_object(generic.StreamObject(stream_data=b'{"v":1}'))
    writer.update_container(files)
    return written(writer)


def sealed_by(identity: Identity, sealer: Sealer) -> bytes:
    """Other words, sealed with another key; the timestamp is a good one."""
    prepared = prepare(samples.concluded(2), "데모", samples.AT, ROOM)
    other = Sealer(identity, sealer._timestamps)
    return prepared.signed(other._sign(prepared.digest())[0])


def written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
