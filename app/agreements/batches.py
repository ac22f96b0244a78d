"""The verbs of a list of requests: kept as it was looked through, confirmed, thrown away.

Making the requests, one by one, is the worker's (`batch_work`).
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.agreements import rules
from app.agreements import typed as forms
from app.agreements.columns import Listed
from app.agreements.forms import Problem
from app.agreements.listed import Looked, same_queued
from app.agreements.models import AgreementBatch, AgreementBatchRow
from app.agreements.officers import Officer
from app.core.errors import NotFound, Refused
from app.core.events import Event
from app.db.unit import Unit
from app.delivery import outbox
from app.delivery.rules import Lane

KIND = "agreements.batch-row"


def digest_of(officer: Officer, lines: Sequence[Listed], product: str) -> str:
    """The same for the same list by whoever may see the same, whatever kind of file it came in."""
    place = [officer.institution_id, officer.branch_id or "", product]
    told = json.dumps([place, [sorted(each.typed.items()) for each in lines]], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def known(session: Session, digest: str) -> AgreementBatch | None:
    """The batch of that list, or None."""
    return session.scalar(select(AgreementBatch).where(AgreementBatch.digest == digest))


def keep(
    u: Unit, officer: Officer, digest: str, name: str, ignored: Sequence[str], rows: list[Looked]
) -> AgreementBatch:
    """Keep the list as it was looked through; again, its lines are those of the last look.

    One that is confirmed is left as it is.
    """
    query = select(AgreementBatch).where(AgreementBatch.digest == digest).with_for_update()
    batch = u.session.scalar(query)
    if batch is None:
        batch = AgreementBatch(
            institution_id=officer.institution_id,
            branch_id=officer.branch_id,
            digest=digest,
            looked=0,
        )
        u.session.add(batch)
    if batch.confirmed_at:
        return batch
    batch.composed_by, batch.looked_at, batch.looked = (
        officer.account_id,
        u.now,
        batch.looked + 1,
    )
    batch.name, batch.ignored = name, ", ".join(ignored)
    u.session.flush()
    _forget_rows(u, batch)
    u.session.add_all([_row(batch, each) for each in rows])
    u.session.flush()
    return batch


def confirm(u: Unit, batch_id: str, officer: Officer, looked: int) -> AgreementBatch:
    """Have a request made of every good line; done twice is done once.

    looked: as it was seen. Refused BATCH_LOOKED (409) when it was looked through again since,
    BATCH_EMPTY (409) where no line is good. Raises NotFound.
    """
    batch = within(u, batch_id, officer)
    if batch.confirmed_at:
        return batch
    if batch.looked != looked:
        raise Refused("BATCH_LOOKED", 409)
    good = [row for row in rows_of(u.session, batch) if row.state == rules.GOOD]
    if not good:
        raise Refused("BATCH_EMPTY", 409)
    batch.confirmed_at, batch.composed_by = u.now, officer.account_id
    elsewhere = same_queued(u.session, [row.mark for row in good])
    for row in good:
        if row.mark in elsewhere:  # another list with the same line was confirmed meanwhile
            row.state = rules.move_row(row.state, "doubted")
            row.problems = told([Problem("", "same_queued")])
            continue
        row.state = rules.move_row(row.state, "confirmed")
        outbox.put(u, KIND, f"batch-row:{row.id}", {"row": row.id}, lane=Lane.BULK)
    facts = {"lines": len(good), "list": batch.digest}
    subject = f"batch:{batch.id}"
    home = batch.institution_id
    u.emit(Event("agreements:batch:confirmed", subject, home, officer.actor, facts))
    return batch


def drop(u: Unit, batch_id: str, officer: Officer) -> None:
    """Throw a list away of which nothing was made; a confirmed one stays. Raises NotFound."""
    batch = within(u, batch_id, officer)
    if batch.confirmed_at is None:
        _forget_rows(u, batch)
        u.session.delete(batch)
        u.session.flush()


def within(u: Unit, batch_id: str, officer: Officer) -> AgreementBatch:
    """A batch of the officer's institution (and branch), locked; raises NotFound."""
    batch = u.session.get(AgreementBatch, batch_id, with_for_update=True)
    if batch is None or not in_reach(batch, officer):
        raise NotFound()
    return batch


def in_reach(batch: AgreementBatch, officer: Officer) -> bool:
    """Whether it belongs to the officer's institution, and to the branch of one who has a branch"""
    inside = batch.institution_id == officer.institution_id
    return inside and officer.branch_id in (None, batch.branch_id)


def rows_of(session: Session, batch: AgreementBatch) -> list[AgreementBatchRow]:
    """Its lines, in the order of the file."""
    query = select(AgreementBatchRow).where(AgreementBatchRow.batch_id == batch.id)
    return list(session.scalars(query.order_by(AgreementBatchRow.line)))


def forget(u: Unit, before: datetime) -> None:
    """Throw away lists nobody has touched since, unless a line of theirs is still to be made."""
    row, batch = AgreementBatchRow, AgreementBatch
    busy = exists().where(row.batch_id == batch.id, row.state == rules.QUEUED)
    old = select(batch.id).where(batch.looked_at < before, ~busy)
    ids = list(u.session.scalars(old))
    u.session.execute(delete(row).where(row.batch_id.in_(ids)))
    u.session.execute(delete(batch).where(batch.id.in_(ids)))


def told(problems: Sequence[Problem]) -> list[list[object]]:
    """Problems as they are kept."""
    return [[each.field, each.code, dict(each.params)] for each in problems]


def _row(batch: AgreementBatch, looked: Looked) -> AgreementBatchRow:
    return AgreementBatchRow(
        batch_id=batch.id,
        line=looked.line,
        business_number=looked.typed.get("business_number", "")[:20],
        firm_id=looked.firm_id,
        branch_id=looked.branch_id,
        amount=forms.amount(looked.typed),
        mark=looked.mark,
        register=looked.register,
        typed=dict(looked.typed),
        problems=told(looked.problems),
        state=rules.WRONG if looked.problems else rules.GOOD,
    )


def _forget_rows(u: Unit, batch: AgreementBatch) -> None:
    u.session.execute(delete(AgreementBatchRow).where(AgreementBatchRow.batch_id == batch.id))
