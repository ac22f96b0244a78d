"""Passwords: Argon2id, and the same work for an id that does not exist."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 46 MiB and two passes: twice OWASP's first choice (m=46 MiB, t=1, p=1). Measured 75 ms on one
# core; one lane, because the web process has few threads and a second core is for other people.
HASHER = PasswordHasher(time_cost=2, memory_cost=47104, parallelism=1)


def hashed(password: str) -> str:
    """The password's hash, with salt and parameters in it."""
    return HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; takes as long when there is no hash to compare with."""
    try:
        HASHER.verify(password_hash or nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


@cache
def nobodys() -> str:
    """The hash of a password that nobody knows; comparing with it takes as long as with any."""
    return hashed(secrets.token_urlsafe(16))
