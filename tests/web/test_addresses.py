"""Who may open which address: the whole table, and proof that each row means it."""

from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.db.unit import database
from app.web.guards import (
    ADMIN,
    AUDITOR,
    DEMO_ONLY,
    OFFICER,
    OVERSEER,
    PUBLIC,
    SIGNED_IN,
    STAFF,
    STAFF_ROLES,
    table,
)
from tests.support.visitor import Visitor

EVERYBODY = """
GET       /cookies
POST      /csp-report
GET       /display
POST      /display
GET       /healthz
GET       /help
GET       /help/agreements
POST      /help/agreements/report
POST      /help/agreements/vote
GET       /join
POST      /join
GET       /join/account
POST      /join/account
GET       /join/code
POST      /join/code
POST      /join/link
GET       /join/link/<token>
POST      /join/send
GET       /enrol
POST      /enrol/<stage>
GET       /enrol/link/<token>
POST      /enrol/link/<token>
GET       /login
POST      /login
GET       /login/code
POST      /login/code
GET       /logout
POST      /logout
GET       /metrics
GET       /privacy
GET       /privacy/<day>
GET       /readyz
GET       /reset
POST      /reset
GET       /reset/code
POST      /reset/code
GET       /reset/password
POST      /reset/password
POST      /reset/send
GET       /terms
GET       /terms/<day>
GET       /verify
POST      /verify
GET       /verify/<number_>
POST      /verify/<number_>
POST      /verify/number
GET       /static/<address>
GET       /verify/anchors
GET       /verify/anchors/<int:number>.json
GET       /verify/anchors/<int:number>.p7s
GET       /verify/anchors/index.json
"""
WHOEVER_IS_SIGNED_IN = """
GET       /agreements
GET       /agreements/<number>
GET       /agreements/<number>/<key>
POST      /agreements/<number>/<key>
POST      /agreements/<number>/articles/<int:article>
GET       /agreements/<number>/bundle.zip
GET,POST  /agreements/<number>/decline
POST      /agreements/<number>/draft
POST      /agreements/<number>/identify/send
GET       /agreements/<number>/paper.pdf
POST      /agreements/<number>/pledge-articles/<int:article>
GET       /agreements/<number>/pledge-bundle.zip
POST      /agreements/<number>/pledge-draft
POST      /agreements/<number>/pledge-identify/send
GET       /agreements/<number>/pledge-paper.pdf
GET       /agreements/<number>/pledge-status
GET       /agreements/<number>/pledge-strokes
GET       /agreements/<number>/status
GET       /agreements/<number>/strokes
GET       /agreements/<number>/void-notice.pdf
GET       /me
GET       /me/consents
POST      /me/consents/withdraw
GET       /me/data
POST      /me/data
POST      /me/data/export
GET       /me/password
POST      /me/password
POST      /me/sessions/<session_id>/end
POST      /me/sessions/extend
GET       /menu
"""
ANY_STAFF = """
GET       /desk
GET       /desk/authenticator
POST      /desk/authenticator
GET       /desk/confirm
POST      /desk/confirm
GET       /desk/recovery
POST      /desk/recovery
POST      /desk/recovery/kept
GET       /login/password
POST      /login/password
"""
OFFICERS = """
GET       /desk/agreements
POST      /desk/agreements
GET       /desk/agreements/<number>
GET       /desk/people
POST      /desk/people
GET       /desk/people/<person_id>
POST      /desk/people/<person_id>/counter
POST      /desk/people/<person_id>/invite
GET       /desk/people/<person_id>/number
POST      /desk/people/<person_id>/number
POST      /desk/people/<person_id>/number/<change_id>/<act>
GET       /desk/agreements/<number>/strokes/<int:position>/<int:place>
GET       /desk/agreements/<number>/trail.csv
POST      /desk/agreements/<number>/trail.csv
GET       /desk/attention
GET       /desk/figures
GET       /desk/firms
POST      /desk/firms
GET       /desk/firms/new
POST      /desk/firms/new
GET       /desk/firms/<firm_id>
GET       /desk/firms/<firm_id>/people
POST      /desk/firms/<firm_id>/people
POST      /desk/firms/<firm_id>/people/<person_id>/leave
GET       /desk/agreements/<number>/bundle/<int:position>.zip
POST      /desk/agreements/<number>/bundle/<int:position>.zip
GET       /desk/agreements/<number>/contacts
POST      /desk/agreements/<number>/contacts
POST      /desk/agreements/<number>/correct
GET,POST  /desk/agreements/<number>/counter
GET,POST  /desk/agreements/<number>/extend
GET,POST  /desk/agreements/<number>/recall
POST      /desk/agreements/<number>/remind
GET       /desk/agreements/<number>/status
GET       /desk/agreements/drafts
GET       /desk/agreements/drafts/<draft_id>
POST      /desk/agreements/drafts/<draft_id>
POST      /desk/agreements/drafts/<draft_id>/live
GET       /desk/agreements/drafts/<draft_id>/paper.pdf
GET       /desk/agreements/drafts/<draft_id>/pledge-paper.pdf
POST      /desk/agreements/drafts/<draft_id>/release
POST      /desk/agreements/drafts/<draft_id>/return
POST      /desk/agreements/drafts/<draft_id>/take-back
GET       /desk/agreements/drafts/<draft_id>/text
GET       /desk/agreements/batches
POST      /desk/agreements/batches
GET       /desk/agreements/batches/<batch_id>
GET       /desk/agreements/batches/<batch_id>/progress
POST      /desk/agreements/batches/<batch_id>/confirm
POST      /desk/agreements/batches/<batch_id>/drop
GET       /desk/agreements/batches/<batch_id>/report.csv
GET       /desk/agreements/batches/<batch_id>/corrections.csv
GET       /desk/agreements/batches/sample.csv
GET       /desk/agreements/batches/sample.xlsx
GET       /desk/agreements/new
GET       /desk/senders
POST      /desk/senders/<sender_id>/approve
GET       /desk/subjects
GET       /desk/subjects/<number>
POST      /desk/subjects/<number>
GET       /desk/templates
GET       /desk/templates/<template_id>/<int:version>
POST      /desk/templates/<template_id>/<int:version>/ask
GET       /desk/templates/<template_id>/<int:version>/diff/<int:other>
POST      /desk/templates/<template_id>/<int:version>/discard
GET       /desk/templates/<template_id>/<int:version>/edit/<part>
POST      /desk/templates/<template_id>/<int:version>/edit/<part>
POST      /desk/templates/<template_id>/<int:version>/edit/<part>/preview
GET       /desk/templates/<template_id>/<int:version>/preview.pdf
POST      /desk/templates/<template_id>/drafts
"""
AUDITORS = """
GET       /desk/records
POST      /desk/records
POST      /desk/records/export
GET       /desk/records/months
GET       /desk/records/months/<month>
POST      /desk/records/months/<month>
"""
ADMINISTRATORS = """
GET       /desk/branches
POST      /desk/branches
GET       /desk/branches/<branch_id>
POST      /desk/branches/<branch_id>
POST      /desk/branches/<branch_id>/close
GET       /desk/products
GET       /desk/products/new
POST      /desk/products/new
GET       /desk/products/<product_id>
POST      /desk/products/<product_id>
POST      /desk/products/<product_id>/close
GET       /desk/policies
GET       /desk/policies/<key>
POST      /desk/policies/<key>
POST      /desk/senders
POST      /desk/senders/<sender_id>/stop
GET       /desk/retention
POST      /desk/retention/holds
POST      /desk/retention/holds/<hold_id>/lift
GET       /desk/staff
GET       /desk/staff/<account_id>
POST      /desk/staff/<account_id>/<act>
GET       /desk/staff/new
POST      /desk/staff/new
POST      /desk/templates/<template_id>/<int:version>/publish
POST      /desk/templates/<template_id>/<int:version>/send-back
"""
OVERSEERS = """
GET       /desk/rights
"""
DEMO_MODE = """
GET       /
GET       /demo/phone
GET       /demo/phone.json
GET       /demo/phone/<message_id>.wav
POST      /demo/reset
POST      /demo/sign-in
"""


def rows(text: str, who: str) -> set[tuple[str, str, str]]:
    return {(*line.split(), who) for line in text.strip().splitlines()}  # type: ignore[misc]


def opened(app: Flask) -> set[tuple[str, str, str]]:
    return {(",".join(row.methods), row.rule, row.who) for row in table(app)}


EVERY = (
    rows(EVERYBODY, PUBLIC)
    | rows(WHOEVER_IS_SIGNED_IN, SIGNED_IN)
    | rows(ANY_STAFF, STAFF)
    | rows(OFFICERS, OFFICER)
    | rows(AUDITORS, AUDITOR)
    | rows(ADMINISTRATORS, ADMIN)
    | rows(OVERSEERS, OVERSEER)
    | rows(DEMO_MODE, DEMO_ONLY)
)


def test_the_whole_table(app: Flask) -> None:
    assert opened(app) == EVERY


def test_production_has_no_demo_address(settings: Settings) -> None:
    real = replace(settings, mode="production", base_url="https://dojang.example")
    app = create_app(real)
    expected = {row for row in EVERY if row[2] != DEMO_ONLY} | {("GET", "/", PUBLIC)}
    assert opened(app) == expected
    database().dispose()


def path_of(rule: str) -> str:
    for name, value in (
        ("<number>", "AR-2026-0001"),
        ("<key>", "request"),
        ("<session_id>", "x"),
        ("<draft_id>", "x"),
        ("<message_id>", "x"),
        ("<month>", "2026-01"),
        ("<day>", "2026-01-01"),
        ("<template_id>", "credit-guarantee"),
        ("<int:version>", "1"),
        ("<int:other>", "1"),
        ("<part>", "articles"),
    ):
        rule = rule.replace(name, value)
    for name in ("<int:article>", "<int:position>", "<int:place>"):
        rule = rule.replace(name, "1")
    return rule.replace("<address>", "x.css")


@pytest.mark.parametrize(("methods", "rule", "who"), sorted(EVERY))
def test_a_stranger_at_every_door(app: Flask, methods: str, rule: str, who: str) -> None:
    for method in methods.split(","):
        wanted = who in (SIGNED_IN, *STAFF_ROLES)
        assert stopped(Visitor(app.test_client()), method, path_of(rule)) == wanted


def stopped(stranger: Visitor, method: str, path: str) -> bool:
    """Whether a stranger is sent to sign in, as a page and as htmx alike."""
    ask = stranger.get if method == "GET" else stranger.post
    page, part = ask(path), ask(path, HX_Request="true")
    sent = page.status_code == 303 and (page.location or "").startswith("/login?next=")
    told = part.status_code == 401 and part.headers["HX-Redirect"].startswith("/login?next=")
    assert sent == told
    return sent
