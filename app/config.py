"""Settings: everything the deployment decides, read once from the environment and checked."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.core import mail_server
from app.core.keyring import KeyRing, parse_ring
from app.core.mail_server import MailServer

ROOT = Path(__file__).parents[1]
DATABASES = ("sqlite:///", "postgresql+psycopg://")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
ADAPTERS = {"SMS_ADAPTER": "none", "VOICE_ADAPTER": "none", "MAIL_ADAPTER": "smtp"}
"""What each channel knows besides the demo phone; `none`: it is not offered, and screens say so."""


class WrongSettings(Exception):
    """Names every setting that is missing or wrong, one sentence each."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """What a running Dojang needs to know. Build it with `from_environment`."""

    mode: str
    var: Path
    database_url: str
    base_url: str
    proxies: int
    secret_key: str = field(repr=False)
    ring: KeyRing = field(repr=False)
    keys: Path
    timestamp_urls: tuple[str, ...]
    timestamp_trust: str
    archive_hash: str
    pkcs11_module: str
    pkcs11_token: str
    pkcs11_pin: str = field(repr=False)
    metrics_token: str = field(repr=False)
    sms: str
    voice: str
    mail: str
    mail_server: MailServer | None

    @property
    def demo(self) -> bool:
        """Demo mode: fictitious data, demo phone, generous limits."""
        return self.mode == "demo"

    @property
    def bell(self) -> Path:
        """The socket over which this machine's worker is nudged."""
        return self.var / "worker.sock"

    @property
    def secure(self) -> bool:
        """Whether people reach us over https."""
        return self.base_url.startswith("https://")


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check every setting; raises WrongSettings naming all that are wrong at once."""
    return _Reader(os.environ if environ is None else environ).settings()


class _Reader:
    """Reads one setting after another and collects what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]):
        self.environ = environ
        self.problems: list[str] = []

    def settings(self) -> Settings:
        mode = self._mode()
        demo = mode == "demo"
        var = self._var()
        found = Settings(
            mode=mode,
            var=var,
            database_url=self._database_url(var),
            base_url=self._base_url(demo),
            proxies=self._proxies(),
            secret_key=self._secret(demo, var),
            ring=self._ring(demo, var),
            keys=Path(self.environ.get("KEYS") or var / "keys"),
            timestamp_urls=self._timestamps(demo),
            timestamp_trust=self.environ.get("TIMESTAMP_TRUST", ""),
            archive_hash=self._archive_hash(),
            **self._security_module(),
            metrics_token=self._metrics_token(),
            sms=self._adapter("SMS_ADAPTER", demo),
            voice=self._adapter("VOICE_ADAPTER", demo),
            mail=self._adapter("MAIL_ADAPTER", demo),
            mail_server=self._mail_server(),
        )
        if self.problems:
            raise WrongSettings(self.problems)
        return found

    def _mode(self) -> str:
        mode = self.environ.get("MODE", "demo")
        if mode not in ("demo", "production"):
            self.problems.append("MODE must be demo or production")
        return mode

    def _var(self) -> Path:
        var = Path(self.environ.get("VAR") or ROOT / "var").resolve()
        try:
            var.mkdir(parents=True, exist_ok=True, mode=0o700)  # papers are nobody else's
            usable = os.access(var, os.R_OK | os.W_OK | os.X_OK)
        except OSError:
            usable = False
        if not usable:
            self.problems.append(f"VAR: {var} cannot be written to")
        return var

    def _database_url(self, var: Path) -> str:
        url = self.environ.get("DATABASE_URL") or f"sqlite:///{var / 'dojang.db'}"
        if not url.startswith(DATABASES):
            self.problems.append(f"DATABASE_URL must start with {' or '.join(DATABASES)}")
        if url in ("sqlite:///", "sqlite:///:memory:"):
            self.problems.append("DATABASE_URL must name a file: web server and worker share it")
        return url

    def _base_url(self, demo: bool) -> str:
        url = self.environ.get("BASE_URL") or f"http://localhost:{self.environ.get('PORT', '8000')}"
        scheme, host = _site(url)
        if not host or not (scheme == "https" or (demo and host in LOOPBACK)):
            self.problems.append(
                "BASE_URL must be the https:// address people use"
                " (http:// only in demo mode, on this machine)"
            )
        return url.rstrip("/")

    def _proxies(self) -> int:
        text = self.environ.get("PROXIES", "0")
        if not (text.isascii() and text.isdigit() and len(text) == 1):
            self.problems.append("PROXIES must be the number of reverse proxies in front, 0 to 9")
            return 0
        return int(text)

    def _secret(self, demo: bool, var: Path) -> str:
        value = self.environ.get("SECRET_KEY", "")
        if not value and demo:
            return self._kept(var, "secret-key").hex()
        if len(value) < 32:
            self.problems.append("SECRET_KEY must be at least 32 characters")
        return value

    def _ring(self, demo: bool, var: Path) -> KeyRing:
        text, pepper = self.environ.get("KEY_RING", ""), self.environ.get("KEY_PEPPER", "")
        if not text and not pepper and demo:
            keys = {"demo": self._kept(var, "ring-demo")}
            return KeyRing("demo", keys, self._kept(var, "pepper"))
        return self._checked("KEY_RING / KEY_PEPPER", lambda: parse_ring(text, pepper))

    def _timestamps(self, demo: bool) -> tuple[str, ...]:
        urls = tuple(url for url in self.environ.get("TIMESTAMP_URLS", "").split(",") if url)
        if not urls and not demo:
            self.problems.append("TIMESTAMP_URLS must name an RFC 3161 timestamp authority")
        for url in urls:
            scheme, host = _site(url)
            if scheme not in ("http", "https") or not host:
                self.problems.append(f"TIMESTAMP_URLS: {url} is no http(s):// address")
        return urls

    def _security_module(self) -> dict[str, str]:
        names = ("PKCS11_MODULE", "PKCS11_TOKEN", "PKCS11_PIN")
        found = {name.lower(): self.environ.get(name, "") for name in names}
        if any(found.values()) and not all(found.values()):
            self.problems.append("PKCS11_MODULE, PKCS11_TOKEN, PKCS11_PIN: all of them or none")
        library = found["pkcs11_module"]
        if library and not Path(library).is_file():
            self.problems.append(f"PKCS11_MODULE: there is no {library}")
        return found

    def _archive_hash(self) -> str:
        value = self.environ.get("ARCHIVE_HASH", "sha256")
        if value not in ("sha256", "sha384", "sha512"):
            self.problems.append("ARCHIVE_HASH must be sha256, sha384 or sha512")
        return value

    def _metrics_token(self) -> str:
        value = self.environ.get("METRICS_TOKEN", "")
        if value and len(value) < 16:
            self.problems.append("METRICS_TOKEN must be at least 16 characters, or not be set")
        return value

    def _adapter(self, name: str, demo: bool) -> str:
        value, real = self.environ.get(name, "demo-phone" if demo else ""), ADAPTERS[name]
        if value == "demo-phone" and not demo:
            self.problems.append(f"{name}=demo-phone is refused in production")
        elif value not in (real, "demo-phone"):
            self.problems.append(f"{name} must be {real}, or demo-phone in demo mode")
        return value

    def _mail_server(self) -> MailServer | None:
        if self.environ.get("MAIL_ADAPTER") != "smtp":
            return None
        names = ("SMTP_URL", "SMTP_FROM", "SMTP_TRUST")
        try:
            return mail_server.parse(*(self.environ.get(name, "") for name in names))
        except ValueError as problem:
            self.problems += str(problem).splitlines()
            return None

    def _kept(self, var: Path, name: str) -> bytes:
        try:
            return _kept(var / "demo-secrets" / name, 32)
        except OSError:
            self.problems.append(f"VAR: {var}/demo-secrets/{name} cannot be read")
            return bytes(32)

    def _checked(self, name: str, read: Callable[[], KeyRing]) -> KeyRing:
        try:
            return read()
        except ValueError as problem:
            self.problems.append(f"{name}: {problem}")
            return KeyRing("none", {"none": bytes(32)}, bytes(32))


def _site(url: str) -> tuple[str, str]:
    """Scheme and host of an address, empty where there are none (or no port can be that one)."""
    try:
        parts = urlsplit(url)
        return (parts.scheme, parts.hostname or "") if parts.port != 0 else ("", "")
    except ValueError:
        return "", ""


def _kept(path: Path, size: int) -> bytes:
    """A demo secret: made at random once, then kept in the var folder."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(os.urandom(size))
    except FileExistsError:
        pass
    return path.read_bytes()
