"""문서 확인 with the file, or a bundle: examined in a process of its own, then by the register."""

import hashlib
import logging
import threading
from datetime import timedelta
from typing import Any

from flask import Response, current_app, request

from app.core.errors import Refused
from app.db.unit import reading, unit
from app.evidence.bundles.container import is_zip
from app.evidence.command import MOST_BYTES
from app.evidence.examine import examine
from app.limits.actions import take
from app.vault import rules
from app.vault.queries import by_hash
from app.web.pages import render

log = logging.getLogger(__name__)

LIMIT, WINDOW = 30, timedelta(minutes=10)
"""Files one address may have checked: each costs about a second."""
HEAD = b"%PDF-"
AROUND = 64 * 1024
"""What the form adds to the file."""

_one_at_a_time = threading.BoundedSemaphore(1)
"""An examination blocks a thread of the server; the others stay with those who sign."""


def show() -> Response:
    """The page that asks."""
    return _page()


def answer() -> Response:
    """The result, or why there is none; nothing is kept of the file."""
    request.max_content_length = MOST_BYTES + AROUND
    with unit() as u:
        if not take(u, "verify:file", request.remote_addr or "", LIMIT, WINDOW):
            raise Refused("VERIFY_OFTEN", 429)
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    if not content:
        return _page(422, "vault.ask.no_file")
    if not is_zip(content) and HEAD not in content[:1024]:
        return _page(422, "vault.ask.no_pdf")
    return _result(content, _examined(content))


def _examined(content: bytes) -> dict[str, Any] | None:
    if not _one_at_a_time.acquire(timeout=2):
        raise Refused("VERIFY_BUSY", 503)
    try:
        return examine(content, current_app.config["DOJANG"].keys / "trust.pem")
    except ValueError as problem:
        log.error("no trusted roots to check papers with")
        raise Refused("VERIFY_BUSY", 503) from problem
    finally:
        _one_at_a_time.release()


def _result(content: bytes, report: dict[str, Any] | None) -> Response:
    checks, facts = (report["checks"], report["facts"]) if report else ([], {})
    file_hash = facts.get("file_hash") or hashlib.sha256(content).hexdigest()
    with reading() as session:
        standing = by_hash(session, file_hash)
    held = {check["key"]: check["ok"] for check in checks}
    return render(
        "vault/result.html",
        verdict=rules.verdict(held, standing.state if standing else None),
        bundle=is_zip(content),
        checks=checks,
        too_much=report is None,
        facts=facts,
        standing=standing,
        file_hash=file_hash,
    )


def _page(status: int = 200, problem: str = "") -> Response:
    return render("vault/ask.html", status, problem=problem, number_problem="")
