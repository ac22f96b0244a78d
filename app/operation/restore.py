"""Restoring: a backup into an empty database, so that nothing that is there can be lost by it.

What a restored house must not do is act twice: messages and reminders that were due when the backup
was made may have left since, so they are put aside for an operator to look at; every session ends.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.actions import end_every_session
from app.audit.anchors import anchor_faults
from app.audit.queries import faults
from app.core.events import SYSTEM, Event
from app.db.dump import DumpTrouble, is_empty, kind, load
from app.db.migrate import upgrade
from app.db.unit import Unit, database, reading, unit
from app.delivery import outbox
from app.evidence.models import Seal
from app.gateways.store import StorePort
from app.operation.backup import SUBJECT, Backup, copied, problems

REACHES_PEOPLE = ("sms", "voice", "mail", "agreements.remind")
"""Work that somebody outside notices; all other work may be done again without a trace."""


@dataclass(frozen=True)
class Restored:
    """How it went: sessions ended, work put aside, papers copied, what does not hold afterwards."""

    sessions: int
    put_aside: int
    papers: int
    faults: list[str]


def restore(url: str, store: StorePort, backup: Backup) -> Restored:
    """Bring a backup back, migrated to this version, and check everything.

    Raises DumpTrouble, with nothing changed, when the backup is not whole, is of the other kind of
    database, or the database is not empty.
    """
    _check(url, backup)
    load(url, backup.database)
    upgrade(database())
    papers = sum(copied(backup.papers, store, key) for key in backup.paper_keys())
    with unit() as u:
        sessions, put_aside = end_every_session(u, "restored"), _put_aside(u)
        facts = {"made_at": backup.made_at.isoformat(), "put_aside": put_aside}
        u.emit(Event("operation:backup:restored", SUBJECT, "", SYSTEM, facts))
    return Restored(sessions, put_aside, papers, list(_faults(store)))


def _check(url: str, backup: Backup) -> None:
    if not is_empty(database()):
        raise DumpTrouble("DATABASE_URL names a database with tables in it: name a new, empty one")
    if backup.kind != kind(url):
        raise DumpTrouble(f"the backup is of {backup.kind}, DATABASE_URL is of {kind(url)}")
    if found := list(problems(backup)):
        raise DumpTrouble("\n".join(found))


def _put_aside(u: Unit) -> int:
    return outbox.put_aside(u, REACHES_PEOPLE, "restored from a backup: may have left before")


def _faults(store: StorePort) -> Iterator[str]:
    """What does not hold of chains, anchors and registered papers."""
    with reading() as session:
        for fault in (*faults(session), *anchor_faults(session)):
            yield f"{fault.subject} #{fault.seq}: {fault.problem}"
        for key, file_hash in session.execute(select(Seal.store_key, Seal.file_hash)):
            try:
                content = store.get(key)
            except FileNotFoundError:
                yield f"paper {key} is missing"
                continue
            if hashlib.sha256(content).hexdigest() != file_hash:
                yield f"paper {key} is not the registered one"
