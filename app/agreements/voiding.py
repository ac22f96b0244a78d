"""약정 무효 확인서: what says of a concluded agreement that it is void (decision 42).

A sealed paper never changes. When a request ends after its guarantee was concluded, a paper of its
own, without signers and sealed like the others, says so and why.
"""

from sqlalchemy.orm import Session

from app.agreements.papers import prepared, todays
from app.agreements.queries import AgreementView, view_by_owner
from app.core.clock import kst
from app.core.korean_ids import business_number_hyphened
from app.core.phone import hyphened
from app.core.texts import speaking, t
from app.db.unit import Unit, reading
from app.delivery import outbox
from app.delivery.outbox import Finish, Job
from app.delivery.rules import Lane
from app.evidence.fields import Data
from app.signing import documents as signing
from app.signing.models import Document
from app.signing.queries import documents_of, paper_of

KIND = "agreements.void-notice"
TEMPLATE = "void-notice"


def ask(u: Unit, owner: str) -> None:
    """Have the worker issue the notice of a request that ends now; once per request."""
    outbox.put(u, KIND, f"void:{owner}", {"owner": owner}, lane=Lane.PAPERS)


def notice_of(session: Session, owner: str) -> Document | None:
    """The notice of a request, or None where there is none, or none yet."""
    return next(iter(documents_of(session, _aggregate(owner))), None)


def issue(job: Job, *, demo: bool) -> Finish | None:
    """Render the notice; its row makes it a paper, which is sealed like the others."""
    owner = job.payload["owner"]
    with reading() as session:
        agreement = view_by_owner(session, owner)
        document = documents_of(session, owner)[0]
    template = todays(agreement.institution_id, TEMPLATE)
    paper = prepared(template, agreement.number, _data(agreement, document), (), demo=demo)

    def finish(u: Unit) -> None:
        signing.issue(u, agreement.institution_id, _aggregate(owner), paper)

    return finish


def _aggregate(owner: str) -> str:
    """The notice's own name: it is no step of the request's journey."""
    return f"{owner}:void"


def _data(agreement: AgreementView, document: Document) -> Data:
    assert document.concluded_at, "the notice was asked for because of this"
    assert agreement.ended_at, "and because the request ended"
    with speaking("ko"):
        reason = t(f"agreements.void.{agreement.state.lower()}")
    return {
        "number": agreement.number,
        "institution": agreement.institution,
        "branch": agreement.branch_name,
        "branch_phone": hyphened(agreement.branch_phone),
        "firm": agreement.firm,
        "business_number": business_number_hyphened(agreement.business_number),
        "title": paper_of(document).title,
        "document_hash": document.document_hash,
        "concluded_at": f"{kst(document.concluded_at):%Y-%m-%d %H:%M:%S} (한국시간)",
        "voided_at": f"{kst(agreement.ended_at):%Y-%m-%d %H:%M:%S} (한국시간)",
        "reason": reason,
    }
