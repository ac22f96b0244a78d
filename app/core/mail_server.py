"""Which mail server takes our mail: read from an address."""

from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

HERE = ("localhost", "127.0.0.1", "::1")

Cover = Literal["tls", "starttls", "none"]
PORTS: dict[Cover, int] = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True)
class MailServer:
    """Where and how to hand mail over. cover: TLS from the first byte, after STARTTLS, or, for a
    relay on this machine, none. trust: PEM bundle with its authority; empty: the system's."""

    host: str
    port: int
    cover: Cover
    user: str
    password: str = field(repr=False)
    sender: str
    trust: str


def parse(url: str, sender: str, trust: str) -> MailServer:
    """`smtps://user:password@host:465`, `smtp://host:587` (STARTTLS), `smtp://localhost` (a relay
    on this machine, in the clear). Raises ValueError naming the setting that is wrong."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise ValueError(f"SMTP_URL: {problem}") from problem
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/"):
        raise ValueError("SMTP_URL must look like smtps://user:password@host or smtp://host:587")
    if not _is_address(sender):
        raise ValueError("SMTP_FROM must be the mail address that people see as the sender")
    if trust and not Path(trust).is_file():
        raise ValueError(f"SMTP_TRUST: there is no {trust}")
    user = unquote(parts.username or "")
    cover: Cover = "tls" if parts.scheme == "smtps" else "starttls"
    if cover == "starttls" and host in HERE and not user:
        cover = "none"
    password = unquote(parts.password or "")
    return MailServer(host, port or PORTS[cover], cover, user, password, sender, trust)


def _is_address(text: str) -> bool:
    _, address = parseaddr(text)
    name, at, host = address.rpartition("@")
    return bool(at and name and "." in host and address.isascii() and address.isprintable())
