"""The seal, held against programs that are not ours."""

import hashlib
from pathlib import Path

import pytest

from app.evidence.revision import prepare
from app.evidence.seal import SealedPdf, Sealer
from app.gateways.timestamp import NoTimestamp
from tests.evidence import samples
from tests.evidence.outside import cut, run, verapdf


@pytest.fixture
def file(sealed: SealedPdf, tmp_path: Path) -> Path:
    """The sealed paper as a file."""
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed.content)
    return path


def test_it_is_still_pdf_a_3a_and_pdf_ua_1(file, sealer, tmp_path):
    many = tmp_path / "many.pdf"
    many.write_bytes(sealer.seal(samples.concluded(20)).content)
    lines = verapdf(file, many)
    assert set(lines) == {f"PASS {kind} {path}" for path in (file, many) for kind in ("3a", "ua1")}


def test_pdfsig_says_valid_trusted_and_whole(file, folder, tmp_path):
    nss = tmp_path / "nss"
    nss.mkdir()
    run("certutil", "-N", "-d", nss, "--empty-password")
    run("certutil", "-A", "-d", nss, "-n", "root", "-t", "CT,C,C", "-i", folder / "trust.pem")
    said = run("pdfsig", "-nssdir", nss, file)
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said
    assert "Total document signed" in said
    assert "Not total" not in said
    assert "ETSI.CAdES.detached" in said
    assert "데모" in said


def test_openssl_verifies_the_signature(sealed, folder, tmp_path):
    cms, covered = cut(sealed.content)
    (tmp_path / "seal.der").write_bytes(cms)
    (tmp_path / "covered").write_bytes(covered)
    run(
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "seal.der"),
        *("-content", tmp_path / "covered", "-CAfile", folder / "trust.pem"),
        *("-purpose", "any", "-cades", "-out", "/dev/null"),
    )


def test_openssl_verifies_the_timestamp(sealed, folder, tmp_path):
    from asn1crypto import cms

    info = cms.ContentInfo.load(cut(sealed.content)[0])["content"]["signer_infos"][0]
    (tmp_path / "token.der").write_bytes(info["unsigned_attrs"][0]["values"][0].dump())
    (tmp_path / "signature").write_bytes(info["signature"].native)
    said = run(
        *("openssl", "ts", "-verify", "-token_in", "-in", tmp_path / "token.der"),
        *("-data", tmp_path / "signature", "-CAfile", folder / "trust.pem"),
    )
    assert "Verification: OK" in said


def test_qpdf_finds_no_fault_in_the_file(file):
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)


def test_the_unsigned_paper_is_untouched_inside(sealed):
    assert sealed.content.startswith(samples.concluded())
    assert sealed.sha256 == hashlib.sha256(sealed.content).hexdigest()
    assert "데모" in sealed.authority


def test_no_timestamp_no_file(sealer):
    class Silent:
        def stamp(self, sha256: bytes):
            raise NoTimestamp("nobody answers")

    with pytest.raises(NoTimestamp):
        Sealer(sealer._identity, Silent()).seal(samples.concluded())


@pytest.mark.parametrize(
    "break_it",
    [
        lambda pdf: b"",
        lambda pdf: b"not a PDF",
        lambda pdf: pdf[:-10],
        lambda pdf: pdf.replace(b"\nxref\n", b"\nxrex\n"),
        lambda pdf: pdf.replace(b"/Root 2", b"/Root 9"),
        lambda pdf: pdf.replace(b"/Type/Catalog", b"/AcroForm<<>>"),
    ],
)
def test_only_papers_of_our_renderer_are_sealed(sealer, break_it):
    with pytest.raises(ValueError, match="not a paper of ours"):
        sealer.seal(break_it(samples.concluded()))


def test_a_sealed_paper_is_not_sealed_again(sealer, sealed):
    with pytest.raises(ValueError, match="not a paper of ours"):
        sealer.seal(sealed.content)


def test_a_signature_too_long_for_its_place_is_refused():
    prepared = prepare(samples.concluded(), "데모", samples.AT, 64)
    assert len(prepared.signed(b"x" * 32)) == len(prepared.content)
    with pytest.raises(ValueError, match="33 bytes"):
        prepared.signed(b"x" * 33)
