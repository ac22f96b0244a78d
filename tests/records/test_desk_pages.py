"""Which of the desk's pages show personal data: each of them must leave a record (test_log)."""

from flask import Flask

from app.web.guards import table

RECORDED = """
GET       /desk/agreements
POST      /desk/agreements
GET       /desk/agreements/<number>
GET       /desk/agreements/<number>/contacts
GET       /desk/agreements/<number>/bundle/<int:position>.zip
GET       /desk/agreements/<number>/strokes/<int:position>/<int:place>
GET       /desk/agreements/<number>/trail.csv
GET       /desk/agreements/drafts/<draft_id>
GET       /desk/agreements/drafts/<draft_id>/paper.pdf
GET       /desk/agreements/drafts/<draft_id>/pledge-paper.pdf
GET       /desk/agreements/drafts/<draft_id>/text
POST      /desk/agreements/drafts/<draft_id>
POST      /desk/agreements/drafts/<draft_id>/release
GET,POST  /desk/agreements/<number>/counter
GET       /desk/agreements/batches/<batch_id>
GET       /desk/agreements/batches/<batch_id>/report.csv
GET       /desk/agreements/batches/<batch_id>/corrections.csv
POST      /desk/agreements/batches/<batch_id>/confirm
GET       /desk/subjects
GET       /desk/subjects/<number>
GET       /desk/attention
GET       /desk/people
POST      /desk/people
GET       /desk/people/<person_id>
GET       /desk/people/<person_id>/number
GET       /desk/firms/<firm_id>
"""
NOBODYS = """
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
POST      /desk/templates/<template_id>/<int:version>/publish
POST      /desk/templates/<template_id>/<int:version>/send-back
GET       /desk/authenticator
POST      /desk/authenticator
GET       /desk/confirm
POST      /desk/confirm
GET       /desk/recovery
POST      /desk/recovery
POST      /desk/recovery/kept
GET       /desk/senders
POST      /desk/senders/<sender_id>/approve
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
GET       /desk/staff
GET       /desk/staff/<account_id>
POST      /desk/staff/<account_id>/<act>
GET       /desk/staff/new
POST      /desk/staff/new
GET       /desk/rights
GET       /desk
GET       /desk/agreements/<number>/status
GET       /desk/agreements/drafts
GET       /desk/agreements/batches
POST      /desk/agreements/batches
GET       /desk/agreements/batches/<batch_id>/progress
POST      /desk/agreements/batches/<batch_id>/drop
GET       /desk/agreements/batches/sample.csv
GET       /desk/agreements/batches/sample.xlsx
GET       /desk/agreements/new
GET,POST  /desk/agreements/<number>/extend
GET,POST  /desk/agreements/<number>/recall
POST      /desk/agreements/<number>/correct
POST      /desk/agreements/<number>/remind
POST      /desk/agreements/drafts/<draft_id>/live
POST      /desk/agreements/drafts/<draft_id>/return
POST      /desk/agreements/drafts/<draft_id>/take-back
POST      /desk/agreements/<number>/contacts
POST      /desk/agreements/<number>/bundle/<int:position>.zip
POST      /desk/agreements/<number>/trail.csv
POST      /desk/people/<person_id>/counter
POST      /desk/people/<person_id>/invite
POST      /desk/people/<person_id>/number
POST      /desk/people/<person_id>/number/<change_id>/<act>
GET       /desk/firms
POST      /desk/firms
GET       /desk/firms/new
POST      /desk/firms/new
GET       /desk/firms/<firm_id>/people
POST      /desk/firms/<firm_id>/people
POST      /desk/firms/<firm_id>/people/<person_id>/leave
GET       /desk/figures
GET       /desk/retention
POST      /desk/retention/holds
POST      /desk/retention/holds/<hold_id>/lift
POST      /desk/subjects/<number>
GET       /desk/records
POST      /desk/records
POST      /desk/records/export
GET       /desk/records/months
GET       /desk/records/months/<month>
POST      /desk/records/months/<month>
"""
"""A way onward, staff themselves, or the log with masked names."""


def test_every_page_of_the_desk_is_one_or_the_other(app: Flask) -> None:
    """A new page calls `records.looking.shows` and stands here, or needs none and says so."""
    known = {tuple(line.split()) for line in (RECORDED + NOBODYS).split("\n") if line}
    desk = {(",".join(row.methods), row.rule) for row in table(app) if "/desk" in row.rule}
    assert desk == known
