"""One corporate agreement's chain of events, as docs/architecture.md prints it.

    python -m tests.agreements.test_chain

writes it anew; the test fails while page and product differ.
"""

import os
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.agreements.models import AgreementRequest
from app.agreements.queries import owner_of
from app.audit.models import AuditEntry
from app.audit.queries import trail
from app.config import Settings
from app.db.unit import reading
from app.signing.models import Document
from app.worker import drain
from tests.support.signer import Signer, register_corporation, send_to_corporation

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
BEGIN, END = "<!-- chain: begin -->\n", "<!-- chain: end -->\n"
PEOPLE = {"lee-siheom": "이시험", "park-demo": "박데모"}
REWRITE = "REWRITE_CHAIN"


def test_the_page_prints_the_chain(app: Flask, settings: Settings) -> None:
    known = register_corporation(*((login, name, "JOINT") for login, name in PEOPLE.items()))
    send_to_corporation()
    signers = [Signer(app, settings).enter(login) for login in PEOPLE]
    for sign in (Signer.sign_guarantee, Signer.sign_pledge):
        for signer in signers:
            sign(signer)
        drain(settings)
    names = {f"person:{person_id}": PEOPLE[login] for login, person_id in known.items()}
    chain = printed(names)
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page = f"{before}{BEGIN}{chain}{END}{after}"
    if os.environ.get(REWRITE):
        PAGE.write_text(page, "utf-8")
    assert PAGE.read_text("utf-8") == page, f"run: python -m {__spec__.name}"


def printed(names: dict[str, str]) -> str:
    """The chain as a table; what repeats in a row stands there once, with how often."""
    with reading() as session:
        request = session.scalars(select(AgreementRequest)).one()
        documents = session.scalars(select(Document).order_by(Document.position))
        papers = dict(zip((d.id for d in documents), ("guarantee", "pledge"), strict=True))
        entries = trail(session, owner_of(request.id))
    rows: list[list[str]] = []
    for entry in entries:
        row = [names.get(entry.actor, entry.actor), entry.action, paper_of(entry, papers), "1"]
        if rows and rows[-1][:3] == row[:3]:
            rows[-1][3] = str(int(rows[-1][3]) + 1)
        else:
            rows.append(row)
    lines = [f"| {who} | `{what}` | {paper} | {times} |" for who, what, paper, times in rows]
    return "\n".join(["| who | event | paper | times |", "|---|---|---|---|", *lines, ""])


def paper_of(entry: AuditEntry, papers: dict[str, str]) -> str:
    """Which of the two papers the entry is about, if one."""
    return papers.get(str(entry.facts.get("document", "")), "")


if __name__ == "__main__":
    os.environ[REWRITE] = "1"
    sys.exit(pytest.main([__file__, "-q"]))
