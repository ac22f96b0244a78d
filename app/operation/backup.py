"""Backups: the database as one file per backup, papers copied once into a folder all share.

    FOLDER/papers/…              every paper, under its key; a paper never changes
    FOLDER/20261123T201000Z/     database (a dump), papers.txt (their keys), manifest.json

The database is dumped before papers are listed: a paper is kept before the register names it, so
the copy holds whatever the dump names. Keys are not in it (`keyfile.py`).
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import clock
from app.core.events import SYSTEM, Event
from app.db.dump import dump, kind
from app.db.unit import Unit
from app.gateways.store import AlreadyThere, StorePort
from app.gateways.store.objects import in_folder

PAPERS = "papers"
DATABASE, LIST, MANIFEST = "database", "papers.txt", "manifest.json"
SUBJECT, MADE = "operation", "operation:backup:made"


@dataclass(frozen=True)
class Backup:
    """One backup: its folder, when it was made, of which kind of database, with which papers."""

    folder: Path
    made_at: datetime
    kind: str
    hashes: dict[str, str]

    @property
    def database(self) -> Path:
        """The dump."""
        return self.folder / DATABASE

    @property
    def papers(self) -> StorePort:
        """The papers of this backup and of others beside it."""
        return in_folder(self.folder.parent / PAPERS)

    def paper_keys(self) -> list[str]:
        """The store keys of this backup's papers."""
        return (self.folder / LIST).read_text("utf-8").splitlines()


def make(url: str, store: StorePort, folder: Path) -> tuple[Backup, int]:
    """Back everything up below `folder`. Returns the backup and how many papers were new there.

    It stands under its name only once it is complete. Raises DumpTrouble, OSError.
    """
    now = clock.now()
    whole, part = folder / f"{now:%Y%m%dT%H%M%SZ}", folder / f".{now:%Y%m%dT%H%M%SZ}.part"
    part.mkdir(parents=True, mode=0o700)
    dump(url, part / DATABASE)
    new, keys = 0, sorted(store.keys())
    for key in keys:
        new += copied(store, in_folder(folder / PAPERS), key)
    (part / LIST).write_text("".join(f"{key}\n" for key in keys), "utf-8")
    hashes = {name: file_hash(part / name) for name in (DATABASE, LIST)}
    text = json.dumps({"made_at": now.isoformat(), "kind": kind(url), "sha256": hashes}, indent=1)
    (part / MANIFEST).write_text(text, "utf-8")
    part.rename(whole)
    return Backup(whole, now, kind(url), hashes), new


def note(u: Unit, backup: Backup) -> None:
    """Record that it was made: the newest one's age is a figure, and the doctor looks at it."""
    facts = {"made_at": backup.made_at.isoformat(), "papers": len(backup.paper_keys())}
    u.emit(Event(MADE, SUBJECT, "", SYSTEM, facts))


def newest(session: Session) -> datetime | None:
    """When the newest backup was made."""
    query = select(func.max(AuditEntry.at)).where(AuditEntry.subject == SUBJECT)
    return session.scalar(query.where(AuditEntry.action == MADE))


def copied(source: StorePort, target: StorePort, key: str) -> bool:
    """Copy one paper unless it is there already."""
    with suppress(AlreadyThere):
        if not target.has(key):
            target.put(key, source.get(key))
            return True
    return False


def every(folder: Path) -> list[Path]:
    """The backups below `folder`, the oldest first: their names are their instants."""
    return sorted(manifest.parent for manifest in folder.glob(f"[!.]*/{MANIFEST}"))


def thin(folder: Path, keep: int) -> int:
    """Throw all but the newest `keep` backups away, and what broken ones left before those.

    Papers stay: they are shared. Returns how much was thrown away.
    """
    found = every(folder)
    first = found[-keep:][0].name
    broken = [part for part in folder.glob(".*.part") if part.name[1:] < first]
    for each in (old := [*found[:-keep], *broken]):
        shutil.rmtree(each)
    return len(old)


def opened(folder: Path) -> Backup:
    """The backup in this folder, or the newest of those below it.

    Raises ValueError when there is none or its manifest cannot be read.
    """
    if not (folder / MANIFEST).exists() and (found := every(folder)):
        folder = found[-1]
    try:
        read = json.loads((folder / MANIFEST).read_bytes())
        made_at = datetime.fromisoformat(read["made_at"])
        return Backup(folder, made_at, str(read["kind"]), dict(read["sha256"]))
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ValueError(f"{folder} holds no backup: {problem!r}") from problem


def problems(backup: Backup) -> Iterator[str]:
    """What is missing from a backup or differs from what was written, file by file."""
    for name, hash_ in backup.hashes.items():
        path = backup.folder / name
        if not path.is_file() or file_hash(path) != hash_:
            yield f"{path} is missing or was changed"
            return
    for key in backup.paper_keys():
        try:
            content = backup.papers.get(key)
        except FileNotFoundError:
            yield f"paper {key} is missing"
            continue
        if hashlib.sha256(content).hexdigest() != Path(key).stem:
            yield f"paper {key} was changed"


def file_hash(path: Path) -> str:
    """SHA-256 (hex) of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
