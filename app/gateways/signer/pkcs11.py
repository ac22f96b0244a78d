"""Keys that stay in a security module (PKCS #11): we send what is to be signed, not more.

One session per process, opened when first needed and used by one thread at a time, as the standard
asks. A session that was lost is opened again; a PIN that was refused is not offered again.
"""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pkcs11
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11.exceptions import (
    NoSuchKey,
    PinExpired,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
)

from app.gateways.signer import NoSignature, WrongPin
from app.gateways.signer.software import PublicKey, holds

_REFUSALS = (PinExpired, PinIncorrect, PinInvalid, PinLenRange, PinLocked)
T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where the module is: its library, the token's label, the PIN, and what we remember of it.

    fingerprint: a keyed hash of the PIN. refused: the file in which a refused one is remembered, so
    that a process that is started again and again does not lock the token.
    """

    library: str
    token: str
    pin: str = field(repr=False)
    fingerprint: str = field(repr=False)
    refused: Path


class SecurityModule:
    """One token of one module. Nothing is opened before it is needed."""

    def __init__(self, place: Place, *, writable: bool = False):
        self._place = place
        self._writable = writable
        self._turn = threading.Lock()
        self._session: Any = None
        self._lost = False
        self._keys: dict[str, Any] = {}

    def use(self, act: Callable[[Any], T]) -> T:
        """Let `act` work with the session, alone, and once more if the session was lost.

        Raises NoSignature (WrongPin when the PIN is to blame).
        """
        with self._turn:
            try:
                return act(self._opened())
            except PKCS11Error:
                self._forget()
            try:
                return act(self._opened())
            except PKCS11Error as problem:
                self._forget()
                said = f"{type(problem).__name__} {problem}".strip()
                raise NoSignature(f"security module: {said}") from problem

    def private_key(self, session: Any, label: str) -> Any:
        """The key's handle, looked up once per session. Only inside `use`."""
        if label not in self._keys:
            try:
                self._keys[label] = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, label=label)
            except NoSuchKey as problem:
                raise NoSignature(f"security module: no key labelled {label}") from problem
        return self._keys[label]

    def close(self) -> None:
        """Log out."""
        with self._turn:
            if self._session is not None:
                self._session.close()
            self._forget()

    def _opened(self) -> Any:
        if self._session is None:
            place = self._place
            if place.refused.exists() and place.refused.read_text() == place.fingerprint:
                raise WrongPin("security module: this PIN was refused; it is not tried again")
            try:
                self._session = self._log_in(place)
            except _REFUSALS as problem:
                place.refused.write_text(place.fingerprint)
                raise WrongPin(f"security module: {type(problem).__name__}") from problem
        return self._session

    def _log_in(self, place: Place) -> Any:
        library = pkcs11.lib(place.library)
        if self._lost:  # a token that was away is only seen again after that
            library.reinitialize()
            self._lost = False
        token = library.get_token(token_label=place.token)
        return token.open(user_pin=place.pin, rw=self._writable)

    def _forget(self) -> None:
        self._session, self._lost = None, True
        self._keys.clear()


class ModuleKey:
    """core.cms.Signer over a key in the module, found by its label.

    Each signature is checked with `public`, the certificate's key: another key under that label,
    or a module at fault, must not make a seal that nobody can verify.
    """

    def __init__(self, module: SecurityModule, label: str, public: PublicKey):
        self._module = module
        self._label = label
        self._public = public

    def sign(self, message: bytes) -> bytes:
        """ECDSA (DER) or PKCS #1 v1.5, over the message's SHA-256; raises NoSignature."""
        signature = self._module.use(lambda session: self._sign(session, message))
        if not holds(self._public, signature, message):
            raise NoSignature(f"security module: {self._label} is not the certificate's key")
        return signature

    def _sign(self, session: Any, message: bytes) -> bytes:
        key = self._module.private_key(session, self._label)
        if key.key_type == pkcs11.KeyType.RSA:
            return bytes(key.sign(message, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
        digest = hashlib.sha256(message).digest()
        raw = key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))
