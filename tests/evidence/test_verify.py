"""`verify`: what holds, and every way we know to forge it."""

import asyncio
import io
import json
import random
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.core import cms
from app.evidence import examine, keys
from app.evidence.command import verify_command
from app.evidence.revision import prepare
from app.evidence.seal import ROOM, SealedPdf, Sealer
from app.evidence.sealed import MOST_OF_A_LIST
from app.evidence.verify import Report, verify
from app.gateways.timestamp import Token
from tests.evidence import samples
from tests.evidence.outside import cut
from tests.vault import hostile


def failed(report: Report) -> set[str]:
    return {check.key for check in report.checks if not check.ok}


def replaced(pdf: bytes, at: int, byte: int) -> bytes:
    return pdf[:at] + bytes((byte,)) + pdf[at + 1 :]


def digits_at(pdf: bytes) -> tuple[int, int]:
    """Where the signature's digits begin, and where the zeros after it begin."""
    start = pdf.rindex(b"/Contents<") + len(b"/Contents<")
    return start, start + 2 * len(cut(pdf)[0])


def test_a_sealed_paper_holds(sealed, trust):
    report = verify(sealed.content, trust)
    assert failed(report) == set()
    assert report.ok
    assert not report.register_consulted
    assert report.facts["file_hash"] == sealed.sha256
    assert report.facts["number"] == samples.NUMBER
    assert "데모" in report.facts["issuer"]


def test_it_can_be_asked_inside_an_event_loop(sealed, trust):
    async def ask() -> Report:
        return verify(sealed.content, trust)

    with ThreadPoolExecutor(1) as aside:  # the tests' own browser keeps a loop in this thread
        assert aside.submit(lambda: asyncio.run(ask())).result().ok


@pytest.mark.parametrize("count", [0, 2, 20])
def test_papers_with_any_number_of_signers_hold(count, sealer, trust):
    assert verify(sealer.seal(samples.concluded(count)).content, trust).ok


def test_one_changed_byte_anywhere_is_refused(sealed, trust):
    chance = random.Random(20261123)
    pdf = sealed.content
    tail = range(len(pdf) - 900, len(pdf))
    places = [*chance.sample(range(len(pdf)), 60), *chance.sample(tail, 40)]
    for at in places:
        other = chance.choice([b for b in range(256) if b != pdf[at]])
        assert not verify(replaced(pdf, at, other), trust).ok, at


def test_one_changed_digit_of_the_signature_is_refused(sealed, trust):
    chance = random.Random(7)
    start, zeros = digits_at(sealed.content)
    for at in [start - 1, *chance.sample(range(start, zeros), 80)]:
        digit = chance.choice([d for d in b"0123456789abcdef" if d != sealed.content[at]])
        assert not verify(replaced(sealed.content, at, digit), trust).ok, at - start


def test_the_same_signature_in_capitals_is_refused(sealed, trust):
    start, zeros = digits_at(sealed.content)
    pdf = sealed.content
    shouted = pdf[:start] + pdf[start:zeros].upper() + pdf[zeros:]
    assert failed(verify(shouted, trust)) == {"envelope"}


def test_something_in_the_padding_is_refused(sealed, trust):
    _, zeros = digits_at(sealed.content)
    hidden = replaced(sealed.content, zeros + 100, ord("1"))
    assert failed(verify(hidden, trust)) == {"envelope"}


@pytest.mark.parametrize("more", [b"\n", b"\x00", b"%%EOF\n", b"trailer<<>>"])
def test_appended_bytes_are_refused(sealed, trust, more):
    assert not verify(sealed.content + more, trust).ok


def test_a_revision_that_paints_over_the_text_is_refused(sealed, trust):
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed.content))
    page = writer.root["/Pages"]["/Kids"][0]
    white = generic.StreamObject(stream_data=b"1 g 0 0 600 900 re f")
    old = page.raw_get("/Contents")
    contents = old.get_object() if isinstance(old.get_object(), generic.ArrayObject) else [old]
    page["/Contents"] = generic.ArrayObject([*contents, writer.add_object(white)])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    assert failed(verify(out.getvalue(), trust)) == {"whole"}


def test_a_sealed_paper_inside_another_file_is_refused(sealed, trust):
    assert not verify(b"%PDF-1.7\n" + sealed.content, trust).ok


def test_an_unsealed_paper_has_no_seal(trust):
    assert failed(verify(samples.concluded(), trust)) == {"seal"}


def test_another_institution_is_not_trusted(sealer, trust, tmp_path):
    keys.make_demo(tmp_path / "others")
    stranger = Sealer(keys.identity(tmp_path / "others", "seal"), sealer._timestamps)
    report = verify(stranger.seal(samples.concluded()).content, trust)
    assert failed(report) == {"trusted"}


def test_a_timestamp_authority_cannot_seal_papers(sealer, folder, trust):
    posing = Sealer(keys.identity(folder, "tsa"), sealer._timestamps)
    assert "trusted" in failed(verify(posing.seal(samples.concluded()).content, trust))


def test_of_a_file_that_does_not_hold_nothing_is_repeated(sealed, trust):
    assert set(verify(sealed.content + b"\n", trust).facts) == {"file_hash"}


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_unpacked(trust):
    packed = zlib.compress(bytes(64 * 1024 * 1024))
    head = b"%PDF-1.7\n"
    stream = b"1 0 obj\n<</Type/XRef/W[1 2 1]/Size 2/Root 1 0 R/Filter/FlateDecode/Length %d>>\n"
    body = head + stream % len(packed) + b"stream\n" + packed + b"\nendstream\nendobj\n"
    bomb = body + b"startxref\n%d\n%%%%EOF\n" % len(head)
    tracemalloc.start()
    report = verify(bomb, trust)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert failed(report) == {"readable"}
    assert peak < 8 * 1024 * 1024


def test_a_good_papers_lists_are_not_unpacked_to_no_end(sealed, trust):
    bomb = hostile.with_a_bomb(sealed.content)
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    report = verify(bomb, trust)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {"trusted", "whole"} <= failed(report)
    assert peak < 4 * MOST_OF_A_LIST


def test_another_timestamp_authority_is_not_trusted(sealed, tmp_path):
    keys.make_demo(tmp_path / "others")
    report = verify(sealed.content, (tmp_path / "others" / "trust.pem").read_bytes())
    assert {"trusted", "timestamp"} <= failed(report)


def test_a_seal_without_a_timestamp_is_refused(sealer, trust):
    prepared = prepare(samples.concluded(), "데모", samples.AT, ROOM)
    mine = sealer._identity
    attributes, signature = cms.sign(mine, prepared.digest())
    bare = cms.envelope(mine.certificates, mine.issuer_and_serial, attributes, signature)
    assert "timestamp" in failed(verify(prepared.signed(bare), trust))


def test_the_timestamp_of_another_paper_is_refused(sealer, sealed, trust):
    class Borrowed:
        def stamp(self, digest: bytes, algorithm: str = "sha256") -> Token:
            return sealer._timestamps.stamp(bytes(32))

    lent = Sealer(sealer._identity, Borrowed()).seal(samples.concluded())
    assert "timestamp" in failed(verify(lent.content, trust))


def test_other_attachments_than_stated_are_refused(sealer, trust):
    pdf = samples.concluded()
    at = pdf.index(b"evidence-sha256:") + len(b"evidence-sha256:")
    other = replaced(pdf, at, ord("0") if pdf[at] != ord("0") else ord("1"))
    assert failed(verify(sealer.seal(other).content, trust)) == {"attachments"}


def broken(pdf: bytes) -> dict[str, bytes]:
    chance = random.Random(3)
    cut_short = {f"cut {n}": pdf[: len(pdf) * n // 10] for n in range(1, 10)}
    holes = {}
    for _ in range(12):
        at = chance.randrange(len(pdf) - 400)
        holes[f"hole {at}"] = pdf[:at] + chance.randbytes(300) + pdf[at + 300 :]
    loop = pdf.rindex(b"/Prev ")
    own = b"/Prev %d" % pdf.rindex(b"xref\n0 1\n")
    return {
        "empty": b"",
        "text": "안녕하세요".encode(),
        "noise": chance.randbytes(5000),
        "only a header": b"%PDF-1.7\n%%EOF\n",
        "nested": b"%PDF-1.7\n1 0 obj\n" + b"[" * 50_000 + b"\nendobj\ntrailer<</Root 1 0 R>>",
        "loop": pdf[:loop] + own + pdf[loop + len(own) :],
        "negative range": pdf.replace(b"/ByteRange[0 0", b"/ByteRange[0 -"),
        "huge range": pdf.replace(b"/ByteRange[0 0", b"/ByteRange[0 9"),
        "no contents": pdf.replace(b"/Contents<30", b"/Contentz<30"),
        **cut_short,
        **holes,
    }


def test_no_file_breaks_verify(sealed: SealedPdf, trust: bytes):
    for name, pdf in broken(sealed.content).items():
        report = verify(pdf, trust)
        assert not report.ok, name
        assert all(check.text for check in report.checks)


def test_the_command_says_so_and_exits_accordingly(sealed, folder, tmp_path, capsys):
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(sealed.content)
    bad.write_bytes(sealed.content[:-1])
    assert verify_command(good, folder / "trust.pem", False) == 0
    assert "등록부 대조 안 함" in capsys.readouterr().out
    assert verify_command(bad, folder / "trust.pem", True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["register_consulted"] is False
    assert {check["key"] for check in told["checks"] if not check["ok"]}


def test_the_command_gives_up_on_a_file_that_costs_too_much(
    sealed, folder, tmp_path, capsys, monkeypatch
):
    file = tmp_path / "paper.pdf"
    file.write_bytes(sealed.content)
    monkeypatch.setattr(examine, "WALL", 0.001)
    assert verify_command(file, folder / "trust.pem", False) == 1
    assert "너무 복잡해서" in capsys.readouterr().err


def test_the_command_works_from_anywhere(sealed, folder, tmp_path, capsys, monkeypatch):
    (tmp_path / "paper.pdf").write_bytes(sealed.content)
    (tmp_path / "trust.pem").write_bytes((folder / "trust.pem").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert verify_command(Path("paper.pdf"), Path("trust.pem"), True) == 0
    assert json.loads(capsys.readouterr().out)["ok"]


@pytest.mark.parametrize("name", ["missing.pdf", "."])
def test_the_command_without_a_file(name, folder, tmp_path, capsys):
    assert verify_command(tmp_path / name, folder / "trust.pem", False) == 2
    assert "파일을 열 수 없습니다" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"", b"not PEM"])
def test_the_command_without_roots(content, sealed, tmp_path, capsys):
    file, trust = tmp_path / "a.pdf", Path(tmp_path / "trust.pem")
    file.write_bytes(sealed.content)
    if content is not None:
        trust.write_bytes(content)
    assert verify_command(file, trust, False) == 2
    assert "최상위 인증서" in capsys.readouterr().err


def test_the_command_refuses_huge_files(folder, tmp_path, capsys):
    file = tmp_path / "huge.pdf"
    with file.open("wb") as out:
        out.truncate(51 * 1024 * 1024)
    assert verify_command(file, folder / "trust.pem", False) == 2
    assert "50MB" in capsys.readouterr().err


def test_what_never_ends_is_not_read_to_its_end(folder, capsys):
    assert verify_command(Path("/dev/zero"), folder / "trust.pem", False) == 2
    assert "50MB" in capsys.readouterr().err
