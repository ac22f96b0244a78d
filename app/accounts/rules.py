"""How long a session lives, how often a password may be wrong, what a device is called. Pure."""

import hashlib
import unicodedata
from datetime import datetime, timedelta

from app.limits.rules import Patience

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(minutes=60)
LONGEST = timedelta(hours=8)
"""However often it is extended, a session ends this long after signing in."""
NOTICE = timedelta(minutes=10)
"""From here on before the absolute end, pages offer to extend."""
SEEN_EVERY = timedelta(minutes=1)
"""`last_seen_at` is written at most this often, so idle sessions end up to this much early."""

PASSWORD_LENGTH = (8, 128)

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
    last_seen_at: datetime, ends_at: datetime, ended_at: datetime | None, now: datetime
) -> bool:
    """Whether a session still counts: not ended, not idle for too long, not past its end."""
    return ended_at is None and now < ends_at and now - last_seen_at < IDLE


def extended_end(created_at: datetime, now: datetime) -> datetime:
    """The absolute end of a session that is extended now."""
    return min(now + ABSOLUTE, created_at + LONGEST)


def token_hash(token: str) -> str:
    """What is stored of a session's token (256 random bits, so a plain SHA-256 is enough)."""
    return hashlib.sha256(token.encode()).hexdigest()


def normal_login(text: str) -> str:
    """A login id as it is compared: no blanks around, one width, small letters."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def device_label(user_agent: str) -> str:
    """Browser family and system: `Chrome · Android`; `Web` for anything unknown."""
    found = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return " · ".join(word for word in found if word) or "Web"


def _first(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in words if mark in text), "")
