"""What the worker does for a line of a confirmed list: the request an officer would have composed,
handed in by whoever confirmed it, above the limit left to wait for a second person.

The line's id is the draft's id. A worker that dies leaves a draft that is not out, which another
goes on with, or one that is out, which another only notes.
"""

import logging

from app.accounts.models import Account
from app.agreements import batches, drafts, release, rules
from app.agreements.forms import Problem, WrongOrder
from app.agreements.listed import AGREED, Desk, key_of, same_open
from app.agreements.models import AgreementBatch, AgreementBatchRow, AgreementDraft
from app.agreements.officers import Officer
from app.db.unit import Unit, reading, unit
from app.delivery.outbox import Finish, Job

log = logging.getLogger(__name__)

TRIES = 5
"""After so many failures nobody foresaw a line is given up and says so."""


def make(job: Job, *, demo: bool) -> Finish | None:
    """Make the request of one line, once; what no longer holds is noted at the line."""
    with reading() as session:
        row = session.get(AgreementBatchRow, job.payload["row"])
        if row is None or row.state != rules.QUEUED:
            return None
        batch = session.get_one(AgreementBatch, row.batch_id)
        account = session.get_one(Account, batch.composed_by)
        place = batch.institution_id, batch.branch_id
        officer = Officer(account.id, account.person_id, *place)
        draft = session.get(AgreementDraft, row.id)
    if draft and draft.state in (rules.SENT, rules.WAITING):
        return _made(row.id, draft)
    try:
        return _handed_in(row, officer, demo=demo)
    except WrongOrder as wrong:
        return _failed(row.id, officer, wrong.problems)
    except Exception:
        if job.attempt < TRIES:
            raise
        log.exception("a line of a list is given up: %s", row.id)
        return _failed(row.id, officer, [Problem("", "not_made")])


def _handed_in(row: AgreementBatchRow, officer: Officer, *, demo: bool) -> Finish:
    """Compose it and hand it in; raises WrongOrder with what no longer holds."""
    place = {"branch": row.branch_id} if row.branch_id else {}
    typed = {**row.typed, **place, **AGREED, "register": row.register}
    with reading() as session:
        desk = Desk(session, officer)
        good = desk.checked(row.typed, row.branch_id)
        there = same_open(session, officer.institution_id, [key_of(good)]).values()
    out = [Problem("", "same_open", {"number": number}) for number in there]
    if problems := desk.doubts(typed, good) + out:
        raise WrongOrder(problems)
    with unit() as u:
        drafts.keep(u, row.id, officer, typed, row.branch_id)
    return _made(row.id, release.hand_in(row.id, officer, good, demo=demo))


def _made(row_id: str, draft: AgreementDraft) -> Finish:
    event = "handed in" if draft.state == rules.WAITING else "sent"

    def finish(u: Unit) -> None:
        row = u.session.get_one(AgreementBatchRow, row_id, with_for_update=True)
        row.state = rules.move_row(row.state, event)
        row.number, row.typed = draft.number, {}

    return finish


def _failed(row_id: str, officer: Officer, problems: list[Problem]) -> Finish:
    def finish(u: Unit) -> None:
        row = u.session.get_one(AgreementBatchRow, row_id, with_for_update=True)
        row.state = rules.move_row(row.state, "failed")
        row.problems = batches.told(problems)
        drafts.drop(u, row_id, officer)

    return finish
