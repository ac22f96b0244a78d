"""`/verify/anchors`: the sealed anchors, for everybody and for machines."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request
from sqlalchemy import select

from app.audit.anchors import statement
from app.audit.models import Anchor
from app.db.unit import reading
from app.web.guards import public
from app.web.pages import render

doors = Blueprint("anchors", __name__, url_prefix="/verify/anchors")

MOST = 60
"""Anchors on one page: two months."""

_SEALED = select(Anchor).where(Anchor.seal.is_not(None)).order_by(Anchor.number.desc())


@doors.get("")
@public
def listed() -> Response:
    """The newest first; `before` leads to older ones."""
    before = request.args.get("before", type=int)
    query = _SEALED if before is None else _SEALED.where(Anchor.number < before)
    with reading() as session:
        found = session.scalars(query.limit(MOST)).all()
    older = found[-1].number if len(found) == MOST else None
    return render("anchors/list.html", anchors=found, older=older)


@doors.get("/index.json")
@public
def index() -> Response:
    """Every sealed anchor, the oldest first."""
    with reading() as session:
        found = session.scalars(_SEALED).all()
    return jsonify([_row(anchor) for anchor in reversed(found)])


@doors.get("/<int:number>.json")
@public
def content(number: int) -> Response:
    """The anchor's statement, to the byte as it was hashed and sealed."""
    return Response(statement(_sealed(number)), mimetype="application/json")


@doors.get("/<int:number>.p7s")
@public
def seal(number: int) -> Response:
    """Its seal (CMS, detached, DER) with the timestamp inside."""
    return Response(_sealed(number).seal, mimetype="application/pkcs7-signature")


def _sealed(number: int) -> Anchor:
    with reading() as session:
        anchor = session.get(Anchor, number) if number < 2**31 else None
    if anchor is None or anchor.seal is None:
        abort(404)
    return anchor


def _row(anchor: Anchor) -> dict[str, Any]:
    assert anchor.stamped_at is not None
    return {
        "number": anchor.number,
        "at": anchor.at.isoformat(),
        "stamped_at": anchor.stamped_at.isoformat(),
        "hash": anchor.hash,
    }
