"""Taking a paper from the store, strengthening it, keeping what came of it."""

from datetime import datetime
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy.orm import Session

from app.archive import actions, rules
from app.archive.strengthen import Archivist, NoRevocation
from app.config import Settings
from app.core import clock
from app.db.unit import Unit
from app.delivery.outbox import Finish
from app.evidence import keys, registry
from app.evidence.models import Seal
from app.evidence.seal import SealedPdf
from app.gateways.timestamp import NoTimestamp, Token
from app.keys.own import revocation_lists


class Hindered(Exception):
    """A paper could not be strengthened now; the message says what is missing."""


class Keeper:
    """Strengthens papers with this deployment's authorities; of one thread at a time.

    Raises OSError or ValueError when the roots cannot be read.
    """

    def __init__(self, settings: Settings):
        self._settings = settings
        self._archivist = Archivist(keys.authorities(settings), settings.archive_hash)

    def next_revision(self, session: Session, seal_id: str) -> Finish | None:
        """Make and keep the next revision of a seal's paper; what comes back registers it.

        None when it has one already. Raises Hindered.
        """
        seal = session.get_one(Seal, seal_id)
        newest = registry.seal_of(session, seal.document_id)
        if newest is None or newest.id != seal.id:
            return None
        settings = self._settings
        roots = keys.certificates(settings.keys / "trust.pem")
        if settings.timestamp_trust:
            roots += keys.certificates(Path(settings.timestamp_trust))
        own = [each.public_bytes(Encoding.DER) for each in revocation_lists(session)]
        try:
            sealed, token = self._archivist.strengthen(
                registry.store().get(seal.store_key),
                roots,
                [*own, *keys.revocation_lists(settings.keys)],
                fetching=not settings.demo,
            )
        except (NoTimestamp, NoRevocation) as problem:
            raise Hindered(str(problem)) from problem
        key = registry.keep_sealed(seal.document_id, sealed)
        by = renew_by(token)
        return partial(_register, seal_id=seal.id, sealed=sealed, store_key=key, renew_by=by)


def _register(
    u: Unit, *, seal_id: str, sealed: SealedPdf, store_key: str, renew_by: datetime
) -> None:
    actions.strengthened(u, seal_id, sealed, store_key, renew_by)


def renew_by(token: Token) -> datetime:
    """When a paper under this token needs its next revision."""
    certificate = token.certificate
    public = certificate.public_key()
    kind = "RSA" if isinstance(public, rsa.RSAPublicKey) else "EC"
    assert isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey)
    ends = rules.algorithm_ends(kind, public.key_size)
    return rules.renew_by(certificate.not_valid_after_utc, ends, clock.now())
