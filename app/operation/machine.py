"""The doctor's look at the machine and its data: mode, disk, database, key ring, worker."""

import shutil
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import LargeBinary, func, select, type_coerce
from sqlalchemy.orm import Session

from app.accounts.desk.queries import administrators
from app.config import Settings
from app.core import clock
from app.core.keyring import UnreadableValue
from app.core.mail_server import MailServer
from app.db import all_models
from app.db.base import Base
from app.db.driver import sqlite
from app.db.engine import WAL_RESET_FIXED
from app.db.migrate import fits, is_current
from app.db.types import Encrypted, ring
from app.db.unit import database, reading
from app.delivery import beat, outbox
from app.gateways.failures import Undelivered
from app.gateways.mail.smtp import Smtp
from app.operation import backup, maintenance
from app.operation.findings import LOOK, OK, WRONG, Finding, Findings, when
from app.parties.models import Institution

LEAST_SPACE = 1 << 30
"""Bytes that must be free: a day's papers and a backup of the database fit."""

A_NIGHT = timedelta(hours=26)
"""A night and a little: how old the newest backup may be."""

LATE = timedelta(minutes=5)
"""How long due work may wait before somebody should look."""


def mode(settings: Settings) -> Findings:
    """Demo or production, and at which address."""
    demo = "MODE=demo: invented people, a demo phone; nothing signed here is real"
    yield when(not settings.demo, f"production at {settings.base_url}", demo, LOOK)


def disk(settings: Settings) -> Findings:
    """Space for papers, and keys that nobody else can read."""
    for name, path in (("VAR", settings.var), ("KEYS", settings.keys)):
        if not path.is_dir():
            yield Finding(WRONG, f"{name}: there is no folder {path}")
            continue
        free = shutil.disk_usage(path).free
        says = f"{name}: {free / (1 << 30):.1f} GiB free at {path}"
        yield when(free >= LEAST_SPACE, says, f"{says}: make room")
    for path in settings.keys.glob("*.key"):
        if path.stat().st_mode & 0o077:
            yield Finding(WRONG, f"others can read {path}: chmod 600")


def tables(settings: Settings) -> Findings:
    """The database at this version."""
    kind = database().reads.dialect.name
    if kind == "sqlite" and sqlite.sqlite_version_info < WAL_RESET_FIXED:
        yield Finding(WRONG, f"SQLite {sqlite.sqlite_version} can lose data: use PostgreSQL here")
    if not is_current(database()):
        yield Finding(WRONG, f"{kind}, not at the newest version: `migrate`")
        return
    other = "its tables are not this version's: somebody changed them by hand"
    yield when(fits(database()), f"{kind}, at the newest version", other)


def key_ring(settings: Settings) -> Findings:
    """One value of every sealed column can be opened."""
    opened = 0
    with reading() as session:
        for context, value in _sealed_values(session):
            try:
                ring().open(value, context)
                opened += 1
            except UnreadableValue as problem:
                yield Finding(WRONG, f"KEY_RING does not open {context}: {problem}")
    yield Finding(OK, f"KEY_RING opens {opened} kinds of sealed values")


def worker(settings: Settings) -> Findings:
    """Somebody works, nothing waits long, nothing was put aside."""
    now = clock.now()
    with reading() as session:
        yield when(beat.alive(session), "a worker works", "no worker: start `worker` (or `serve`)")
        for lane, since in outbox.oldest_due(session, now).items():
            if now - since > LATE:
                yield Finding(WRONG, f"{lane.name.lower()} wait since {clock.kst(since):%F %T} KST")
        if aside := len(outbox.parked(session)):
            yield Finding(LOOK, f"{aside} put aside: `outbox parked`")


def maintained(settings: Settings) -> Findings:
    """Whether maintenance goes on."""
    with reading() as session:
        going = maintenance.current(session)
    since = f"maintenance since {clock.kst(going.began_at):%F %T} KST" if going else ""
    yield when(going is None, "no maintenance", f"{since}: `maintenance end`", LOOK)


def backups(settings: Settings) -> Findings:
    """Somebody made a backup last night."""
    with reading() as session:
        made = backup.newest(session)
    if made is None:
        state = OK if settings.demo else LOOK
        yield Finding(state, "no backup was made yet: `backup make`, dojang-backup.timer")
        return
    says = f"newest backup: {clock.kst(made):%F %T} KST"
    fine = clock.now() - made < A_NIGHT
    yield when(fine, says, f"{says}: last night's did not end well", LOOK)


def gateways(settings: Settings) -> Findings:
    """Which adapters send, and that the mail server takes mail from us."""
    for name, adapter in (
        ("SMS", settings.sms),
        ("VOICE", settings.voice),
        ("MAIL", settings.mail),
    ):
        demo = f"{name}_ADAPTER={adapter}: nothing leaves this machine"
        yield when(adapter not in ("demo-phone", "none"), f"{name}_ADAPTER={adapter}", demo, LOOK)
    if settings.sms == settings.voice == "none":
        yield Finding(LOOK, "nobody can be called or sent a code, so nobody can sign")
    if settings.mail_server:
        yield _mail(settings.mail_server)


def _mail(server: MailServer) -> Finding:
    name = f"{server.host}:{server.port}"
    try:
        Smtp(server).knock()
    except Undelivered as problem:
        why = {"auth": "refuses our name or password", "config": "has no TLS we trust"}
        reason = why.get(problem.reason, "does not answer as a mail server")
        return Finding(WRONG, f"{name} {reason}: SMTP_URL, SMTP_TRUST")
    return Finding(OK, f"{name} takes mail from {server.sender}")


def staff(settings: Settings) -> Findings:
    """Every institution has an administrator who can come in."""
    with reading() as session:
        for place in session.scalars(select(Institution).order_by(Institution.code)):
            heads = administrators(session, place.id)
            says = f"{place.code}: {len(heads)} administrators"
            none = f"{place.code} has no administrator: `admin create {place.code}`"
            yield when(bool(heads), says, none, LOOK)
        if session.scalar(select(func.count()).select_from(Institution)) == 0:
            yield Finding(LOOK, "no institution yet: `admin create`")


def _sealed_values(session: Session) -> Iterator[tuple[str, bytes]]:
    all_models.load()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Encrypted):
                raw = type_coerce(column, LargeBinary)
                value = session.scalar(select(raw).where(func.length(raw) > 0).limit(1))
                if value:
                    yield column.type.context, value
