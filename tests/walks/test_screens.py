"""Photographs every screen into the folder of `--pictures` (`make screens`); without it, only sees
that each is there, with a title and a heading."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.browser import Handsets
from tests.support.server import LiveServer
from tests.walks.test_access import settle
from tests.walks.tour import SCENES, Look, Scene, Stage, identifying, reading, signing

ALBUMS = {"": Look(), "contrast": Look(theme="contrast"), "double": Look(size=200)}
SHORT = (reading, signing, identifying)
"""What is photographed in high contrast and at 200 % too."""


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
@pytest.mark.parametrize("album", ALBUMS)
def test_every_screen(
    desk: Flask,
    server: LiveServer,
    phones: Handsets,
    request: pytest.FixtureRequest,
    album: str,
    scene: Scene,
) -> None:
    folder = request.config.getoption("pictures")
    if album and (not folder or scene not in SHORT):
        return
    if folder:
        server.reset()
    stage = Stage(desk, server, phones, still(ALBUMS[album]))
    names = set()
    for name in scene(stage):
        assert name not in names
        names.add(name)
        expect(stage.page.get_by_role("heading", level=1)).to_have_count(1)
        if folder:
            photograph(stage.page, Path(folder) / album / f"{name}.png")
    assert names


def still(look: Look) -> Look:
    """One dot to the pixel keeps the pictures small; nothing moves."""
    options = {"device_scale_factor": 1.5, "reduced_motion": "reduce"}
    return Look(look.size, look.theme, options)


def photograph(page: Page, path: Path) -> None:
    """The page as the phone shows it."""
    settle(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, animations="disabled", caret="hide")
