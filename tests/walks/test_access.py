"""Every screen for everybody: axe (WCAG 2.2 AA and good practice), 200 % text, high contrast,
forced colours, reduced motion; nothing sideways to scroll, nothing too small to hit."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.support.axe import findings
from tests.support.browser import Handsets
from tests.support.server import ROOT, LiveServer
from tests.walks.firms import deciding
from tests.walks.stage import Look, Scene, Stage
from tests.walks.tour import SCENES, identifying, reading, signing

FORCED = Look(browser={"forced_colors": "active", "reduced_motion": "reduce"})
LOOKS = {"default": Look(), "double": Look(size=200), "contrast": Look(theme="contrast")}
SAME_SHEETS = (deciding,)
"""Scenes over templates that others show in every look already: the pledge's text, ticks, sign."""
ALBUM = ROOT / "docs" / "screens"

TOO_WIDE = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
SMALL = """() => {
    const small = [];
    for (const each of document.querySelectorAll("a, button, input, summary, select, textarea")) {
        if (each.closest("[inert]")) continue;
        const target = each.closest("label") ?? each;
        const { width, height } = target.getBoundingClientRect();
        if (!width || !height || each.type === "hidden" || each.closest("[inert]")) continue;
        if (getComputedStyle(each).display === "inline" && each.closest("p, small")) continue;
        if (width < 43.5 || height < 43.5) small.push(
            `${each.tagName} ${(each.textContent || each.name).trim()} ${width | 0}x${height | 0}`);
    }
    return small;
}"""


def settle(page: Page) -> None:
    """Let what moves come to rest: colours are judged as they stay."""
    page.evaluate("document.activeViewTransition?.finished.catch(() => 0)")
    page.evaluate("Promise.all(document.getAnimations().map((a) => a.finished.catch(() => 0)))")


@pytest.mark.parametrize(
    "look, scene",
    [
        pytest.param(look, scene, id=f"{name}-{scene.__name__}")
        for name, look in LOOKS.items()
        for scene in SCENES
        if name == "default" or scene not in SAME_SHEETS
    ],
)
def test_nothing_found(
    desk: Flask, server: LiveServer, phones: Handsets, look: Look, scene: Scene
) -> None:
    assert problems(Stage(desk, server, phones, look), scene) == []


@pytest.mark.parametrize("scene", [reading, signing, identifying], ids=lambda scene: scene.__name__)
def test_nothing_found_in_forced_colours_and_at_rest(
    desk: Flask, server: LiveServer, phones: Handsets, scene: Scene
) -> None:
    assert problems(Stage(desk, server, phones, FORCED), scene) == []


def problems(stage: Stage, scene: Scene) -> list[str]:
    """What is wrong with the screens of a scene, each line with the screen's name."""
    found = []
    for name in scene(stage):
        settle(stage.page)
        wide = stage.page.evaluate(TOO_WIDE)
        small = stage.page.evaluate(SMALL)
        found += [f"{name}: {problem}" for problem in findings(stage.page)]
        found += [f"{name}: {wide} px too wide"] if wide > 0 else []
        found += [f"{name}: too small to hit: {target}" for target in small]
        if not (ALBUM / f"{name}.png").exists():
            found.append(f"{name}: not in docs/screens: make screens")
    return found
