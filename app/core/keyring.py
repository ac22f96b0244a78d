"""The key ring: AES-256-GCM under a named key, and blind indexes for exact look-ups.

A sealed value reads `version | key id length | key id | nonce | ciphertext`; the context (such as
`parties.number`) is authenticated with it, so a value cannot be moved to another column.
Rotation: add a key, make it the active one, keep the old ones until everything is re-encrypted.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = 1
_NONCE = 12


class UnreadableValue(ValueError):
    """A sealed value whose key is not on the ring, or that was altered or moved."""


@dataclass(frozen=True)
class KeyRing:
    """`keys`: id -> 32 bytes; `active`: the id new values are sealed under; `pepper`: 32 bytes."""

    active: str
    keys: Mapping[str, bytes] = field(repr=False)
    pepper: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.active not in self.keys:
            raise ValueError(f"the active key {self.active!r} is not on the ring")
        if any(len(key) != 32 for key in self.keys.values()) or len(self.pepper) < 32:
            raise ValueError("every key and the pepper must be 32 bytes long")

    def seal(self, plain: bytes, context: str) -> bytes:
        """Encrypt `plain` for `context` under the active key."""
        nonce = os.urandom(_NONCE)
        body = AESGCM(self.keys[self.active]).encrypt(nonce, plain, context.encode())
        return self.prefix + nonce + body

    @property
    def prefix(self) -> bytes:
        """What every value under the active key begins with."""
        kid = self.active.encode()
        return bytes([_VERSION, len(kid)]) + kid

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt what `seal` made; raises UnreadableValue."""
        if len(sealed) < 2 or sealed[0] != _VERSION:
            raise UnreadableValue("not a sealed value")
        end = 2 + sealed[1]
        key = self.keys.get(key_id(sealed))
        if key is None:
            raise UnreadableValue("its key is not on the ring")
        nonce, body = sealed[end : end + _NONCE], sealed[end + _NONCE :]
        try:
            return AESGCM(key).decrypt(nonce, body, context.encode())
        except (InvalidTag, ValueError) as problem:
            raise UnreadableValue("altered, or sealed for another place") from problem

    def blind(self, value: str, context: str) -> str:
        """A keyed fingerprint (hex) that finds `value` again without revealing it."""
        return hmac.new(self.pepper, f"{context}|{value}".encode(), hashlib.sha256).hexdigest()


def key_id(sealed: bytes) -> str:
    """The id of the key a value was sealed under."""
    return sealed[2 : 2 + sealed[1]].decode("ascii", "replace")


def parse_ring(text: str, pepper: str) -> KeyRing:
    """`new:BASE64,old:BASE64` (first is active) and a BASE64 pepper; raises ValueError."""
    pairs = [part.partition(":") for part in text.split(",") if part]
    if not pairs or any(not key or not name for name, _, key in pairs):
        raise ValueError("write name:base64-of-32-bytes, separated by commas, the active one first")
    keys = {name: _bytes(name, key) for name, _, key in pairs}
    return KeyRing(pairs[0][0], keys, _bytes("KEY_PEPPER", pepper))


def fresh_key() -> str:
    """32 random bytes as the settings want them."""
    return base64.b64encode(os.urandom(32)).decode()


def _bytes(name: str, text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as problem:
        raise ValueError(f"{name} is not base64") from problem
