"""What the browser loads: one script, two more where needed, and the one style block.

Scripts stand at addresses that carry the hash of their content and never change; they are
compressed once, when first asked for. The style stands in the page; its hash goes into the CSP.
"""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock

import brotli
import rcssmin
import rjsmin
from flask import Flask, Response, abort, request

from app.core import texts
from app.web.preferences import Preferences

STATIC = Path(__file__).parents[2] / "static"
VENDOR = "vendor/htmx-4.0.1.min.js"
STYLES = ("base", "parts", "sign", "media")
SHEETS = {"desk": ("desk", "house"), "verify": ("verify",), "enrol": ("house",)}
"""What a part of the house (`addresses.WINGS`) has besides."""
SAID = ("busy", "connection_lost")
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """A file for the browser: what it is called, what it is, and where it stands."""

    name: str
    mimetype: str
    body: bytes = field(repr=False)

    @property
    def address(self) -> str:
        """The file name with the hash of the content: `app.0123456789abcdef.js`."""
        stem, _, suffix = self.name.rpartition(".")
        return f"{stem}.{hashlib.sha256(self.body).hexdigest()[:16]}.{suffix}"


@cache
def assets() -> dict[str, Asset]:
    """All files the browser may ask for, by plain name."""
    script = "text/javascript; charset=utf-8"
    app = f"{_text(VENDOR)};\n{_words()}{rjsmin.jsmin(_text('js/app.js'))}"
    found = (
        Asset("app.js", script, app.encode()),
        Asset("live.js", script, str(rjsmin.jsmin(_text("js/live.js"))).encode()),
        Asset("ink.js", script, str(rjsmin.jsmin(_text("js/ink.js"))).encode()),
        Asset("strength.js", script, str(rjsmin.jsmin(_text("js/strength.js"))).encode()),
        Asset("replay.js", script, str(rjsmin.jsmin(_text("js/replay.js"))).encode()),
        Asset("verify.js", script, str(rjsmin.jsmin(_text("js/verify.js"))).encode()),
    )
    return {asset.name: asset for asset in found}


@cache
def asset_url(name: str) -> str:
    """Where the browser finds `app.js`, `live.js` and the others that some pages load."""
    return f"/static/{assets()[name].address}"


@cache
def style(wanted: Preferences, wing: str = "") -> str:
    """The style of the phone screens for these preferences, minified, as pages carry it.

    wing: a part of the house with more to it (`addresses.WINGS`).
    """
    names = (
        wanted.theme,
        *STYLES,
        *SHEETS.get(wing, ()),
        *(["double"] if wanted.size == 200 else []),
        *(["double-desk"] if wanted.size == 200 and wing == "desk" else []),
    )
    size = "" if wanted.size == 100 else f"html{{font-size:{wanted.size}%}}"
    return str(rcssmin.cssmin("".join(_text(f"css/{name}.css") for name in names))) + size


@cache
def style_hash(wanted: Preferences, wing: str = "") -> str:
    """The CSP source that allows exactly this style block."""
    digest = hashlib.sha256(style(wanted, wing).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def install(app: Flask) -> None:
    """Register the one address all files are served from."""
    from app.web.guards import public  # here: the guards show pages, and pages name our files

    app.add_url_rule("/static/<address>", "static_file", public(serve))


def serve(address: str) -> Response:
    """A file, compressed as the browser likes it; 404 for anything unknown."""
    stem, _, rest = address.partition(".")
    asset = assets().get(f"{stem}.{rest.rpartition('.')[2]}") or abort(404)
    encoding = request.accept_encodings.best_match(("br", "gzip", "identity"), "identity")
    response = Response(_packed(asset, encoding), content_type=asset.mimetype)
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    # A page opened before an update still asks for the former hash: give it today's file, once.
    response.headers["Cache-Control"] = FOREVER if address == asset.address else "no-store"
    response.headers["Vary"] = "Accept-Encoding"
    return response


_packing = Lock()
_packs: dict[tuple[str, str], bytes] = {}


def _packed(asset: Asset, encoding: str) -> bytes:
    """The body in that encoding; the slow best compression is done once per process."""
    with _packing:
        key = (asset.address, encoding)
        if key not in _packs:
            _packs[key] = _pack(asset.body, encoding)
        return _packs[key]


def _pack(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=11))
    return gzip.compress(body, 9, mtime=0) if encoding == "gzip" else body


def _words() -> str:
    """The few sentences a script says by itself, in every language, from the catalogue."""
    said = {
        language: {word: texts.catalogue(language)[f"ui.{word}"] for word in SAID}
        for language in texts.LANGUAGES
    }
    return f"const said={json.dumps(said, ensure_ascii=False, separators=(',', ':'))};"


def _text(path: str) -> str:
    return (STATIC / path).read_text("utf-8")
