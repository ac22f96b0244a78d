"""The doctor's look at what makes evidence: keys, authorities and our clock, seals, anchors."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from app.audit.models import Anchor
from app.config import Settings
from app.core import clock
from app.db.unit import reading
from app.evidence import keys as folder
from app.gateways.timestamp import NoTimestamp, Token
from app.gateways.timestamp.rfc3161 import Authorities
from app.keys import queries, rules
from app.operation.findings import LOOK, WRONG, Finding, Findings, when
from app.signing.waiting import unsealed

OFF = timedelta(seconds=5)
"""How far our clock may stand from the authorities': codes live for minutes."""

NIGHT = timedelta(hours=26)
"""A night and a little: the longest that the audit chains may stand without an anchor."""


def keys(settings: Settings) -> Findings:
    """Somebody can seal, with certificates that last."""
    ends: dict[str, datetime | None] = {}
    with reading() as session:
        for row in queries.every(session):
            if row.state == rules.ACTIVE:
                ends[f"key {row.id}"] = row.not_after
    if (settings.keys / "seal.key").exists():
        try:
            mine = folder.identity(settings.keys, "seal")
            ends["seal.key"] = mine.certificate.not_valid_after_utc
        except (OSError, ValueError) as problem:
            yield Finding(WRONG, f"seal.key / seal.pem cannot be used: {problem}")
            return
    if not ends:
        yield Finding(WRONG, "no sealing key: `keys create INSTITUTION`")
    for name, end in ends.items():
        says = f"{name}: certificate until {end:%F}"
        fine = not rules.ends_soon(end, clock.now())
        yield when(fine, says, f"{says}: renew it, `keys rotate INSTITUTION`", LOOK)


def timestamps(settings: Settings) -> Findings:
    """Every authority answers, and its clock is ours."""
    trust = Path(settings.timestamp_trust or settings.keys / "trust.pem")
    if not trust.is_file():
        yield Finding(WRONG, f"there is no {trust}: the roots of the authorities belong there")
        return
    roots = folder.certificates(trust)
    for url in settings.timestamp_urls:
        yield _asked(url, partial(Authorities, (url,), roots))
    if not settings.timestamp_urls:
        yield _asked("the demo's own", partial(folder.authorities, settings))


def papers(settings: Settings) -> Findings:
    """No concluded paper waits for its seal."""
    with reading() as session:
        waiting = len(unsealed(session))
    says = f"{waiting} papers wait for seal and time: `seals waiting`"
    yield when(not waiting, "every concluded paper is sealed", says, LOOK)


def anchors(settings: Settings) -> Findings:
    """The audit chains were anchored last night."""
    with reading() as session:
        newest = session.scalar(select(func.max(Anchor.at)))
    if newest is None:
        yield Finding(LOOK, "the audit chains have no anchor yet: the first comes at 03:30 KST")
        return
    says = f"newest anchor of the audit chains: {clock.kst(newest):%F %T} KST"
    fine = clock.now() - newest < NIGHT
    yield when(fine, says, f"{says}: last night's upkeep did not run, look for a worker")


def _asked(name: str, ask: Callable[[], Authorities]) -> Finding:
    before = clock.now()
    try:
        token: Token = ask().stamp(hashlib.sha256(b"flask doctor").digest())
    except NoTimestamp as problem:
        return Finding(WRONG, f"{name}: {problem}")
    off = max(before - token.at, token.at - clock.now(), timedelta())
    wrong = f"our clock stands {off.total_seconds():.0f} s from that of {name}: set it (chrony)"
    return when(off < OFF, f"{name} answers, our clock agrees", wrong)
