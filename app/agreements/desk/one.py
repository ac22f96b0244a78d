"""One request as staff see it: terms, papers and people, what happened and when."""

from itertools import groupby
from typing import Any

from flask import Response
from flask_login import current_user

from app.agreements.desk.list_ import chip, reach_of
from app.agreements.desk.queries import one, people
from app.agreements.queries import owner_of
from app.audit.models import AuditEntry
from app.audit.queries import trail
from app.core.errors import NotFound
from app.core.texts import has, t
from app.db.unit import reading
from app.web.pages import render


def show(number: str) -> Response:
    """The page; another institution's request, or another branch's, is not there (404)."""
    with reading() as session:
        found = one(session, reach_of(), number)
        if found is None:
            raise NotFound()
        line, request = found
        names = people(session, owner_of(request.id))
        entries = _entries(trail(session, owner_of(request.id)), names)
    return render(
        "desk/agreement.html",
        officer=current_user,
        line=line,
        terms=request,
        chip=chip(line),
        entries=entries,
    )


def _entries(found: list[AuditEntry], names: dict[str, str]) -> list[dict[str, Any]]:
    """The trail in words, the newest first; what somebody did several times in a row, once."""
    rows = []
    for (action, actor), same in groupby(reversed(found), key=lambda e: (e.action, e.actor)):
        run = list(same)
        what = _words(action)
        rows.append(
            {
                "at": run[0].at,
                "what": t("desk.one.times", what=what, count=len(run)) if run[1:] else what,
                "by": _by(actor, names),
                "hash": _hash(run[0].facts),
            }
        )
    return rows


def _words(action: str) -> str:
    key = f"desk.trail.{action.replace(':', '_')}"
    return t(key) if has(key) else action


def _by(actor: str, names: dict[str, str]) -> str:
    kind, _, id_ = actor.partition(":")
    return names.get(id_, t(f"desk.who.{kind}"))


def _hash(facts: dict[str, Any]) -> str:
    """Over which text or act: the first letters of its hash, where the entry has one."""
    digest = facts.get("hash") or facts.get("document_hash") or facts.get("act") or ""
    return str(digest)[:8]
