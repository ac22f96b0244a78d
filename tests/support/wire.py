"""A visitor over real HTTP: one kept connection, cookies, the token of the page before."""

import http.client
import json
import re
import ssl
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import urlencode, urlsplit

import brotli

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')


@dataclass
class Answer:
    """What came back. body: unpacked; wire: bytes of the headers and of the body as sent."""

    status: int
    headers: Message
    body: bytes
    wire: tuple[int, int]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Wire:
    """One browser without scripts; `more` headers go with every request, `trust` is a PEM file."""

    url: str
    more: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    key: str = ""
    trust: str = ""

    def __post_init__(self) -> None:
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: dict[str, Any], **headers: str) -> Answer:
        """Post a form with the token of the last page that had one."""
        body = urlencode({"csrf_token": self.token, **form}, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, kind | headers)

    def post_json(self, path: str, values: dict[str, Any]) -> Answer:
        """Post what a script keeps on the server by the way."""
        kind = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        return self._ask("POST", path, json.dumps(values), kind)

    def sign_in(self, login: str, password: str = "Demo!2026") -> None:
        """Sign in as everybody does."""
        self.get("/login")
        assert self.post("/login", {"account": login, "password": password}).status == 303

    def enter(self, login: str = "gildong") -> None:
        """Sign in with the demo's one tap."""
        self.get("/display")
        assert self.post("/demo/sign-in", {"account": login}).status == 303

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = self._connected()
        sent = self.more | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._connection.request(method, path, body, sent)
        response = self._connection.getresponse()
        raw = response.read()
        packed = response.headers["Content-Encoding"] == "br"
        text: bytes = brotli.decompress(raw) if packed else raw
        heads = 17 + sum(len(name) + len(value) + 4 for name, value in response.headers.items())
        answer = Answer(response.status, response.headers, text, (heads, len(raw)))
        self._keep(answer)
        return answer

    def _connected(self) -> http.client.HTTPConnection:
        address = urlsplit(self.url)
        if address.scheme == "http":
            return http.client.HTTPConnection(address.netloc, timeout=30)
        trusting = ssl.create_default_context(cafile=self.trust)
        return http.client.HTTPSConnection(address.netloc, timeout=30, context=trusting)

    def _keep(self, answer: Answer) -> None:
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return
        self.token = _last(TOKEN, answer.text) or self.token
        self.key = _last(KEY, answer.text) or self.key


def _last(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.findall(text)
    return found[-1] if found else ""
