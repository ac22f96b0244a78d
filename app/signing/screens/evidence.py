"""Handing out the evidence bundle: made from rows and the kept paper, recorded, sent."""

from flask import Response, current_app, make_response
from werkzeug.http import dump_options_header

from app.core.events import Actor
from app.db.unit import reading, unit
from app.signing import bundles, documents
from app.signing.models import Document


def hand_out(document: Document, actor: Actor, person_id: str = "") -> Response:
    """The ZIP for staff, or for the signer who is that person; nothing leaves unrecorded.

    Raises NotFound and Refused as `bundles.gather` does.
    """
    with reading() as session:
        gathered = bundles.gather(session, document, person_id)
    roots = (current_app.config["DOJANG"].keys / "trust.pem").read_bytes()
    content = bundles.pack(gathered, roots)
    with unit() as u:
        documents.handed_out(u, document, actor, gathered.file_hash, whole=not person_id)
    response = make_response(content)
    response.mimetype = "application/zip"
    named = dump_options_header("attachment", {"filename": gathered.name})
    response.headers["Content-Disposition"] = named
    return response
