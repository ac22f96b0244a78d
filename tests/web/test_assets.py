"""The browser's files: unchanged third party code, hashed addresses, small on the wire."""

import gzip
import hashlib

import brotli
from flask import Flask

from app.web import assets
from app.web.preferences import Preferences
from tests.support.visitor import Visitor

HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
LICENCE = "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38"


def sha(path: str) -> str:
    return hashlib.sha256((assets.STATIC / path).read_bytes()).hexdigest()


def packed(name: str) -> int:
    return len(brotli.compress(assets.assets()[name].body, quality=11))


def test_htmx_is_the_published_file_with_its_licence() -> None:
    assert sha("vendor/htmx-4.0.1.min.js") == HTMX
    assert sha("vendor/htmx-LICENSE") == LICENCE


def test_nothing_else_of_third_parties_stands_here() -> None:
    vendored = {path.name for path in (assets.STATIC / "vendor").iterdir()}
    assert vendored == {"htmx-4.0.1.min.js", "htmx-LICENSE"}


def test_budgets_of_scripts_and_style() -> None:
    assert packed("app.js") <= 12_900
    assert packed("live.js") + packed("ink.js") <= 2_600
    assert packed("replay.js") <= 1_100
    for wanted in (Preferences(), Preferences("en", 200, "contrast")):
        # every phone screen, not the wizard alone
        assert len(brotli.compress(assets.style(wanted).encode(), quality=11)) <= 3_300


def test_the_address_follows_the_content() -> None:
    asset = assets.assets()["ink.js"]
    assert hashlib.sha256(asset.body).hexdigest()[:16] in assets.asset_url("ink.js")


def test_a_file_never_changes_and_comes_compressed(visitor: Visitor) -> None:
    address = assets.asset_url("app.js")
    found = visitor.get(address, Accept_Encoding="gzip, deflate, br")
    assert found.status_code == 200
    assert found.headers["Cache-Control"] == assets.FOREVER
    assert found.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in found.headers["Vary"]
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.mimetype == "text/javascript"
    assert brotli.decompress(found.data) == assets.assets()["app.js"].body


def test_other_encodings(visitor: Visitor) -> None:
    body = assets.assets()["ink.js"].body
    address = assets.asset_url("ink.js")
    assert gzip.decompress(visitor.get(address, Accept_Encoding="gzip").data) == body
    assert visitor.get(address).data == body


def test_an_older_page_gets_todays_file_but_does_not_keep_it(visitor: Visitor) -> None:
    found = visitor.get("/static/ink.0000000000000000.js")
    assert found.data == assets.assets()["ink.js"].body
    assert found.headers["Cache-Control"] == "no-store"


def test_nothing_else_is_served(visitor: Visitor) -> None:
    for address in ("/static/nothing.js", "/static/..%2fapp.js", "/static/js%2fapp.js"):
        assert visitor.get(address).status_code == 404


def test_scripts_keep_nothing_in_the_browser_and_run_no_text(house: Flask) -> None:
    names = ("app", "live", "ink", "replay")
    ours = "".join((assets.STATIC / f"js/{name}.js").read_text() for name in names)
    banned = ("localStorage", "sessionStorage", "indexedDB", "innerHTML", "eval(", "Function(")
    assert not [word for word in banned if word in ours]
