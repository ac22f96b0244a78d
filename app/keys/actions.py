"""Keys made, certified, taken up, retired; each of it stands in the audit chain."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.core.cms import Signer
from app.core.events import SYSTEM, Event
from app.db.types import new_id
from app.db.unit import Unit
from app.evidence import certificates as making
from app.evidence.certificates import PrivateKey
from app.gateways.signer.software import PublicKey, Software
from app.keys import checks, queries, rules
from app.keys.models import SealKey
from app.parties.models import Institution

if TYPE_CHECKING:
    from app.gateways.signer.pkcs11 import SecurityModule

RSA_BITS = 3072

Made = tuple[dict[str, str], PublicKey, Signer]
"""What we keep of a new key, its public half, and what signs with it."""


class KeyTrouble(Exception):
    """What was asked cannot be done with this key; says why, in English, for the operator."""


def create(
    u: Unit, institution: Institution, kind: str, module: SecurityModule | None = None
) -> SealKey:
    """A new key, REQUESTED: `request` holds what its certificate is asked for with (PKCS #10)."""
    if queries.in_state(u.session, institution.id, rules.REQUESTED):
        raise KeyTrouble("a key of this institution waits for its certificate already")
    key_id = new_id()
    if rules.in_module(kind):
        made = _in_module(f"dojang-{key_id}", kind, module)
    else:
        made = _in_software(_private(kind))
    secret, public, signer = made
    subject = making.name(institution.name, f"{institution.name} 전자봉인")
    row = SealKey(
        id=key_id,
        institution_id=institution.id,
        purpose=rules.SEAL,
        kind=kind,
        state=rules.REQUESTED,
        secret=secret,
        request=making.request(subject, public, signer),
        certificates="",
        created_at=u.now,
    )
    u.session.add(row)
    _record(u, row, "created")
    return row


def certify(u: Unit, row: SealKey, pem: str, roots: Sequence[x509.Certificate]) -> None:
    """Give a requested key its certificate and those above it; it seals from now on.

    Raises KeyTrouble for a certificate that is another key's, leads to none of `roots`, does not
    hold now or is not for signing.
    """
    if row.state != rules.REQUESTED:
        raise KeyTrouble(f"the key is {row.state}, it asks for no certificate")
    chain = checks.chain_of(pem)
    if problem := checks.problem(row.request, chain, roots, u.now):
        raise KeyTrouble(problem)
    row.certificates = "".join(link.public_bytes(Encoding.PEM).decode() for link in chain)
    row.not_after = chain[0].not_valid_after_utc
    activate(u, row)


def activate(u: Unit, row: SealKey) -> None:
    """Seal with this key from now on; the one before rests and can be taken up again."""
    if row.state == rules.RETIRED or not row.certificates:
        raise KeyTrouble(f"the key is {row.state}: it cannot seal")
    for earlier in queries.in_state(u.session, row.institution_id, rules.ACTIVE):
        earlier.state = rules.RESTING
    u.session.flush()
    row.state, row.activated_at = rules.ACTIVE, u.now
    _record(u, row, "activated")


def retire(u: Unit, row: SealKey) -> None:
    """Destroy what we hold of the private half. Papers sealed with it stay valid."""
    if not rules.may_retire(row.state):
        raise KeyTrouble(f"the key is {row.state}: only a requested or resting one is retired")
    row.state, row.secret, row.retired_at = rules.RETIRED, None, u.now
    _record(u, row, "retired")


def revoke(u: Unit, row: SealKey, since: datetime) -> None:
    """The key leaked: destroy what we hold of it; what was sealed from `since` on no longer counts.

    Papers whose timestamp is older stay valid. Nobody seals until another key is taken up.
    """
    if not rules.may_revoke(row.state) or row.revoked_at is not None:
        raise KeyTrouble(f"the key is {row.state}: there is nothing to revoke")
    if since > u.now:
        raise KeyTrouble("a key cannot leak in the future")
    row.state, row.secret, row.retired_at, row.revoked_at = rules.RETIRED, None, u.now, since
    _record(u, row, "revoked", since=since.isoformat())


def keep_authority(
    u: Unit, institution: Institution, private: PrivateKey, root: x509.Certificate
) -> SealKey:
    """Keep the institution's own authority: its key sealed, its certificate to hand out."""
    row = SealKey(
        id=new_id(),
        institution_id=institution.id,
        purpose=rules.AUTHORITY,
        kind=rules.P256,
        state=rules.ACTIVE,
        secret=_kept(private),
        request="",
        certificates=root.public_bytes(Encoding.PEM).decode(),
        not_after=root.not_valid_after_utc,
        created_at=u.now,
        activated_at=u.now,
    )
    u.session.add(row)
    _record(u, row, "authority-made")
    return row


def announce(u: Unit, row: SealKey) -> None:
    """That its certificate ends soon, once."""
    row.warned_at = u.now
    _record(u, row, "ends-soon")


def _private(kind: str) -> PrivateKey:
    if rules.uses_rsa(kind):
        return rsa.generate_private_key(65537, RSA_BITS)
    return ec.generate_private_key(ec.SECP256R1())


def _kept(private: PrivateKey) -> dict[str, str]:
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return {"pkcs8": base64.b64encode(der).decode()}


def _in_software(private: PrivateKey) -> Made:
    return _kept(private), private.public_key(), Software(private)


def _in_module(label: str, kind: str, module: SecurityModule | None) -> Made:
    from app.gateways.signer.module_keys import make
    from app.gateways.signer.pkcs11 import ModuleKey

    if module is None:
        raise KeyTrouble("PKCS11_MODULE, PKCS11_TOKEN and PKCS11_PIN are not set")
    public = make(module, label, use_rsa=rules.uses_rsa(kind))
    return {"label": label}, public, ModuleKey(module, label, public)


def _record(u: Unit, row: SealKey, what: str, **more: str) -> None:
    ends = row.not_after.isoformat() if row.not_after else ""
    facts = {"key": row.id, "kind": row.kind, "not_after": ends, **more}
    u.emit(Event(f"keys:key:{what}", f"seal-key:{row.id}", row.institution_id, SYSTEM, facts))
