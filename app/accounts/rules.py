"""How long a session lives, how often a password may be wrong, what a device is called. Pure."""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.common import is_common
from app.limits.rules import Patience

SIGNER, STAFF = "signer", "staff"
"""The two kinds of accounts."""


BRANCH, ADMIN, AUDITOR = "branch", "admin", "auditor"
"""What staff do: serve a branch's customers, run the institution's house, read its records."""
POSTS = (BRANCH, ADMIN, AUDITOR)


@dataclass(frozen=True)
class Stay:
    """How long a session lives: untouched, at most, and however often it is extended."""

    idle: timedelta
    absolute: timedelta
    longest: timedelta


STAYS = {
    SIGNER: Stay(timedelta(minutes=15), timedelta(minutes=60), timedelta(hours=8)),
    STAFF: Stay(timedelta(minutes=10), timedelta(hours=8), timedelta(hours=8)),
}
"""Decision 47."""

PROOF_TIME = timedelta(minutes=5)
"""How long after the password a member of staff may take to show the second factor."""
PROOF_TRIES = Patience(5, timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))
"""Per account; only who knows the password gets to use them up."""
STEP_UP = timedelta(minutes=5)
"""How long ago the second factor may have been shown for a sensitive act (decision 47)."""
ENROL_TIME = timedelta(hours=24)
"""How long a link to enrol lives, and what was begun with it."""
TEMPORARY_TIME = timedelta(hours=72)
"""How long a password that an operator handed over lives; it is changed at the first sign-in."""
RECOVERY_CODES = 10
SHEET_TIME = timedelta(hours=1)
"""How long fresh recovery codes can be read again if nobody says they are written down."""
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""For what people copy by hand: no 0 O 1 I."""
TOTP_STEP = 30
"""Seconds a code lives (RFC 6238)."""

NOTICE = timedelta(minutes=10)
"""From here on before the absolute end, pages offer to extend."""
SEEN_EVERY = timedelta(minutes=1)
"""`last_seen_at` is written at most this often, so idle sessions end up to this much early."""

PASSWORD_LENGTH = (8, 128)
LOGIN_SHAPE = re.compile(r"[a-z][a-z0-9._-]{3,31}", re.ASCII)
"""An id that people choose: it is read out on the telephone and typed on any keyboard."""
CHANGE_TRIES = Patience(5, timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))
"""Wrong present passwords, by whoever holds the session, while a new one is to be set."""

DEVICE_TRIES = Patience(10, timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))
"""Per account and device; a stranger's device is the address it comes from."""
STRANGER_TRIES = Patience(50, timedelta(minutes=1), timedelta(minutes=15), timedelta(days=1))
"""Per account over all unknown devices together, so that many addresses don't help to guess."""
ADDRESS_TRIES, ADDRESS_WINDOW = 60, timedelta(minutes=10)
"""Sign-ins from one address that are unremarkable; carriers share addresses, so never blocked."""

BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("Whale", "Whale"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def is_live(
    kind: str, last_seen_at: datetime, ends_at: datetime, ended_at: datetime | None, now: datetime
) -> bool:
    """Whether a session still counts: not ended, not idle for too long, not past its end."""
    return ended_at is None and now < ends_at and now - last_seen_at < STAYS[kind].idle


def extended_end(kind: str, created_at: datetime, now: datetime) -> datetime:
    """The absolute end of a session that is extended now."""
    return min(now + STAYS[kind].absolute, created_at + STAYS[kind].longest)


def time_step(now: datetime) -> int:
    """Which of the half minutes since 1970 it is."""
    return int(now.timestamp()) // TOTP_STEP


def seconds_to_next(now: datetime) -> int:
    """When an authenticator shows its next code."""
    return TOTP_STEP - int(now.timestamp()) % TOTP_STEP


def token_hash(token: str) -> str:
    """What is stored of a session's token (256 random bits, so a plain SHA-256 is enough)."""
    return hashlib.sha256(token.encode()).hexdigest()


def normal_login(text: str) -> str:
    """A login id as it is compared: no blanks around, one width, small letters."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def login_problem(login_id: str) -> str:
    """Why a (normal) id cannot be chosen: `shape`, or an empty text when it can."""
    return "" if LOGIN_SHAPE.fullmatch(login_id) else "shape"


def password_problem(password: str, login_id: str) -> str:
    """Why a password cannot be chosen: `length`, `same` as the id, `common`; else an empty text.

    Length and a list, no rules about kinds of signs (NIST SP 800-63B, ASVS 6.2).
    """
    shortest, longest = PASSWORD_LENGTH
    if not shortest <= len(password) <= longest:
        return "length"
    if normal_login(password) in (login_id, login_id[::-1], login_id * 2):
        return "same"
    return "common" if is_common(password) else ""


def is_fresh(proved_at: datetime, now: datetime) -> bool:
    """Whether the second factor was shown recently enough for a sensitive act."""
    return now - proved_at <= STEP_UP


def recovery_code() -> str:
    """Ten letters and figures (50 random bits), as they are written down: `7KQ2M-XW4TB`."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def normal_code(text: str) -> str:
    """A recovery code as it is compared: capitals and figures alone."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())


def device_label(user_agent: str) -> str:
    """Browser family and system: `Chrome · Android`; `Web` for anything unknown."""
    found = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return " · ".join(word for word in found if word) or "Web"


def _first(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in words if mark in text), "")
