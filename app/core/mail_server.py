"""Which mail server takes our mail: read from an address."""

from collections.abc import Iterator
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
    on this machine, in the clear). Raises ValueError naming every setting that is wrong, each in
    a line."""
    if wrong := [*_wrong_url(url), *_wrong_sender(sender), *_wrong_trust(trust)]:
        raise ValueError("\n".join(wrong))
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
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


def _wrong_url(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as problem:
        yield f"SMTP_URL: {problem}"
        return
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/"):
        yield "SMTP_URL must look like smtps://user:password@host or smtp://host:587"


def _wrong_sender(sender: str) -> Iterator[str]:
    if not _is_address(sender):
        yield "SMTP_FROM must be the mail address that people see as the sender"


def _wrong_trust(trust: str) -> Iterator[str]:
    if trust and not Path(trust).is_file():
        yield f"SMTP_TRUST: there is no {trust}"
