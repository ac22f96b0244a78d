"""kill -9 on one worker after the other while it makes the request of a line; there is one."""

import signal

from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.agreements import batches
from app.agreements.columns import Listed
from app.agreements.listed import look_through
from app.agreements.models import AgreementBatchRow, AgreementDraft, AgreementRequest
from app.agreements.officers import Officer
from app.db.unit import reading, unit
from app.delivery.models import OutboxRow
from tests.agreements.desk.conftest import product_of
from tests.processes.crew import PATIENCE, Crew, end_leases
from tests.processes.whole import assert_nothing_lost_or_repeated, count
from tests.support import lists
from tests.support.signer import register
from tests.support.staff import appoint

PHASES = (
    *("after the draft is kept", "after the papers are rendered"),
    *("before the request is committed", "after the request is sent"),
    "before the completion is committed",
)
"""No more than a row may be the death of."""


def test_a_death_at_every_phase_of_a_line(app: Flask, crew: Crew) -> None:
    confirmed()
    for phase in PHASES:
        assert crew.mortal(phase, batches.KIND).wait(PATIENCE) == -signal.SIGKILL, phase
        assert count(OutboxRow, kind=batches.KIND, state="done") == 0, phase
        end_leases()
    crew.finish()
    with reading() as session:
        request = session.scalars(select(AgreementRequest)).one()
        row = session.scalars(select(AgreementBatchRow)).one()
    assert (row.state, row.number, row.typed) == ("SENT", request.number, {})
    assert count(AgreementDraft, id=row.id, state="SENT", request_id=request.id) == 1
    assert_nothing_lost_or_repeated()


def confirmed() -> None:
    """A list of one firm, confirmed by an officer of its branch."""
    register()
    appoint("changwon", branch="창원지점")
    (number,) = lists.firms(1)
    with unit() as u:
        account = u.session.scalars(select(Account).filter_by(login_id="changwon")).one()
        home = str(account.institution_id)
        u.session.add(product_of(home))
        officer = Officer(account.id, account.person_id, home, None)
    lines = [Listed(2, lists.line(number, branch="창원지점"))]
    looked = look_through(officer, lines, "")
    with unit() as u:
        digest = batches.digest_of(officer, lines, "")
        batch = batches.keep(u, officer, digest, "목록.csv", [], looked)
    with unit() as u:
        batches.confirm(u, batch.id, officer, 1)
