"""What every answer says about itself."""

import base64
import hashlib
import re

import brotli
import pytest

from tests.support.visitor import Visitor

HTMX = {"HX_Request": "true", "HX_Request_Type": "partial"}


def directives(text: str) -> dict[str, str]:
    pairs = (part.strip().partition(" ") for part in text.split(";"))
    return {name: sources for name, _, sources in pairs}


def test_a_page_may_run_and_load_only_our_own(visitor: Visitor) -> None:
    policy = directives(visitor.get("/display").headers["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["img-src"] == "data:"
    assert policy["form-action"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "dojang"
    assert "media-src" not in policy
    assert "unsafe" not in str(policy)


@pytest.mark.parametrize("chosen", [{}, {"size": "200", "theme": "contrast"}])
def test_the_style_block_is_the_one_that_is_allowed(
    visitor: Visitor, chosen: dict[str, str]
) -> None:
    visitor.post("/display", chosen)
    page = visitor.get("/display")
    found = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    assert len(found) == 1
    digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
    policy = directives(page.headers["Content-Security-Policy"])
    assert policy["style-src"] == f"'sha256-{digest}'"


def test_pages_are_not_kept_nor_told_about(visitor: Visitor) -> None:
    headers = visitor.get("/display").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    vary = {name.strip() for name in headers["Vary"].split(",")}
    assert {"HX-Request", "Accept-Encoding"} <= vary


def test_no_transport_promise_without_https(visitor: Visitor) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/display").headers


def test_a_fragment_leaves_the_long_headers_to_its_page(visitor: Visitor) -> None:
    fragment = visitor.get("/display", **HTMX)
    assert "Content-Security-Policy" not in fragment.headers
    assert fragment.headers["Cache-Control"] == "no-store"
    assert fragment.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_come_in_brotli_where_it_is_taken(visitor: Visitor) -> None:
    plain = visitor.get("/display")
    packed = visitor.get("/display", Accept_Encoding="br")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data).decode().startswith("<!doctype html>")
    assert packed.content_length == len(packed.data) < len(plain.data) / 2


def test_errors_are_compressed_and_guarded_too(visitor: Visitor) -> None:
    missing = visitor.get("/nothing-here", Accept_Encoding="br")
    assert missing.status_code == 404
    assert missing.headers["Content-Encoding"] == "br"
    assert "Content-Security-Policy" in missing.headers
