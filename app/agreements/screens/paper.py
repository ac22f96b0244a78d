"""약정서 as a file: the one to be signed, or the sealed one."""

from flask import Response, make_response
from werkzeug.http import dump_options_header

from app.agreements.queries import Visit, owner_of
from app.agreements.voiding import notice_of
from app.core.errors import NotFound, Refused
from app.db.unit import reading
from app.evidence.registry import seal_of, store


def download(visit: Visit, position: int) -> Response:
    """The PDF under a fixed name, to look at or to keep; once concluded, the sealed one alone."""
    if position > len(visit.papers):
        raise NotFound()
    document = visit.papers[position - 1].document
    name = visit.agreement.number if position == 1 else f"{visit.agreement.number}-pledge"
    if document.concluded_at is None:
        return _file(document.presign_key, f"{name}-unsigned.pdf")
    with reading() as session:
        seal = seal_of(session, document.id)
    if seal is None:
        raise Refused("SEAL_PENDING", 409)
    return _file(seal.store_key, f"{name}.pdf")


def void_notice(visit: Visit) -> Response:
    """약정 무효 확인서 of a request that ended after its guarantee was concluded."""
    with reading() as session:
        notice = notice_of(session, owner_of(visit.agreement.id))
        seal = seal_of(session, notice.id) if notice else None
    if notice is None:
        raise NotFound()
    if seal is None:
        raise Refused("SEAL_PENDING", 409)
    return _file(seal.store_key, f"{visit.agreement.number}-void.pdf")


def _file(key: str, name: str) -> Response:
    response = make_response(store().get(key))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = dump_options_header("inline", {"filename": name})
    return response
