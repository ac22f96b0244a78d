"""The sample nginx in front of two real web processes: TLS, HTTP/2, addresses, sizes, a death."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from app.db.unit import database
from app.evidence.models import Seal
from app.signing.models import Signature
from app.wiring import assemble
from tests.processes.crew import answers, left, wait_until
from tests.processes.whole import count
from tests.support import demo_phone
from tests.support.databases import Databases
from tests.support.nginx import Nginx
from tests.support.personal import found_in
from tests.support.postgres import free_port
from tests.support.server import LiveServer
from tests.support.signer import ANSWERS, NUMBER
from tests.support.wire import Wire

HERE = f"/agreements/{NUMBER}"
SPOOFED = {"X-Forwarded-For": "203.0.113.9"}
TOKEN = "a token of sixteen"
PAGES = Path(__file__).parents[2] / "deploy/nginx"
SAID_AT_THE_START = ("도장", "demo accounts", "demo phone")
LOOKS = ("doctor", "outbox parked", "seals waiting", "keys list", "archive due")


class Site:
    """`serve` and a second web process behind nginx, as `deploy/` lays them out."""

    def __init__(self, database_url: str, var: Path):
        self.nginx, self.second = Nginx(), free_port()
        self.live = LiveServer(
            database_url, var, BASE_URL=self.nginx.url, PROXIES="1", METRICS_TOKEN=TOKEN
        )
        self.nginx.configure(self.live.port, self.second)

    def start(self) -> None:
        """Everything, until both web processes answer."""
        self.live.start()
        self.start_second()
        self.nginx.start()

    def start_second(self) -> None:
        """The second web process."""
        self.web = self.live.flask("web", "--port", str(self.second))
        wait_until(lambda: answers(f"http://127.0.0.1:{self.second}"), self.live.log)

    def kill_second(self) -> None:
        """kill -9."""
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()

    def visitor(self, **more: str) -> Wire:
        """Somebody outside."""
        return Wire(self.nginx.url, more, trust=str(self.nginx.certificate))

    def stop(self) -> None:
        """Everything ends."""
        self.nginx.stop()
        self.kill_second()
        self.live.stop()


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all tests here: nginx starts once."""
    url = databases.fresh()
    made = Site(url, tmp_path_factory.mktemp("site") / "var")
    made.start()
    yield made
    made.stop()
    databases.drop(url)


def test_nginx_takes_the_sample(site: Site) -> None:
    checked = site.nginx.check()
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr


def test_signing_in_works_and_cookies_are_the_hosts_own(site: Site) -> None:
    visitor = site.visitor()
    visitor.sign_in("gildong")
    assert visitor.get("/agreements").status == 200
    assert set(visitor.cookies) == {"__Host-form", "__Host-sid", "__Host-device"}


def test_pages_keep_their_headers_and_their_compression(site: Site) -> None:
    visitor = site.visitor(**{"Accept-Encoding": "br"})
    page = visitor.get("/login")
    assert page.headers.get_all("Strict-Transport-Security") == [
        "max-age=63072000; includeSubDomains"
    ]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Encoding"] == "br"
    script = re.search(r'src="?(/static/app\.\w+\.js)', page.text)
    assert script
    asset = visitor.get(script[1])
    assert (asset.status, asset.headers["Content-Encoding"]) == (200, "br")
    assert "immutable" in asset.headers["Cache-Control"]


def test_a_number_leads_from_the_page_to_both_logs(site: Site) -> None:
    asked = site.visitor().get("/nothing/here?name=secret")
    number = asked.headers["X-Request-Id"]
    assert number in asked.text
    wait_until(lambda: number in site.nginx.log.read_text(), site.live.log)
    line = next(line for line in site.nginx.log.read_text().splitlines() if number in line)
    assert (json.loads(line)["status"], json.loads(line)["path"]) == (404, "/nothing/here")
    assert "secret" not in site.nginx.log.read_text()
    assert "127.0.0.1" not in line.replace(json.loads(line)["upstream"], "")


def test_http_2_is_spoken_and_http_leads_to_https(site: Site) -> None:
    line = ["curl", "-sS", "--http2", "--cacert", str(site.nginx.certificate), "-o", "/dev/null"]
    told = ["-w", "%{http_version} %{http_code}", f"{site.nginx.url}/login"]
    assert subprocess.run([*line, *told], capture_output=True, check=True).stdout == b"2 200"
    plain = f"http://localhost:{site.nginx.plain_port}/login?a=b"
    told = ["-w", "%{http_code} %{redirect_url}", plain]
    led = subprocess.run([*line, *told], capture_output=True, text=True, check=True).stdout
    assert led == "308 https://localhost/login?a=b"


def test_monitoring_is_not_for_the_street(site: Site) -> None:
    assert site.visitor().get("/metrics").status == 404
    assert answers(f"http://127.0.0.1:{site.live.port}")


def test_what_is_too_large_is_refused_calmly(site: Site) -> None:
    visitor = site.visitor()
    visitor.sign_in("gildong")
    for size in (10_000_000, 300_000):
        nginx = visitor.post("/login", {"account": "x" * size})
        assert nginx.status == 413
        assert nginx.text == (PAGES / "too-large.html").read_text("utf-8")
        visitor.close()  # nginx ends the connection, as it did not read what was sent
    assert visitor.get("/agreements").status == 200


def test_only_the_address_that_nginx_states_is_believed(site: Site) -> None:
    """Starting the demo over is for this machine alone: whoever comes from elsewhere gets 404."""
    assert site.visitor(**SPOOFED).post("/demo/reset", {}).status == 200
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{site.live.url}/demo/reset", b"", SPOOFED), timeout=60)
    assert refused.value.code == 404


@pytest.fixture
def inside(site: Site) -> Iterator[None]:
    """A look into the site's database, once everything that is due has been done."""
    assemble(site.live.settings)
    wait_until(lambda: left() == 0, site.live.log)
    yield
    database().dispose()


def test_a_web_process_that_is_killed_loses_nothing(site: Site, inside: None) -> None:
    before = count(Signature), count(Seal)
    signer = site.visitor()
    signer.enter()
    for step in ("request", "cautions", "text"):
        assert answered(signer, step) == 303
    site.kill_second()
    for step in ("ticks", "sign"):
        assert answered(signer, step) == 303
    site.start_second()
    signer.get(f"{HERE}/identify")
    codes = codes_on_phone(site)
    form = {"channel": "sms", "idempotency_key": signer.key}
    assert signer.post(f"{HERE}/identify/send", form).status == 303
    code = demo_phone.code(site.live, "sms", after=codes)
    signer.get(f"{HERE}/identify")
    form = {"code": code, "idempotency_key": signer.key}
    found = dies_meanwhile(site, signer, form)
    assert 303 in found
    assert set(found) <= {303, 503}
    assert signer.post(f"{HERE}/identify", form).headers["Location"] == f"{HERE}/done"
    wait_until(lambda: left() == 0, site.live.log)
    assert (count(Signature), count(Seal)) == (before[0] + 1, before[1] + 1)
    assert codes_on_phone(site) == codes + 1
    assert "0 faults" in site.live.run("audit", "check")


def codes_on_phone(site: Site) -> int:
    """How many codes arrived by SMS."""
    return sum(bool(message["code"]) for message in demo_phone.messages(site.live, "sms"))


def answered(signer: Wire, step: str) -> int:
    """The status when a step's form is sent."""
    signer.get(f"{HERE}/{step}")
    return signer.post(f"{HERE}/{step}", {"idempotency_key": signer.key, **ANSWERS[step]}).status


def dies_meanwhile(site: Site, signer: Wire, form: dict[str, str]) -> list[int]:
    """The code is sent twice at once; one of the two web processes hangs and then dies over it.
    What both were told: the one that hung may be told to press again."""
    os.killpg(site.web.pid, signal.SIGSTOP)
    hands = [replace(signer, cookies=dict(signer.cookies)) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        told = [pool.submit(hand.post, f"{HERE}/identify", form) for hand in hands]
        wait(told, return_when=FIRST_COMPLETED)
        site.kill_second()
        found = [each.result() for each in told]
    for hand, answer in zip(hands, found, strict=True):
        hand.close()
        assert answer.status == 303 or answer.text == (PAGES / "later.html").read_text("utf-8")
    site.start_second()
    return [answer.status for answer in found]


def test_logs_and_figures_name_nobody(site: Site) -> None:
    """After everything above and what strangers may try, nothing of the demo's people stands in
    the logs of web, worker and nginx, in the figures, or in what an operator's looks print."""
    stranger = site.visitor()
    stranger.get(f"/login?next=/me&name={quote('홍길동')}")
    for account in ("gildong", "홍길동\x00", "01000000001"):
        stranger.get("/login")
        assert stranger.post("/login", {"account": account, "password": "wrong"}).status >= 400
    stranger.post("/verify/number", {"number": "홍길동 010-0000-0001"})
    stranger.post_json("/csp-report", {"csp-report": {"effective-directive": "홍길동"}})
    signer = site.visitor()
    signer.sign_in("gildong")
    papers = site.live.var / "papers"
    papers.rename(papers.with_name("away"))
    broken = signer.get(f"{HERE}/paper.pdf")
    papers.with_name("away").rename(papers)
    assert broken.status == 500
    log = site.live.log.read_text("utf-8")
    lines = [line for line in log.splitlines() if not line.startswith(SAID_AT_THE_START)]
    assert [line for line in lines if not isinstance(json.loads(line), dict)] == []
    assert len(lines) >= 3, lines
    assert broken.headers["X-Request-Id"] in "".join(lines)
    wanted = Request(f"{site.live.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(wanted, timeout=30) as answer:
        figures = answer.read().decode()
    assert "dojang_seals_waiting 0" in figures
    looks = [site.live.outcome(*words.split()).stdout for words in LOOKS]
    for text in ("\n".join(lines), figures, site.nginx.log.read_text("utf-8"), *looks):
        assert text
        assert found_in(text) == set()


def test_the_words_that_are_looked_for_are_the_right_ones(site: Site) -> None:
    signer = site.visitor()
    signer.sign_in("gildong")
    shown = signer.get("/me").text + site.visitor().get("/demo/phone").text
    assert {"홍길동", "010-0000-0001"} <= found_in(shown)
