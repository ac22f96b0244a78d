"""What the worker does with anchors: drop one each night, seal it, have it stamped."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.anchors.models import ChainCheck
from app.audit.anchors import drop_anchor, statement
from app.audit.models import Anchor
from app.db.unit import Unit, reading
from app.delivery import outbox
from app.delivery.outbox import Finish, Job
from app.delivery.rules import Lane
from app.parties.models import Institution

if TYPE_CHECKING:
    from app.evidence.seal import Sealer
    from app.gateways.timestamp import Token

    Sealers = Callable[[str], Sealer]
    """Institution -> the sealer that has its key."""

log = logging.getLogger(__name__)

KIND = "anchors.seal"
CHECK = "anchors.check"


def handlers(sealers: Sealers, trust: Path) -> dict[str, Callable[[Job], Finish | None]]:
    """Outbox kind -> work. trust: PEM bundle of the roots that seals lead to."""
    return {KIND: partial(_seal, sealers), CHECK: partial(_check, trust)}


def drop(u: Unit) -> Anchor:
    """Anchor all chains now, ask for the seal and for a walk over all; called once a night."""
    anchor = drop_anchor(u)
    outbox.put(u, CHECK, f"check:{anchor.number}", {}, lane=Lane.BULK)
    outbox.put(u, KIND, f"anchor:{anchor.number}", {"number": anchor.number}, lane=Lane.BULK)
    return anchor


def _seal(sealers: Sealers, job: Job) -> Finish | None:
    """Seal with the key of the house's first institution; without one there is nobody to vouch."""
    with reading() as session:
        anchor = session.get_one(Anchor, job.payload["number"])
        first = session.scalar(select(Institution.id).order_by(Institution.id).limit(1))
    if anchor.seal or first is None:
        return None
    seal, token = sealers(first).attest(statement(anchor))
    return partial(_keep, number=anchor.number, seal=seal, token=token)


def _keep(u: Unit, *, number: int, seal: bytes, token: Token) -> None:
    anchor = u.session.get_one(Anchor, number)
    anchor.seal, anchor.stamped_at, anchor.authority = seal, token.at, token.authority


def _check(trust: Path, job: Job) -> Finish:
    """Walk over everything; what is found is counted for monitoring, `audit check` names it."""
    from app.anchors.checks import every_fault, roots  # pyHanko: 0.5 s nobody else needs

    with reading() as session:
        found = sum(1 for _ in every_fault(session, roots(trust)))
    if found:
        log.error("the audit chains have %s faults: flask audit check", found)
    return lambda u: u.session.add(ChainCheck(at=u.now, faults=found))
