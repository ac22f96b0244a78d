"""Every reader of something a stranger brings, with real samples and what must hold of it.

`run` returns whether the input was taken for something that it is not. Whatever it raises, and an
input that takes longer than `seconds`, is a finding.
"""

import base64
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.agreements.forms import WrongOrder, read_order
from app.archive.strengthen import Archivist
from app.audit.proofs import proves
from app.core import clock, merkle
from app.core.chain import End, leaf
from app.core.cms import Identity
from app.evidence import certificates as making
from app.evidence import keys, lookup, papers
from app.evidence.bundles import container, layout
from app.evidence.bundles.report import report_on
from app.evidence.ink import BadInk, commitment, geometry, parse_ink, svg, too_simple
from app.evidence.page import read
from app.evidence.seal import Sealer
from app.evidence.verify import verify
from app.gateways.timestamp import NoTimestamp
from app.gateways.timestamp.authority import Authority, answer
from app.gateways.timestamp.rfc3161 import Authorities, _token, query
from app.gateways.timestamp.token import Wanted, check
from app.keys import checks
from tests.evidence import samples

DIGEST = bytes(range(32))
CODE = "7K2M-Q9XD-4HTN"

PDF_WORDS = (
    *(b"/Prev 0", b"/XRefStm 9", b"/Type/ObjStm", b"/Type/XRef", b"/Encrypt 1 0 R", b"#41"),
    *(b"/Length 99999999", b"/Filter[/FlateDecode/FlateDecode]", b"/ByteRange[0 1 2 3]"),
    *(b"/Kids[1 0 R]", b"/Parent 1 0 R", b"endobj", b"endstream", b"stream\n", b"1 0 R", b"<30"),
    *(b"startxref\n0\n%%EOF\n", b"trailer<<", b"/DSS<<", b"/SubFilter/ETSI.RFC3161", b"/Names["),
    b"/OpenAction<</S/JavaScript/JS(1)>>",
)
ZIP_WORDS = (
    *(b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"../", b"/etc/", b"paper.pdf"),
    *(b"\x08\x00", b"\x00\x00\xff\xff", b"manifest.json", b"\x01\x00\x08\x00", b"ustar"),
)
DER_WORDS = (
    *(b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"\x02\x01\x00", b"\x05\x00", b"\xa0\x80"),
    *(b"\x06\x00", b"\x18\x0f20991231235959Z", b"\x31\x00", b"\x24\x80"),
)
JSON_WORDS = (
    *(b"null", b"true", b"1.5", b'"x"', b"[]", b"{}", b"-0", b"NaN", b"1e9", b'"\\ud800"'),
    *(b"[[1,2,3,4]]", b'"strokes":', b"]]]", b'"9999-12-31"', b'"0000-00-00"', b'"+24:00"'),
)
TOML_WORDS = (
    *(b"[[articles]]\n", b"{amount:hangul}", b"{", b'"""', b"version = 1.5\n", b"[fields]\n"),
    *(b"= 1979-05-27\n", b"facts = 3\n", b"x = { y = [1, 'z'] }\n"),
)

ORDER = {
    "institution": "FOUND",
    "branch": "창원지점",
    "business_number": "099-12-00056",
    "product": "소상공인 일반보증",
    "amount": 30_000_000,
    "period_start": "2027-01-04",
    "years": 5,
    "ratio_bps": 8500,
    "fee_bps": 100,
    "bank": "데모은행 창원지점",
    "purpose": "운전자금",
    "deadline": "2099-12-31T18:00:00+09:00",
    "designated": "최예시",
}


@dataclass(frozen=True)
class Target:
    """One reader. words: what its format is sensitive to. seconds: of CPU for one input."""

    samples: Sequence[bytes]
    run: Callable[[bytes], bool]
    words: Sequence[bytes] = ()
    seconds: float = 1.0


def targets(folder: Path) -> dict[str, Target]:
    """Name -> target; the keys they need are made in `folder`."""
    keys.make_demo(folder)
    roots = keys.certificates(folder / "trust.pem")
    with Authority(keys.identity(folder, "tsa")) as authority:
        timestamps = Authorities([authority.url], roots)
        sealer = Sealer(keys.identity(folder, "seal"), timestamps)
        sealed = sealer.seal(samples.concluded(2)).content
        lists = keys.revocation_lists(folder)
        archived = Archivist(timestamps).strengthen(sealed, roots, lists)[0].content
        token = timestamps.stamp(DIGEST).der
    reply = answer(keys.identity(folder, "tsa"), query(Wanted(DIGEST, 7)))
    return {
        "sealed PDF": _sealed([sealed, archived], (folder / "trust.pem").read_bytes()),
        "evidence bundle": _bundles(sealed, (folder / "trust.pem").read_bytes()),
        "pages of a PDF": Target(
            [samples.concluded(1), samples.presign(1)], _pages, PDF_WORDS, seconds=4
        ),
        "timestamp token": _tokens(token, roots),
        "timestamp reply": Target([reply], _reply, DER_WORDS),
        "certificates": _chains(keys.identity(folder, "seal"), roots),
        "ink": Target([samples.ink_text(i).encode() for i in range(3)], _ink, JSON_WORDS),
        "order": Target([json.dumps(ORDER).encode()], _order, JSON_WORDS),
        "paper template": Target(_templates(), _template, TOML_WORDS),
        "proof of an entry": _proofs(),
        "code of a paper": Target([CODE.encode(), b" 7k2m q9xd 4htn "], _code),
    }


def text_of(data: bytes) -> str:
    """As the web server decodes what a form holds."""
    return data.decode("utf-8", "replace")


def _sealed(originals: list[bytes], trust: bytes) -> Target:
    def run(data: bytes) -> bool:
        return verify(data, trust).ok and data not in originals

    return Target(originals, run, PDF_WORDS, seconds=4)


def _bundles(sealed: bytes, trust: bytes) -> Target:
    """Made up but for the paper: a whole one takes a database, and none of these may pass."""
    files = dict.fromkeys(layout.ALWAYS, b"{}") | {layout.PAPER: sealed, layout.CHAIN: b"{}\n"}
    files |= {layout.SUMS: layout.sums(files), layout.MANIFEST: layout.manifest({}, files)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)

    def run(data: bytes) -> bool:
        return report_on(data, trust).ok

    return Target([container.write(files), packed.getvalue()], run, ZIP_WORDS, seconds=4)


def _pages(data: bytes) -> bool:
    """PDFium alone: no such file comes this far unless an institution sealed it."""
    with suppress(ValueError):
        read(data)
    return False


def _tokens(token: bytes, roots: list[x509.Certificate]) -> Target:
    wanted = Wanted(DIGEST)
    real = check(token, wanted, roots)

    def run(data: bytes) -> bool:
        try:
            found = check(data, wanted, roots)
        except NoTimestamp:
            return False
        return (found.at, found.certificate) != (real.at, real.certificate)

    return Target([token], run, DER_WORDS)


def _reply(data: bytes) -> bool:
    """Only taken apart: the token in it is looked at next."""
    with suppress(NoTimestamp):
        _token(data)
    return False


def _chains(mine: Identity, roots: list[x509.Certificate]) -> Target:
    certificate = mine.certificate
    request = making.request(certificate.subject, mine.signer.public_key(), mine.signer)  # type: ignore[attr-defined]
    chain = [certificate, *mine.intermediates, *roots]
    pem, der = b"".join(map(armoured, chain)), certificate.public_bytes(Encoding.DER)
    now = clock.now()

    def run(data: bytes) -> bool:
        given = in_armour(data) if data.startswith(b"\x30") else data
        found = checks.chain_of(given.decode("ascii", "replace"))
        return not checks.problem(request, found, roots, now) and found[0] != certificate

    return Target([pem, der, der], run, (*DER_WORDS, b"-----BEGIN CERTIFICATE-----", b"\n"))


def armoured(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def in_armour(der: bytes) -> bytes:
    """Certificates are damaged beneath their armour too."""
    begin, end = b"-----BEGIN CERTIFICATE-----\n", b"-----END CERTIFICATE-----\n"
    return begin + base64.encodebytes(der) + end


def _ink(data: bytes) -> bool:
    """Whatever is let in can be drawn, judged and committed to."""
    try:
        ink = parse_ink(text_of(data))
    except BadInk:
        return False
    too_simple(ink)
    whole = len(commitment(ink, b"salt")) == 64
    return not whole or svg(ink).count("<path") != len(geometry(ink)["strokes"])


def _order(data: bytes) -> bool:
    """Whatever is let in has terms that a guarantee may have; of others, every problem is named."""
    try:
        terms = read_order(text_of(data)).terms
    except WrongOrder as wrong:
        return not wrong.problems
    return not (10_000 <= terms.amount <= 10**12 and terms.period_start < terms.period_end)


def _templates() -> list[bytes]:
    return [path.read_bytes() for path in sorted(papers.FOLDER.glob("*/*.toml"))]


def _template(data: bytes) -> bool:
    with suppress(ValueError):
        papers.check(papers.read(text_of(data)))
    return False


def _proofs() -> Target:
    head = {"subject": "request:1", "seq": 2, "previous_hash": "ab" * 32, "event": "이름"}
    text = json.dumps(head)
    mine = leaf(End("request:1", 2, hashlib.sha256(text.encode()).hexdigest()))
    leaves = [mine, *(leaf(End(f"request:{i}", i, "cd" * 32)) for i in range(2, 8))]
    anchor = {"size": len(leaves), "root": merkle.root(leaves).hex()}
    path = [step.hex() for step in merkle.inclusion(leaves, 0)]
    proof = {"entries": [text], "place": 0, "path": path, "anchor": json.dumps(anchor)}

    def run(data: bytes) -> bool:
        try:
            given = json.loads(text_of(data))
            held = proves(given) and json.loads(given["anchor"])["root"] == anchor["root"]
        except (KeyError, TypeError, ValueError, RecursionError):
            return False
        return held and given["entries"] != proof["entries"]

    return Target([json.dumps(proof).encode()], run, JSON_WORDS)


def _code(data: bytes) -> bool:
    typed = text_of(data)
    plain = re.sub(r"[^0-9A-Z]", "", typed.upper())
    return lookup.is_code(typed, CODE) and plain != CODE.replace("-", "")
