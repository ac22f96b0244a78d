"""The papers as pictures; `--paper-pictures docs/papers` keeps a few for people to look at."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.evidence import cases, samples
from tests.evidence.outside import run

DPI = 62


MOST_PAGES = 8


def drawn(pdf: bytes, folder: Path) -> list[Image.Image]:
    """Every page as a picture; of a paper as long as a book the first, one within, and the last."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    count = int(re.search(r"Pages: +(\d+)", run("pdfinfo", path))[1])
    chosen = [1, count // 2, count - 1, count]
    for page in chosen if count > MOST_PAGES else range(1, count + 1):
        only = ("-f", page, "-l", page)
        run("pdftoppm", "-r", DPI, "-png", *only, "-singlefile", path, folder / f"page-{page:04}")
    return [Image.open(page) for page in sorted(folder.glob("page-*.png"))]


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """Pages in rows of four, a gap between them."""
    gap, across = 8, min(4, len(pages))
    wide, high = pages[0].size
    rows = -(-len(pages) // across)
    sheet = Image.new("RGB", (across * (wide + gap) + gap, rows * (high + gap) + gap), "#b8b5ad")
    for i, page in enumerate(pages):
        row, column = divmod(i, across)
        sheet.paste(page, (gap + column * (wide + gap), gap + row * (high + gap)))
    return sheet


@pytest.mark.parametrize(
    ("name", "pdf"),
    [
        ("one-signer", lambda: samples.concluded(1)),
        ("before-signing", lambda: samples.presign(2)),
        ("twenty-signers", lambda: samples.concluded(20)),
        ("names-that-fit-nowhere", cases.odd),
        ("two-hundred-pages", lambda: cases.long(1800)),
    ],
)
def test_margins_stay_white(name, pdf, tmp_path, request):
    pages = drawn(pdf(), tmp_path)
    side = int(19 / 25.4 * DPI)  # of the 23 mm on either side
    for page in pages:
        wide, high = page.size
        for left in (0, wide - side):
            strip = page.convert("L").crop((left, 0, left + side, high))
            assert strip.getextrema() == (255, 255), f"{name}: ink in the margin"
    if folder := request.config.getoption("paper_pictures"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        side_by_side(pages).quantize(96, Image.Quantize.MAXCOVERAGE).save(
            Path(folder) / f"{name}.png", optimize=True
        )


def test_a_black_and_white_copy_still_shows_seal_and_signature(tmp_path):
    last = drawn(samples.concluded(1), tmp_path)[-1].convert("L").point(lambda v: 255 * (v > 140))
    wide, high = last.size
    signature = last.crop((wide * 6 // 10, high * 5 // 10, wide, high * 68 // 100))
    seal = last.crop((wide * 7 // 10, high * 68 // 100, wide, high * 85 // 100))
    for part in (signature, seal):
        black = part.histogram()[0] / (part.width * part.height)
        assert 0.005 < black < 0.3
