"""The drawn paper, as other people's programs see it."""

import hashlib
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.evidence.canonical import document_hash
from app.evidence.papers import words
from tests.evidence import samples
from tests.evidence.outside import run, verapdf

COUNTS = (0, 1, 2, 7, 20)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Papers before and after conclusion, with few and many signers."""
    folder = tmp_path_factory.mktemp("papers")
    made = {f"presign-{n}": samples.presign(n) for n in COUNTS}
    made |= {f"concluded-{n}": samples.concluded(n) for n in COUNTS}
    for name, pdf in made.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    return {name: folder / f"{name}.pdf" for name in made}


def text_of(path: Path) -> str:
    return run("pdftotext", path, "-")


def test_every_paper_is_pdf_a_3a_and_pdf_ua_1(files):
    lines = verapdf(*files.values())
    expected = {f"PASS {kind} {path}" for path in files.values() for kind in ("3a", "ua1")}
    assert set(lines) == expected


def test_the_same_input_gives_the_same_bytes_in_another_process(files):
    code = "import sys; from tests.evidence import samples; sys.stdout.buffer.write("
    for name, call in (("presign-2", "presign(2)"), ("concluded-2", "concluded(2)")):
        again = subprocess.run(
            [sys.executable, "-c", f"{code}samples.{call})"], capture_output=True, check=True
        ).stdout
        assert again == files[name].read_bytes()


def test_threads_draw_side_by_side(files):
    with ThreadPoolExecutor(3) as pool:
        drawn = list(pool.map(lambda _: samples.concluded(1), range(6)))
    assert set(drawn) == {files["concluded-1"].read_bytes()}


def test_every_word_of_the_paper_is_on_it(files):
    shown = "".join(text_of(files["concluded-1"]).split())
    keys = {part.key for part in (*samples.TEMPLATE.cautions, *samples.TEMPLATE.ticks)}
    keys |= {notice.key for notice in samples.TEMPLATE.notices}
    for sentence in set(words(samples.paper())) - keys:
        assert "".join(sentence.split()) in shown, sentence


@pytest.mark.parametrize("name", ["presign-1", "concluded-1", "concluded-20"])
def test_each_page_says_that_it_is_a_demonstration_and_which_page_it_is(files, name):
    pages = text_of(files[name]).split("\f")[:-1]
    for number, page in enumerate(pages, start=1):
        assert "시연용 - 효력 없음" in page
        assert samples.NUMBER in page
        assert f"{number}/{len(pages)}" in page.replace(" ", "")


def test_without_demo_it_does_not_say_so(tmp_path):
    from app.evidence.render import render_presign

    path = tmp_path / "real.pdf"
    path.write_bytes(
        render_presign(
            samples.paper(), number=samples.NUMBER, signers=[], released_at=samples.AT, demo=False
        )
    )
    assert "시연용" not in text_of(path)


def test_a_concluded_paper_shows_hash_time_and_signature(files):
    shown = text_of(files["concluded-1"])
    stated = document_hash(samples.paper(), "ab" * 32)
    assert stated in re.sub(r"\s", "", shown)
    assert "2026-11-23 14:05:10 +09:00 (KST)" in shown
    assert "손으로 쓴 서명" in shown
    assert "010-****-0001" in shown


def test_several_signers_are_summed_up_on_a_last_page_in_the_order_they_signed(files, tmp_path):
    path = tmp_path / "summed.pdf"
    path.write_bytes(samples.concluded_in_reverse(3))
    *before, last = text_of(path).split("\f")[:-1]
    assert last.count("서명 요약") == 1
    assert not any("서명 요약" in page for page in before)
    assert re.findall(r"14:0\d:10", last) == ["14:05:10", "14:06:10", "14:07:10"]
    assert last.index("홍길남") < last.index("홍길서") < last.index("홍길동")
    assert "4/5" in last.replace(" ", "")
    assert "서명 요약" not in text_of(files["concluded-1"]), "one signer needs no summary"


def test_words_are_not_split_at_the_end_of_a_line(files):
    for name in ("presign-1", "concluded-1"):
        shown = set(text_of(files[name]).split())
        for article in samples.paper().articles:
            lacking = [w for p in article.paragraphs for w in p.split() if w not in shown]
            assert lacking == [], article.title


def test_ink_is_drawn_and_the_fonts_are_inside(files):
    for path in (files["concluded-1"], files["concluded-20"]):
        assert len(run("pdfimages", "-list", path).splitlines()) == 2, "a raster image"
        fonts = run("pdffonts", path).splitlines()[2:]
        assert fonts
        assert all("PretendardGOV" in font and " yes yes yes " in font for font in fonts)


def test_the_number_of_boxes_is_the_number_of_ticks(files):
    shown = text_of(files["concluded-1"])
    required = [tick for tick in samples.TEMPLATE.ticks if tick.required]
    assert shown.count("■") == len(required) + 1, "the legend shows one more"
    assert shown.count("□") == len(samples.TEMPLATE.ticks) - len(required) + 1


def test_what_travels_in_the_paper(files, tmp_path):
    run("pdfdetach", "-saveall", "-o", tmp_path, files["concluded-7"])
    record = (tmp_path / "agreement.json").read_bytes()
    evidence = (tmp_path / "evidence.json").read_bytes()
    told = json.loads(evidence)
    assert hashlib.sha256(record).hexdigest() == document_hash(samples.paper(), "ab" * 32)
    assert told["document_hash"] == hashlib.sha256(record).hexdigest()
    info = run("pdfinfo", files["concluded-7"])
    assert f"evidence-sha256:{hashlib.sha256(evidence).hexdigest()}" in info
    assert len(told["signers"]) == 7
    assert {s["method"] for s in told["signers"]} == {"ink", "name"}
    for signer in told["signers"]:
        drawn = signer["ink"]["strokes"] if signer["ink"] else []
        assert {len(point) for stroke in drawn for point in stroke} <= {2}, "timing or pressure"


def test_a_presign_paper_carries_nothing_and_says_it_has_no_effect(files):
    assert "0 embedded files" in run("pdfdetach", "-list", files["presign-1"])
    assert "서명과 봉인이 없어 효력이 없습니다" in text_of(files["presign-1"])
