"""The first day, rehearsed: an empty machine, production's settings, real processes, real mail."""

import http.client
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyotp
import pytest
from aiosmtpd.controller import Controller

from app import create_app
from app.accounts.models import Account
from app.db.unit import database
from app.evidence import keys
from app.gateways.demo_phone.models import DemoMessage
from app.parties.models import Institution
from tests.gateways.test_smtp import Mailbox
from tests.processes.whole import count
from tests.support.authorities import openssl_authority, serving
from tests.support.databases import Databases
from tests.support.postgres import free_port
from tests.support.server import LiveServer

SITE = "dojang.example"
PASSWORD = "우리 지점 앞 은행나무"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
"""Where a page's forms carry their token."""


class Browser:
    """Someone behind the institution's proxy: plain HTTP, cookies kept as they were given."""

    def __init__(self, port: int):
        self.port = port
        self.cookies: dict[str, str] = {}
        self.page = ""

    def get(self, path: str) -> int:
        return self._ask("GET", path, None)

    def post(self, path: str, **form: str) -> str:
        """Post a form; answers where it leads, or the status."""
        if not TOKEN.search(self.page):
            self.get("/display")
        form["csrf_token"] = TOKEN.findall(self.page)[0]
        status = self._ask("POST", path, urlencode(form))
        return self.location if status == 303 else str(status)

    def _ask(self, method: str, path: str, body: str | None) -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": SITE, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body, headers)
        answer = line.getresponse()
        self.page = answer.read().decode("utf-8", "replace")
        self.location = answer.getheader("Location") or ""
        for cookie in answer.msg.get_all("Set-Cookie") or []:
            assert cookie.startswith("__Host-"), cookie
            assert "Secure" in cookie
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        line.close()
        return answer.status


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """The institution's mail relay, on this machine, and its address."""
    box, port = Mailbox(), free_port()
    relay = Controller(box, hostname="localhost", port=port)
    relay.start()
    yield box, f"smtp://localhost:{port}"
    relay.stop()


def secrets_for_a_new_house(var: Path) -> dict[str, str]:
    """What `keys fresh` prints, as an operator puts it into the environment."""
    printed = LiveServer(f"sqlite:///{var}/x.db", var).run("keys", "fresh")
    return dict(line.split("=", 1) for line in printed.splitlines() if "=" in line)


def shown(printed: str, what: str) -> str:
    found = re.search(rf"^{what}\s+(\S+)", printed, re.MULTILINE)
    assert found, printed
    return found[1]


def code(uri: str, later: int = 0) -> str:
    """What an authenticator shows that was given this address."""
    app = pyotp.parse_uri(uri)
    assert isinstance(app, pyotp.TOTP)
    return app.at(int(time.time()) + later)


def test_the_first_day(databases: Databases, tmp_path: Path, mailbox: tuple[Mailbox, str]) -> None:
    (box, relay), url = mailbox, databases.empty()
    elsewhere = tmp_path / "authority"
    keys.make_demo(elsewhere)
    tsa = openssl_authority(elsewhere, elsewhere / "tsa.pem", elsewhere / "tsa.key")
    with serving(tsa) as authority:
        house = LiveServer(
            url,
            tmp_path / "var",
            MODE="production",
            BASE_URL=f"https://{SITE}",
            TIMESTAMP_URLS=authority,
            TIMESTAMP_TRUST=str(elsewhere / "trust.pem"),
            SMS_ADAPTER="none",
            VOICE_ADAPTER="none",
            MAIL_ADAPTER="smtp",
            SMTP_URL=relay,
            SMTP_FROM="sign@demo.example",
            **secrets_for_a_new_house(tmp_path / "scratch"),
        )
        house.run("migrate")
        made = house.run(*ADMIN)
        assert "FOUND has an administrator (boss)" in house.outcome(*ADMIN).stderr
        house.run("keys", "create", "FOUND", "--own-authority")
        house.start()
        try:
            _first_day(house, made, box)
            said = house.outcome("doctor")
            assert said.returncode == 0, said.stdout
            assert "look  gateways" in said.stdout
            assert "nobody can be called or sent a code" in said.stdout
        finally:
            house.stop()
    create_app(house.settings)
    assert (count(Institution), count(Account), count(DemoMessage)) == (1, 2, 0)
    database().dispose()
    databases.drop(url)
    assert not (tmp_path / "var" / "demo-secrets").exists()


ADMIN = (
    *("admin", "create", "FOUND", "--name", "가나신용보증재단", "--short-name", "가나재단"),
    *("--phone", "055-000-0000", "--login", "boss", "--person", "박관리"),
    *("--mail", "boss@demo.example"),
)


def _first_day(house: LiveServer, made: str, box: Mailbox) -> None:
    boss = Browser(house.port)
    assert boss.get("/demo/phone") == 404
    assert boss.post("/login", account="boss", password=shown(made, "password")) == (
        "/login/code?next=/desk"
    )
    assert boss.post("/login/code", code=code(shown(made, "app"))) == "/desk"
    assert boss.get("/desk/staff") == 303, "the password that was handed over opens nothing"
    assert boss.location == "/login/password"
    assert boss.post("/login/password", password=PASSWORD, again=PASSWORD) == "/desk"
    office = {"name": "창원지점", "phone": "055-000-0001", "mail": "office@demo.example"}
    assert boss.post("/desk/branches", **office) == "/desk/branches"
    boss.get("/desk/staff/new")
    (branch,) = re.findall(r'<option value="([0-9a-f-]{36})">창원지점', boss.page)
    who = {"login": "jiwon", "name": "한지원", "mail": "jiwon@demo.example"}
    assert boss.post("/desk/staff/new", **who, role="branch", branch=branch).startswith("/desk/")
    _comes_in(house, _link(box))


def _link(box: Mailbox) -> str:
    """The link in the mail to a newcomer, among whatever else arrives."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for mail in box.arrived:
            found = re.findall(rf"https://{SITE}(/enrol/link/\S+)", str(mail.get_content()))
            if found:
                return str(found[0])
        time.sleep(0.1)
    raise TimeoutError("no mail with a link arrived")


def _comes_in(house: LiveServer, link: str) -> None:
    officer = Browser(house.port)
    assert officer.get(link) == 200
    assert officer.post(link) == "/enrol"
    assert officer.post("/enrol/password", password=PASSWORD, again=PASSWORD) == "/enrol"
    officer.get("/enrol")
    secret = re.findall(r'<p class="hash">([A-Z2-7 ]+)</p>', officer.page)[0].replace(" ", "")
    uri = pyotp.TOTP(secret).provisioning_uri(name="jiwon")
    assert officer.post("/enrol/app", code=code(uri)) == "/enrol"
    officer.get("/enrol")
    assert len(re.findall(r"<code>", officer.page)) == 10
    assert officer.post("/enrol/codes") == "/login"
    officer.post("/login", account="jiwon", password=PASSWORD)
    assert officer.post("/login/code", code=code(uri, later=30)) == "/desk"
    assert officer.get("/desk/agreements") == 200


def test_what_was_lost_is_made_anew_at_the_machine(database_url: str, tmp_path: Path) -> None:
    house = LiveServer(database_url, tmp_path / "var")
    house.run("migrate")
    first = house.run(*ADMIN)
    again = house.run("admin", "reset", "FOUND", "boss")
    assert shown(first, "password") != shown(again, "password")
    assert shown(first, "app") != shown(again, "app")
    for words, said in (
        (("admin", "reset", "FOUND", "nobody"), "has no administrator nobody"),
        (("admin", "reset", "NOWHERE", "boss"), "no institution NOWHERE"),
        ((*ADMIN[:2], "NEW", *ADMIN[9:]), "NEW is new: say --name, --short-name, --phone too"),
        ((*ADMIN[:2], "new", *ADMIN[3:]), "capital letters"),
    ):
        refused = house.outcome(*words)
        assert (refused.returncode, said in refused.stderr) == (1, True), refused.stderr
