"""What nginx says itself when nobody else can: calm, for everybody, without anything to load."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.axe import findings

PAGES = sorted((Path(__file__).parents[2] / "deploy/nginx").glob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_everybody_can_read_it_on_a_small_phone(chromium: Browser, page: Path) -> None:
    opened = chromium.new_page(viewport={"width": 320, "height": 640})
    opened.goto(page.as_uri())
    assert findings(opened) == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= 320
    opened.close()
    assert not re.search(r"<(script|link|img)|https?:|url\(", page.read_text("utf-8"))
