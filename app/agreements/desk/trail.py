"""What happened to one request, in words: on its page, and as a table to take along."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import Response
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app.agreements.desk import taking
from app.agreements.desk.list_ import reach_of
from app.agreements.desk.queries import one, people
from app.agreements.desk.subjects import subjects
from app.agreements.officers import names_of
from app.agreements.queries import owner_of
from app.audit.models import AuditEntry
from app.audit.queries import trail
from app.core.clock import kst
from app.core.errors import NotFound
from app.core.tables import csv_text
from app.core.texts import has, t
from app.db.unit import reading
from app.records import looking

TRAIL = "trail"
HEADS = ("no", "when", "what", "code", "by", "device", "over", "entry", "inquiry")


@dataclass(frozen=True)
class Step:
    """One thing that happened: when, what, who did it, on which device, over which hash."""

    at: datetime
    what: str
    by: str
    device: str
    hash: str


def steps(session: Session, owner: str) -> list[Step]:
    """The trail, the newest first; what somebody did several times in a row, once."""
    entries = trail(session, owner)
    names = _names(session, owner, entries)
    runs = groupby(reversed(entries), key=lambda entry: (entry.action, entry.actor))
    return [_summed(list(run), names) for _, run in runs]


def table(number: str) -> Response:
    """Every entry as CSV for a spreadsheet, the oldest first, once one has said why; 404 where the
    page would be."""
    id_ = _request(number)
    people = subjects([id_])
    if (reason := looking.reason_for(people)) is None:
        return taking.ask(number, TRAIL)
    with reading() as session:
        rows = _rows(session, owner_of(id_))
    looking.taken(people, TRAIL, number, reason)
    response = Response(csv_text(rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{number}-trail.csv"'
    return response


def table_reason(number: str) -> Answer:
    """Say why one takes it."""
    return taking.give(number, TRAIL, subjects([_request(number)]))


def _request(number: str) -> str:
    with reading() as session:
        found = one(session, reach_of(), number)
    if found is None:
        raise NotFound()
    return found[1].id


def _rows(session: Session, owner: str) -> list[list[str]]:
    entries = trail(session, owner)
    names = _names(session, owner, entries)
    head = [t(f"desk.trail_table.{name}") for name in HEADS]
    return [head, *(_row(entry, _step(entry, names)) for entry in entries)]


def _row(entry: AuditEntry, step: Step) -> list[str]:
    whole = _whole_hash(entry.facts)
    when = kst(step.at).isoformat(timespec="seconds")
    inquiry = entry.request_id
    words = [when, step.what, entry.action, step.by, step.device, whole, entry.hash, inquiry]
    return [str(entry.seq), *words]


def _names(session: Session, owner: str, entries: list[AuditEntry]) -> dict[str, str]:
    """Signers by person id, members of staff by account id."""
    return people(session, owner) | names_of(session, (entry.actor for entry in entries))


def _summed(run: list[AuditEntry], names: dict[str, str]) -> Step:
    step = _step(run[0], names)
    if len(run) == 1:
        return step
    return replace(step, what=t("desk.one.times", what=step.what, count=len(run)))


def _step(entry: AuditEntry, names: dict[str, str]) -> Step:
    whole = _whole_hash(entry.facts)
    device = str(entry.facts.get("device", ""))
    return Step(entry.at, _words(entry.action), _by(entry.actor, names), device, whole[:8])


def _words(action: str) -> str:
    key = f"desk.trail.{action.replace(':', '_')}"
    return t(key) if has(key) else action


def _by(actor: str, names: dict[str, str]) -> str:
    kind, _, id_ = actor.partition(":")
    return names.get(id_, t("desk.who.operator" if id_ == "operator" else f"desk.who.{kind}"))


def _whole_hash(facts: dict[str, Any]) -> str:
    """Over which text or act, where the entry has its hash."""
    return str(facts.get("hash") or facts.get("document_hash") or facts.get("act") or "")
