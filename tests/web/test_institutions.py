"""Institutions see nothing of each other: every address of the desk, asked by another's staff.

A new address of the desk fails the first test until it stands here: either it names a thing, and
TARGETS says which thing of FOUND's stands for it, or it names none, and EVERYBODYS_OWN says so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import rules
from app.accounts.models import Account
from app.agreements import batches, drafts
from app.agreements.listed import Looked
from app.agreements.models import AgreementBatch, AgreementDraft, Product
from app.agreements.officers import Officer
from app.agreements.product_forms import USUAL, read_product
from app.agreements.products import offer
from app.audit.models import AuditEntry
from app.core.events import Actor
from app.db.types import new_id
from app.db.unit import reading, unit
from app.editions import actions as editions
from app.editions.models import Edition
from app.joining import numbers
from app.joining.models import NumberChange
from app.parties import senders
from app.parties.models import (
    Branch,
    Institution,
    NumberOfRecord,
    Representation,
    SenderNumber,
)
from app.privacy import asking, holds
from app.privacy.models import Hold, RightsRequest
from app.web.guards import AUDITOR, STAFF_ROLES, table
from tests.support import signer
from tests.support.staff import appoint, signed_in

EVERYBODYS_OWN = {
    "/desk",
    "/desk/agreements",
    "/desk/agreements/batches",
    "/desk/agreements/batches/sample.csv",
    "/desk/agreements/batches/sample.xlsx",
    "/desk/agreements/drafts",
    "/desk/agreements/new",
    "/desk/authenticator",
    "/desk/branches",
    "/desk/confirm",
    "/desk/firms",
    "/desk/firms/new",
    "/desk/people",
    "/desk/policies",
    "/desk/policies/<key>",
    "/desk/products",
    "/desk/products/new",
    "/desk/records",
    "/desk/records/export",
    "/desk/records/months",
    "/desk/records/months/<month>",
    "/desk/recovery",
    "/desk/recovery/kept",
    "/desk/retention",
    "/desk/retention/holds",
    "/desk/rights",
    "/desk/senders",
    "/desk/staff",
    "/desk/staff/new",
    "/desk/subjects",
    "/desk/attention",
    "/desk/figures",
    "/desk/templates",
    "/desk/templates/<template_id>/drafts",
}
"""Addresses that name no thing of an institution's: what they show is the asker's own."""

NO_PAGE = {
    *(
        "/desk",
        "/desk/agreements/batches/sample.xlsx",
        "/desk/policies/<key>",
        "/desk/recovery/kept",
        "/desk/records/export",
    ),
    *("/desk/retention/holds", "/desk/templates/<template_id>/drafts"),
}

Find = Callable[[Session], str]


def _of_found(column: Any) -> Find:
    """The first one of FOUND's."""

    def find(session: Session) -> str:
        mine = select(Institution.id).where(Institution.code == "FOUND").scalar_subquery()
        owner = column.class_.institution_id
        return str(session.scalars(select(column).where(owner == mine).limit(1)).one())

    return find


EDITION: dict[str, Find] = {
    "template_id": lambda session: "credit-guarantee",
    "int:version": _of_found(Edition.version),
    "int:other": lambda session: "1",
    "part": lambda session: "articles",
}

PERSON = {"person_id": _of_found(NumberOfRecord.person_id)}


def _firm(session: Session) -> str:
    """The firm that somebody stands for of whom FOUND has a number."""
    person = PERSON["person_id"](session)
    query = select(Representation.firm_id).where(Representation.person_id == person)
    return str(session.scalars(query.limit(1)).one())


TARGETS: dict[str, dict[str, Find]] = {
    **{
        f"/desk/agreements/<number>{rest}": {"number": lambda session: "AR-2026-0001"}
        for rest in (
            *("", "/contacts", "/correct", "/counter", "/extend", "/recall", "/remind"),
            *("/status", "/trail.csv"),
        )
    },
    **{
        f"/desk/agreements/drafts/<draft_id>{rest}": {"draft_id": _of_found(AgreementDraft.id)}
        for rest in (
            *("", "/live", "/paper.pdf", "/pledge-paper.pdf", "/release", "/return"),
            *("/take-back", "/text"),
        )
    },
    **{
        f"/desk/agreements/batches/<batch_id>{rest}": {"batch_id": _of_found(AgreementBatch.id)}
        for rest in (*("", "/confirm", "/corrections.csv", "/drop", "/progress", "/report.csv"),)
    },
    "/desk/agreements/<number>/bundle/<int:position>.zip": {
        "number": lambda session: "AR-2026-0001",
        "int:position": lambda session: "1",
    },
    **{
        f"/desk/templates/<template_id>/<int:version>{rest}": EDITION
        for rest in (
            *("", "/ask", "/diff/<int:other>", "/discard", "/edit/<part>"),
            *("/edit/<part>/preview", "/preview.pdf", "/publish", "/send-back"),
        )
    },
    "/desk/agreements/<number>/strokes/<int:position>/<int:place>": {
        "number": lambda session: "AR-2026-0001",
        "int:position": lambda session: "1",
        "int:place": lambda session: "1",
    },
    "/desk/firms/<firm_id>": {"firm_id": _firm},
    "/desk/firms/<firm_id>/people": {"firm_id": _firm},
    "/desk/firms/<firm_id>/people/<person_id>/leave": {"firm_id": _firm, **PERSON},
    "/desk/products/<product_id>": {"product_id": _of_found(Product.id)},
    "/desk/products/<product_id>/close": {"product_id": _of_found(Product.id)},
    "/desk/branches/<branch_id>": {"branch_id": _of_found(Branch.id)},
    "/desk/branches/<branch_id>/close": {"branch_id": _of_found(Branch.id)},
    "/desk/people/<person_id>": PERSON,
    "/desk/people/<person_id>/counter": PERSON,
    "/desk/people/<person_id>/invite": PERSON,
    "/desk/people/<person_id>/number": PERSON,
    **{
        f"/desk/people/<person_id>/number/<change_id>/<act>:{act}": PERSON
        | {
            "change_id": _of_found(NumberChange.id),
            "act": lambda session, act=act: act,
        }
        for act in ("approve", "refuse", "cancel")
    },
    "/desk/retention/holds/<hold_id>/lift": {"hold_id": _of_found(Hold.id)},
    "/desk/subjects/<number>": {"number": _of_found(RightsRequest.number)},
    "/desk/senders/<sender_id>/approve": {"sender_id": _of_found(SenderNumber.id)},
    "/desk/senders/<sender_id>/stop": {"sender_id": _of_found(SenderNumber.id)},
    "/desk/staff/<account_id>": {"account_id": _of_found(Account.id)},
    **{
        f"/desk/staff/<account_id>/<act>:{act}": {
            "account_id": _of_found(Account.id),
            "act": lambda session, act=act: act,
        }
        for act in ("post", "suspend", "resume", "reset", "link")
    },
}
"""Address (with `:` and a word, where one address is several) -> what of FOUND's it names."""

FORM = {"name": "남의지점", "phone": "055-000-0001", "mail": "", "role": "auditor", "branch": ""}


@dataclass(frozen=True)
class Houses:
    """Two institutions, and the second one's staff signed in."""

    admin: Any
    auditor: Any


@pytest.fixture
def houses(app: Flask, clock) -> Houses:
    signer.register()
    signer.send("AR-2026-0001")
    appoint("found-admin", role=rules.ADMIN)
    with unit() as u:
        account = u.session.scalars(select(Account).where(Account.kind == rules.STAFF)).one()
        by = senders.By(account.id, str(account.institution_id))
        senders.ask(u, by, "055-000-0000", "데모통신 2026-11-20")
        record = u.session.scalars(select(NumberOfRecord)).one()
        wish = numbers.Wish(record.id, "010-0000-0099", "기기 변경", "license")
        officer = numbers.Officer(account.id, account.person_id, by.institution_id)
        numbers.propose(u, officer, record.person_id, wish)
        asking.ask(u, record.person_id, by.institution_id, "correction", "고쳐 주세요")
        staff = Actor("staff", account.id)
        held = (holds.PERSON, record.person_id, "PR", staff, "소송이 있습니다")
        holds.set_hold(u, by.institution_id, *held)
        drafter = editions.By(by.institution_id, account.id, account.person_id)
        editions.begin(u, drafter, "credit-guarantee")
        composer = Officer(account.id, account.person_id, by.institution_id, None)
        drafts.keep(u, new_id(), composer, {"firm": "0991200056"}, None)
        offer(u, "FOUND", "소상공인 일반보증", **read_product(USUAL, "소상공인").limits)
        batches.keep(u, composer, "0" * 64, "창원지점.csv", [], [Looked(2, {})])
    return Houses(
        signed_in(app, "coop-admin", appoint("coop-admin", "COOP", role=rules.ADMIN)),
        signed_in(app, "coop-auditor", appoint("coop-auditor", "COOP", role=rules.AUDITOR)),
    )


def test_every_address_of_the_desk_stands_here(app: Flask) -> None:
    there = {row.rule for row in table(app) if row.rule.startswith("/desk")}
    assert there == EVERYBODYS_OWN | {rule_of(name) for name in TARGETS}


def test_anothers_things_are_not_there_and_nothing_changes(app: Flask, houses: Houses) -> None:
    written: list[str] = []
    guards = {(row.rule, method): row.who for row in table(app) for method in row.methods}
    before = entries()
    for name, named in TARGETS.items():
        path = rule = rule_of(name)
        with reading() as session:
            for placeholder, find in named.items():
                path = path.replace(f"<{placeholder}>", find(session))
        for (found, method), who in guards.items():
            if found == rule:
                asker = houses.auditor if who == AUDITOR else houses.admin
                answer = asker.get(path) if method == "GET" else asker.post(path, FORM)
                assert answer.status_code == 404, f"{method} {path} as {who}: {answer.status_code}"
                written.append(name)
    assert set(written) == set(TARGETS)
    assert entries() == before
    assert set(guards.values()) >= set(STAFF_ROLES) - {AUDITOR}


def test_lists_hold_nothing_of_anothers(houses: Houses) -> None:
    for address in sorted(EVERYBODYS_OWN - NO_PAGE):
        asker = houses.auditor if "/records" in address else houses.admin
        page = asker.get(address.replace("<month>", "2026-01")).text
        for of_found in ("found-admin", "AR-2026-0001", "데모통신", "창원지점"):
            assert of_found not in page, (address, of_found)


def rule_of(name: str) -> str:
    """The address of a target, without the word behind it."""
    return re.sub(r":\w+$", "", name)


def entries() -> int:
    """How much was recorded: nothing is written when nothing is found."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0
