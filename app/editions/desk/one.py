"""One version of a template: its words, its history, and what somebody may do with it."""

from datetime import date
from typing import Any

from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.accounts.rules import ADMIN
from app.audit.queries import trail
from app.db.unit import reading
from app.editions import checks, queries, rules, sample
from app.editions.desk import frame
from app.editions.queries import Version
from app.web.pages import render


def show(
    template_id: str,
    version: int,
    status: int = 200,
    errors: list[dict[str, str]] | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    """The page; after a wrong form with its errors and what was typed."""
    with reading() as session:
        found = frame.one(session, template_id, version)
        every = queries.versions(session, current_user.institution_id, template_id)
        paper = sample.filled(found.template, frame.house(session))
        shown = _work(session, found) if found.edition else {}
        entries = _entries(session, template_id, version)
    return render(
        "editions/one.html",
        status,
        officer=current_user,
        version=found,
        others=[v for v in every if v.version != version and v.standing != "discarded"][:3],
        paper=paper,
        chips=frame.CHIPS,
        base=frame.address(template_id, version),
        entries=entries,
        errors=errors or [],
        typed=typed or {},
        **{"names": {}, "problems": [], "first": None, "may": "", **shown},
    )


def _work(session: Session, found: Version) -> dict[str, Any]:
    """What there is to do, of an institution's own version."""
    edition = found.edition
    assert edition, "a shipped version asks nothing of anybody"
    who = [edition.drafted_by, edition.asked_by, edition.published_by]
    open_ = edition.state in rules.OPEN_STATES
    return {
        "names": queries.names(session, who),
        "problems": checks.problems(found.template) if open_ else [],
        "first": queries.first_day(session, edition) if open_ else None,
        "may": _may(queries.hands(session, edition.id)) if edition.state == rules.ASKED else "",
    }


def _may(hands: list[str]) -> str:
    """`decide`, or why this member of staff may not: `own` work, or no `admin`."""
    if current_user.role != ADMIN:
        return "admin"
    return "own" if current_user.person_id in hands else "decide"


def _entries(session: Session, template_id: str, version: int) -> list[dict[str, Any]]:
    """What happened to this version, the newest first; the first and last edit of many alone."""
    subject = queries.subject(current_user.institution_id, template_id)
    found = [entry for entry in trail(session, subject) if entry.facts.get("version") == version]
    names = queries.names(session, {entry.actor.partition(":")[2] for entry in found})
    rows: list[dict[str, Any]] = []
    for entry in reversed(found):
        what, actor = entry.action.rpartition(":")[2], entry.actor.partition(":")[2]
        if not (what == "edited" and rows and rows[-1]["run"] == (what, actor)):
            hash_ = str(entry.facts.get("hash", ""))[:8]
            row = {"at": entry.at, "what": what, "by": names.get(actor, ""), "hash": hash_}
            rows.append({**row, "run": (what, actor)})
    return rows


def typed_day(text: str) -> date | None:
    """The day a form names, or None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
