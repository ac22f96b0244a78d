"""What a signer has ticked, drawn or typed so far: kept until they sign, on whichever device."""

import unicodedata
from collections.abc import Sequence

from sqlalchemy import delete, select

from app.core.errors import Refused
from app.db.unit import Unit
from app.evidence.ink import parse_ink
from app.signing.models import Document, Draft, Signer
from app.signing.queries import Sitting
from app.signing.rules import OPEN, PARTLY


def keep_ticks(u: Unit, sitting: Sitting, ticked: Sequence[str]) -> None:
    """Keep the boxes as they stand; a box keeps the time of its first tick until it is cleared."""
    known = {tick.key for tick in sitting.paper.ticks}
    before = sitting.ticks
    now = u.now.isoformat()
    _draft(u, sitting).ticks = {key: before.get(key, now) for key in ticked if key in known}
    u.session.flush()


def keep_signature(
    u: Unit, sitting: Sitting, method: str, ink: str | None, name: str | None
) -> None:
    """Keep the signature as far as it goes; a malformed stroke list is refused."""
    if method not in ("ink", "name"):
        raise Refused("SIGNATURE_METHOD", 422)
    draft = _draft(u, sitting)
    kept = dict(draft.signature)
    kept["method"] = method
    if ink is not None:
        kept["ink"] = _readable_ink(ink) if ink else ""
    if name is not None:
        kept["name"] = unicodedata.normalize("NFC", name)[:40]  # some keyboards send single jamo
    draft.signature = kept
    u.session.flush()


def forget_drafts(u: Unit) -> int:
    """Throw away what was drawn for papers that ended without it, or were worded anew since; how
    many."""
    still_wanted = (
        select(Signer.id)
        .join(Document, Document.id == Signer.document_id)
        .where(
            Signer.id == Draft.signer_id,
            Document.document_hash == Draft.document_hash,
            Document.state.in_((OPEN, PARTLY)),
        )
    )
    gone = u.session.execute(delete(Draft).where(~still_wanted.exists()))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _draft(u: Unit, sitting: Sitting) -> Draft:
    if sitting.signature:
        raise Refused("ALREADY_SIGNED", 409)
    draft = u.session.get(Draft, sitting.signer.id)
    if draft is None:
        draft = Draft(signer_id=sitting.signer.id, ticks={}, signature={})
        u.session.add(draft)
    if draft.document_hash != sitting.document.document_hash:
        draft.document_hash = sitting.document.document_hash
        draft.ticks, draft.signature = {}, {}
    draft.updated_at = u.now
    return draft


def _readable_ink(text: str) -> str:
    try:
        parse_ink(text)
    except ValueError as problem:
        raise Refused("INK_MALFORMED", 422) from problem
    return text
