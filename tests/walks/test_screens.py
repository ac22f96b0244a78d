"""Photographs every screen into the folder of `--pictures` (`make screens`), and looks through the
album: every screen is in it, and it stays light enough to clone."""

from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page

from tests.support.browser import Handsets
from tests.support.server import LiveServer
from tests.walks.firms import joining
from tests.walks.listing import listing, listing_many
from tests.walks.stage import Look, Stage
from tests.walks.test_access import ALBUM, settle
from tests.walks.tour import SCENES, identifying, reading, signing

WHOLE = tuple(listing_many if scene is listing else scene for scene in SCENES)
LOOKS = {
    "": (Look(), WHOLE),
    "contrast": (Look(theme="contrast"), (reading, signing, identifying, joining)),
    "double": (Look(size=200), (reading, signing, identifying, joining)),
}
HEAVIEST = 6_000_000
"""Bytes of all pictures together."""
DESK = 1000
"""Pixels from which a window stands on a desk."""


def test_the_album(
    desk: Flask, server: LiveServer, phones: Handsets, request: pytest.FixtureRequest
) -> None:
    asked = request.config.getoption("pictures")
    folder = Path(asked) if asked else ALBUM
    if asked:
        photograph_all(desk, server, phones, folder)
    pictures = [path for path in folder.rglob("*.png") if path.read_bytes()[1:4] == b"PNG"]
    assert len(pictures) > 80
    assert sum(path.stat().st_size for path in pictures) < HEAVIEST


def photograph_all(desk: Flask, server: LiveServer, phones: Handsets, folder: Path) -> None:
    """Every scene in its looks, each over fresh demo data."""
    for album, (look, scenes) in LOOKS.items():
        for scene in scenes:
            server.reset()
            stage = Stage(desk, server, phones, still(look))
            for name in scene(stage):
                photograph(stage.page, folder / album / f"{name}.png")
            stage.page.context.close()


def still(look: Look) -> Look:
    """One and a half dots to the pixel keep a phone's pictures small; nothing moves."""
    options = {"device_scale_factor": 1.5, "reduced_motion": "reduce"}
    return Look(look.size, look.theme, options)


def photograph(page: Page, path: Path) -> None:
    """The page as the phone shows it, or a screen on a desk: that has one dot to the pixel."""
    settle(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    desk = page.evaluate("innerWidth") >= DESK
    scale: Literal["css", "device"] = "css" if desk else "device"
    taken = BytesIO(page.screenshot(animations="disabled", caret="hide", scale=scale))
    few = Image.open(taken).convert("RGB").quantize(48, kmeans=2, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
