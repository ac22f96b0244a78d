"""Every screen for everybody: axe (WCAG 2.2 AA and good practice), 200 % text, high contrast,
forced colours, reduced motion; nothing sideways to scroll, nothing too small to hit."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.web import assets
from app.web.addresses import WINGS
from app.web.preferences import Preferences
from tests.support.axe import ALL, OF_THE_LOOK, findings
from tests.support.browser import Handsets
from tests.support.server import ROOT, LiveServer
from tests.walks.stage import Look, Scene, Stage
from tests.walks.tour import SCENES, identifying, reading, signing

FORCED = Look(browser={"forced_colors": "active", "reduced_motion": "reduce"})
OTHERS = {"double": Preferences(size=200), "contrast": Preferences(theme="contrast")}
"""What else a person may choose under 글자·화면. It changes the page's one style block and nothing
else, so each screen is walked to once and looked at in all of them."""
ALBUM = ROOT / "docs" / "screens"

DRESS = """(text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.querySelector("style").sheet.disabled = true;
    document.adoptedStyleSheets = [sheet];
}"""
UNDRESS = """() => {
    document.adoptedStyleSheets = [];
    document.querySelector("style").sheet.disabled = false;
}"""
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


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_nothing_found(desk: Flask, server: LiveServer, phones: Handsets, scene: Scene) -> None:
    stage = Stage(desk, server, phones, Look())
    assert problems(stage, scene, OTHERS) == []


@pytest.mark.parametrize("scene", [reading, signing, identifying], ids=lambda scene: scene.__name__)
def test_nothing_found_in_forced_colours_and_at_rest(
    desk: Flask, server: LiveServer, phones: Handsets, scene: Scene
) -> None:
    assert problems(Stage(desk, server, phones, FORCED), scene, {}) == []


def test_another_look_is_what_the_server_sends(page: Page, server: LiveServer) -> None:
    """The pages themselves are the same in every look: only the style block differs."""
    for path in ("/", "/login", "/verify", "/privacy"):
        plain = fetched(page, server, path, Preferences())
        for look in OTHERS.values():
            wing = "verify" if path == "/verify" else ""
            other = fetched(page, server, path, look)
            assert assets.style(look, wing) in other
            assert (
                other.replace(assets.style(look, wing), assets.style(Preferences(), wing)) == plain
            )


def fetched(page: Page, server: LiveServer, path: str, look: Preferences) -> str:
    """A page's text in a look, without what is another one each time it is asked for."""
    cookie = {"name": "display", "value": look.cookie(), "url": server.url}
    page.context.add_cookies([cookie])
    text = page.request.get(f"{server.url}{path}").text()
    return re.sub(r'name="csrf_token" value="[^"]*"', "", text)


def problems(stage: Stage, scene: Scene, others: Mapping[str, Preferences]) -> list[str]:
    """What is wrong with the screens of a scene in each look, each line with the screen's name."""
    found = []
    for name in scene(stage):
        found += [f"{name}: {problem}" for problem in looked_at(stage.page, ALL)]
        for look, chosen in others.items():
            with wearing(stage.page, chosen):
                wrong = looked_at(stage.page, OF_THE_LOOK)
            found += [f"{name} ({look}): {problem}" for problem in wrong]
        if not (ALBUM / f"{name}.png").exists():
            found.append(f"{name}: not in docs/screens: make screens")
    return found


def looked_at(page: Page, rules: dict[str, object]) -> list[str]:
    """What is wrong with the page as it stands."""
    settle(page)
    wide = page.evaluate(TOO_WIDE)
    small = [f"too small to hit: {target}" for target in page.evaluate(SMALL)]
    return findings(page, rules) + ([f"{wide} px too wide"] if wide > 0 else []) + small


@contextmanager
def wearing(page: Page, look: Preferences) -> Iterator[None]:
    """The page in another look, as its server would send it; afterwards in its own again."""
    wing = page.url.split("/")[3]
    page.evaluate(DRESS, assets.style(look, wing if wing in WINGS else ""))
    try:
        yield
    finally:
        page.evaluate(UNDRESS)
