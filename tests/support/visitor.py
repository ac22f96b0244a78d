"""A visitor's browser without JavaScript: keeps cookies, carries the token of its pages."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """One visitor; `address` is where its requests come from."""

    def __init__(self, client: FlaskClient, address: str = "192.0.2.1", base_url: str = ""):
        self.client = client
        self.address = address
        self.base_url = base_url or "http://localhost:8000"

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=_named(headers), **self._from())

    def token(self) -> str:
        """A token from a form; `/display` has one whoever looks."""
        found = TOKEN.search(self.get("/display").text)
        assert found, "the page has no form"
        return found.group(1)

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> TestResponse:
        """Post a form as our own pages do."""
        form = {"csrf_token": self.token(), **(data or {})}
        return self.client.post(path, data=form, headers=_named(headers), **self._from())

    def sign_in(self, login: str, password: str = "Demo!2026", next_: str = "") -> TestResponse:
        return self.post("/login", {"account": login, "password": password, "next": next_})

    def _from(self) -> dict[str, Any]:
        return {"environ_base": {"REMOTE_ADDR": self.address}, "base_url": self.base_url}


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
