"""Which key an institution's papers are sealed with."""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING

from cryptography import x509

from app.config import Settings
from app.core import clock
from app.core.cms import Identity, Signer
from app.db.types import ring
from app.db.unit import reading
from app.evidence import keys as folder
from app.evidence.seal import Sealer
from app.gateways.signer import NoSignature
from app.gateways.signer.software import PublicKey, read
from app.keys import queries, rules
from app.keys.models import SealKey

if TYPE_CHECKING:
    from app.gateways.signer.pkcs11 import SecurityModule

log = logging.getLogger(__name__)


class Sealers:
    """Institution -> its sealer. Keys stay loaded; which one is active is asked for each paper.

    An institution without a key in the register seals with the folder's, where there is one.
    """

    def __init__(self, settings: Settings):
        self._settings = settings
        self._timestamps = folder.authorities(settings)
        self._module: SecurityModule | None = None
        self._loaded: dict[str, tuple[str, Sealer]] = {}
        self._folder = self._from_folder()

    def __call__(self, institution_id: str) -> Sealer:
        """Raises NoSignature where there is no key."""
        with reading() as session:
            row = queries.active(session, institution_id)
        if row is None:
            if self._folder is None:
                raise NoSignature("the institution has no sealing key")
            return self._folder
        key_id, sealer = self._loaded.get(institution_id, ("", None))
        if sealer is None or key_id != row.id:  # the one before goes out of memory
            sealer = Sealer(self._identity(row), self._timestamps)
            self._loaded[institution_id] = (row.id, sealer)
        return sealer

    def _identity(self, row: SealKey) -> Identity:
        certificate, *above = x509.load_pem_x509_certificates(row.certificates.encode())
        return Identity(self._signer(row, certificate), certificate, above)

    def _signer(self, row: SealKey, certificate: x509.Certificate) -> Signer:
        secret = row.secret or {}
        if not rules.in_module(row.kind):
            return read(base64.b64decode(secret["pkcs8"]), "the key")
        self._module = self._module or module(self._settings)
        if self._module is None:
            raise NoSignature("PKCS11_MODULE is not set")
        from app.gateways.signer.pkcs11 import ModuleKey

        public = certificate.public_key()
        assert isinstance(public, PublicKey)
        return ModuleKey(self._module, secret["label"], public)

    def _from_folder(self) -> Sealer | None:
        if not (self._settings.keys / "seal.key").exists():
            return None
        mine = folder.identity(self._settings.keys, "seal")
        ends = mine.certificate.not_valid_after_utc
        if rules.ends_soon(ends, clock.now()):
            log.warning("certificate of seal.key ends %s", ends)
        return Sealer(mine, self._timestamps)


def module(settings: Settings, *, writable: bool = False) -> SecurityModule | None:
    """The security module of these settings, or None."""
    if not settings.pkcs11_module:
        return None
    from app.gateways.signer.pkcs11 import Place, SecurityModule  # 80 ms nobody else needs

    place = Place(
        library=settings.pkcs11_module,
        token=settings.pkcs11_token,
        pin=settings.pkcs11_pin,
        fingerprint=ring().blind(settings.pkcs11_pin, "pkcs11.pin"),
        refused=settings.var / "pkcs11-pin-refused",
    )
    return SecurityModule(place, writable=writable)
