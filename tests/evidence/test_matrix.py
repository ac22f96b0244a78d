"""What was done to a paper, and who notices: the table of docs/evidence.md is this test's own."""

import hashlib
import io
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.core import clock
from app.evidence.revocation import lists_in
from app.evidence.seal import SealedPdf, Sealer
from app.evidence.verify import verify
from tests.evidence.lying import lying
from tests.evidence.outside import cut, run
from tests.evidence.tampering import Authority, archived_forgeries, forgeries, sealed_by
from tests.support.printed import printed, table

Verdict = Callable[[Path], str]


class Tools:
    """Programs that are asked about a file, all trusting the same roots."""

    def __init__(self, trust: Path, nss: Path) -> None:
        self.trust, self.nss = trust, nss
        nss.mkdir()
        run("certutil", "-N", "-d", nss, "--empty-password")
        roots = x509.load_pem_x509_certificates(trust.read_bytes())
        for number, root in enumerate(roots):
            path = nss / f"{number}.pem"
            path.write_bytes(root.public_bytes(Encoding.PEM))
            run("certutil", "-A", "-d", nss, "-n", f"root {number}", "-t", "CT,C,C", "-i", path)

    def columns(self) -> dict[str, Verdict]:
        """Name -> what it says: `holds`, or why not."""
        return {
            "qpdf": self.qpdf,
            "pdfsig": self.pdfsig,
            "openssl cms": self.envelope,
            "openssl ts": self.timestamp,
            "pyHanko": self.pyhanko,
            "ours": self.ours,
        }

    def qpdf(self, file: Path) -> str:
        return "holds" if code("qpdf", "--check", file) == 0 else "damaged"

    def pdfsig(self, file: Path) -> str:
        said = said_by("pdfsig", "-nssdir", self.nss, file)
        if "Signature #1" not in said:
            return "no signature"
        wanted = {
            "Signature is Valid.": "invalid",
            "Certificate is Trusted.": "not trusted",
            "  - Total document signed": "not all signed",
        }
        return ", ".join(why for words, why in wanted.items() if words not in said) or "holds"

    def envelope(self, file: Path) -> str:
        try:
            der, covered = cut(file.read_bytes())
        except (IndexError, AssertionError):
            return "no signature"
        signed, content = file.with_suffix(".der"), file.with_suffix(".covered")
        signed.write_bytes(der)
        content.write_bytes(covered)
        command = ("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any")
        files = ("-in", signed, "-content", content, "-CAfile", self.trust, "-out", "/dev/null")
        return "holds" if code(*command, *files) == 0 else "invalid"

    def timestamp(self, file: Path) -> str:
        try:
            info = cms.ContentInfo.load(cut(file.read_bytes())[0])["content"]["signer_infos"][0]
        except (IndexError, AssertionError):
            return "no signature"
        token, signature = file.with_suffix(".token"), file.with_suffix(".signature")
        token.write_bytes(info["unsigned_attrs"][0]["values"][0].dump())
        signature.write_bytes(info["signature"].native)
        command = ("openssl", "ts", "-verify", "-token_in", "-in", token)
        done = code(*command, "-data", signature, "-CAfile", self.trust)
        return "holds" if done == 0 else "invalid"

    def pyhanko(self, file: Path) -> str:
        roots = x509.load_pem_x509_certificates(self.trust.read_bytes())
        trusted = [Certificate.load(root.public_bytes(Encoding.DER)) for root in roots]
        lists = [each.public_bytes(Encoding.DER) for each in lists_in(self.trust.read_bytes())]
        context = ValidationContext(trust_roots=trusted, crls=lists, allow_fetching=False)
        try:
            found = PdfFileReader(io.BytesIO(file.read_bytes())).embedded_signatures
            with ThreadPoolExecutor(1) as aside:  # the tests' own browser keeps a loop here
                status = aside.submit(validate_pdf_signature, found[0], context).result()
        except IndexError:
            return "no signature"
        except Exception as problem:  # whatever it raises, it does not accept the file
            return f"refuses ({type(problem).__name__})"
        return "holds" if status.bottom_line else "invalid"

    def ours(self, file: Path) -> str:
        report = verify(file.read_bytes(), self.trust.read_bytes())
        return ", ".join(check.key for check in report.checks if not check.ok) or "holds"


def code(*command: object) -> int:
    """How a program that may fail ended."""
    return subprocess.run([str(part) for part in command], capture_output=True).returncode


def said_by(*command: object) -> str:
    """What a program that may fail said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    return done.stdout + done.stderr


Matrix = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def matrix(
    sealed: SealedPdf,
    archived: bytes,
    sealer: Sealer,
    trust: bytes,
    tmp_path_factory: pytest.TempPathFactory,
) -> Matrix:
    """Forgery -> tool -> verdict."""
    folder, authority = tmp_path_factory.mktemp("matrix"), Authority("Trusted by all")
    bundle = folder / "roots.pem"
    revoked = authority.identity("Revoked", timedelta(days=30))
    lists = authority.list(revoked, clock.now() - timedelta(hours=1))
    bundle.write_bytes(trust + authority.pem + lists)
    tools = Tools(bundle, folder / "nss").columns()
    found: Matrix = {}
    for name, pdf in {
        **forgeries(sealed.content, sealer, authority, folder),
        "sealed with a revoked certificate": sealed_by(revoked, sealer),
        **{f"by the institution itself: {lie}": pdf for lie, pdf in lying(sealer).items()},
        **archived_forgeries(archived, sealed.content, folder),
    }.items():
        file = folder / f"{hashlib.sha256(name.encode()).hexdigest()[:8]}.pdf"
        file.write_bytes(pdf)
        found[name] = {tool: verdict(file) for tool, verdict in tools.items()}
    return found


def test_everybody_accepts_the_paper_as_it_was_sealed(matrix: Matrix) -> None:
    assert set(matrix["nothing"].values()) == {"holds"}
    assert set(matrix["archived"].values()) == {"holds"}


def test_we_accept_no_forgery(matrix: Matrix) -> None:
    """A rollback to the seal is no forgery: the register alone knows that more was added since."""
    accepted = [name for name, said in matrix.items() if said["ours"] == "holds"]
    assert accepted == ["nothing", "archived", "archived, rolled back to the seal"]


def test_only_its_end_is_wrong_with_the_expired_certificate(
    sealer: Sealer, trust: bytes, tmp_path: Path
) -> None:
    authority = Authority("Trusted by all")
    bundle, file = tmp_path / "roots.pem", tmp_path / "valid.pdf"
    bundle.write_bytes(trust + authority.pem)
    file.write_bytes(sealed_by(authority.identity("Valid", timedelta(days=30)), sealer))
    tools = Tools(bundle, tmp_path / "nss").columns()
    assert {verdict(file) for verdict in tools.values()} == {"holds"}


def test_the_document_says_what_was_found(matrix: Matrix) -> None:
    tools = list(next(iter(matrix.values())))
    lines = [[name, *said.values()] for name, said in matrix.items()]
    assert printed("docs/evidence.md", "the matrix", table(["what was done", *tools], lines))
