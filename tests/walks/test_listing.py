"""At the desk: two hundred firms in a CSV, five lines wrong; confirmed once, made once."""

from collections import Counter

from flask import Flask
from sqlalchemy import select

from app.agreements.models import AgreementBatchRow, AgreementRequest
from app.db.unit import reading
from tests.support.browser import Handsets
from tests.support.server import LiveServer
from tests.walks.listing import MANY, listing_many
from tests.walks.stage import Look, Stage
from tests.walks.wings import WIDE


def test_two_hundred_firms_from_one_file(desk: Flask, server: LiveServer, phones: Handsets) -> None:
    server.reset()
    stage = Stage(desk, server, phones, Look(browser={"viewport": WIDE}))
    seen = [name.rpartition("/")[2] for name in listing_many(stage)]
    assert seen[-1] == "batch-04-done"
    with reading() as session:
        states = Counter(session.scalars(select(AgreementBatchRow.state)))
        numbers = set(session.scalars(select(AgreementBatchRow.number)))
        sent = set(session.scalars(select(AgreementRequest.number)))
    assert states == {"SENT": MANY - 8, "WAITING": 3, "WRONG": 5}
    assert len(numbers - {""}) == MANY - 5
    assert len(numbers & sent) == MANY - 8
