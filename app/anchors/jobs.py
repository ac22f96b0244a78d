"""What the worker does with anchors: drop one each night, seal it, have it stamped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

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

KIND = "anchors.seal"


def handlers(sealers: Sealers) -> dict[str, Callable[[Job], Finish | None]]:
    """Outbox kind -> work."""
    return {KIND: partial(_seal, sealers)}


def drop(u: Unit) -> Anchor:
    """Anchor all chains now and ask for the seal; called once a night."""
    anchor = drop_anchor(u)
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
