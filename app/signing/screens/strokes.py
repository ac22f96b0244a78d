"""A signature as it was written, to be shown on whoever's page may show it."""

from typing import Any

from app.core.errors import NotFound
from app.evidence.ink import commitment, parse_ink
from app.signing.models import Signature, Signer
from app.signing.replay import replay


def shown(signer: Signer, signature: Signature) -> dict[str, Any]:
    """What `signing/_strokes.html` takes; NotFound for a typed name, which has no strokes."""
    content = signature.content
    if content["method"] != "ink":
        raise NotFound()
    ink = parse_ink(content["content"])
    return {
        "replay": replay(ink),
        "name": signer.name,
        "signed_at": signature.at,
        "commitment": commitment(ink, bytes.fromhex(content["salt"])),
    }
