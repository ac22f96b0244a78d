"""Mail leaves for a real server over TLS (aiosmtpd), and how it fails is told apart."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.core import clock as time
from app.core.mail_server import MailServer
from app.gateways.failures import Undelivered
from app.gateways.mail.smtp import Smtp
from tests.support.postgres import free_port

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")

ACCOUNT = LoginPassword(b"dojang", b"secret word")


class Mailbox:
    """What arrived; some recipients are not known, some must wait."""

    def __init__(self) -> None:
        self.arrived: list[EmailMessage] = []

    async def handle_RCPT(
        self, server: object, session: Session, envelope: Envelope, to: str, options: list[str]
    ) -> str:
        if to.startswith("nobody"):
            return "550 no such mailbox"
        if to.startswith("later"):
            return "451 come again"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: object, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        if b"spam" in content:
            return "554 not this"
        self.arrived.append(message_from_bytes(content, policy=policy.default))  # type: ignore
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of `localhost` that vouches for itself; its key beside it."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(time.now() - timedelta(days=1))
        .not_valid_after(time.now() + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.key").write_bytes(plain)
    (folder / "server.pem").write_bytes(made.public_bytes(Encoding.PEM))
    return folder / "server.pem"


def check(*asked: object) -> AuthResult:
    return AuthResult(success=asked[-1] == ACCOUNT, handled=False)


@contextmanager
def serving(box: Mailbox, certificate: Path, cover: str) -> Iterator[MailServer]:
    """A mail server that wants the account, under TLS from the start or after STARTTLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_name("server.key"))
    with_auth = {"authenticator": check, "auth_required": True}
    ways = {
        "tls": {"ssl_context": context, "auth_require_tls": False, **with_auth},
        "starttls": {"tls_context": context, "require_starttls": True, **with_auth},
        "none": {},
    }
    port = free_port()
    server = Controller(box, hostname="localhost", port=port, **ways[cover])
    server.start()
    try:
        yield MailServer(
            "localhost",
            port,
            cover,  # type: ignore[arg-type]
            "" if cover == "none" else "dojang",
            "" if cover == "none" else "secret word",
            "데모재단 <sign@demo.example>",
            str(certificate),
        )
    finally:
        server.stop()


@pytest.mark.parametrize("cover", ["tls", "starttls", "none"])
def test_a_mail_arrives_as_it_was_written(certificate: Path, cover: str) -> None:
    box = Mailbox()
    with serving(box, certificate, cover) as server:
        Smtp(server).knock()
        ref = Smtp(server).post("k:1", "gildong@demo.example", "약정이 체결되었습니다", "본문\n끝")
    (mail,) = box.arrived
    assert mail["To"] == "gildong@demo.example"
    assert mail["From"] == "데모재단 <sign@demo.example>"
    assert mail["Subject"] == "약정이 체결되었습니다"
    assert mail.get_content().replace("\r\n", "\n").strip() == "본문\n끝"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == ref
    assert ref.endswith("@demo.example>")


def test_the_same_message_has_the_same_id(certificate: Path) -> None:
    box = Mailbox()
    with serving(box, certificate, "none") as server:
        refs = [Smtp(server).post(key, "a@demo.example", "제목", "본문") for key in "112"]
    assert refs[0] == refs[1] != refs[2]


@pytest.mark.parametrize(
    ("to", "subject", "reason"),
    [
        ("nobody@demo.example", "제목", "bad_number"),
        ("later@demo.example", "제목", "throttled"),
        ("gildong@demo.example", "spam", "rejected"),
    ],
)
def test_what_the_server_refuses(certificate: Path, to: str, subject: str, reason: str) -> None:
    box = Mailbox()
    with serving(box, certificate, "tls") as server, pytest.raises(Undelivered) as caught:
        Smtp(server).post("k", to, subject, "본문")
    assert caught.value.reason == reason
    assert box.arrived == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"password": "wrong"}, "auth"),
        ({"trust": ""}, "config"),
        ({"port": 9}, "throttled"),
        ({"host": "127.0.0.1"}, "config"),
    ],
)
def test_what_is_wrong_with_the_line(
    certificate: Path, changes: dict[str, str], reason: str
) -> None:
    opened = serving(Mailbox(), certificate, "starttls")
    with opened as server, pytest.raises(Undelivered) as caught:
        Smtp(replace(server, **changes)).knock()  # type: ignore[arg-type]
    assert caught.value.reason == reason
