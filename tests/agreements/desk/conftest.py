"""An institution at work: a branch with two officers, a product, firms in the register."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.agreements.models import Product
from app.core import clock
from app.db.types import new_id
from app.db.unit import unit
from app.parties.models import Institution
from tests.support import signer
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

LIMIT = 100_000_000
"""Above it a second person releases."""
PRODUCT = "소상공인 일반보증"
CONFIRMED = re.compile(r'name="register" value="([0-9a-f]{64})"')


class Officer(Visitor):
    """Somebody at the desk who composes without JavaScript."""

    draft = ""

    def typed(self, **changes: str) -> dict[str, str]:
        """A good form for 홍길동설비, as it is typed."""
        today = clock.today()
        return {
            "business_number": "099-12-00056",
            "product": PRODUCT,
            "purpose": "운전자금",
            "amount": "30,000,000",
            "bank": "데모은행 창원지점",
            "period_start": (today + timedelta(days=14)).isoformat(),
            "years": "5",
            "ratio": "85",
            "fee": "1.0",
            "deadline_day": (today + timedelta(days=14)).isoformat(),
            "deadline_time": "18:00",
            "extract": today.isoformat(),
            "confirmed": "yes",
            **changes,
        }

    def at(self, tail: str = "") -> str:
        return f"/desk/agreements/drafts/{self.draft}{tail}"

    def press(self, act: str, **changes: str) -> TestResponse:
        """Press a button of the compose form; what the page compares is compared."""
        self.draft = self.draft or new_id()
        typed = self.typed(**changes)
        if "register" not in typed:
            self.post(self.at(), {**typed, "act": "find"})
            found = CONFIRMED.search(self.get(self.at()).text)
            typed["register"] = found[1] if found else ""
        return self.post(self.at(), {**typed, "act": act})

    def send(self, **changes: str) -> str:
        """Compose anew and send; the request's number."""
        self.draft = new_id()
        answered = self.press("send", **changes)
        assert answered.status_code == 303, answered.text
        return str(answered.location).rpartition("/")[2]


Desk = Callable[..., Officer]


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Lets officers of 창원지점 in, each with a login of their own."""
    signer.register()
    with unit() as u:
        home = u.session.scalars(select(Institution).filter_by(code="FOUND")).one()
        u.session.add(product_of(home.id))

    def let_in(login: str = "changwon", branch: str = "창원지점", **more: Any) -> Officer:
        entered = signed_in(app, login, appoint(login, branch=branch, **more))
        return Officer(entered.client)

    return let_in


def product_of(institution_id: str) -> Product:
    """소상공인 일반보증, to 8억."""
    return Product(
        institution_id=institution_id,
        name=PRODUCT,
        amount_least=1_000_000,
        amount_most=800_000_000,
        ratio_bps=8500,
        ratio_least=5000,
        ratio_most=10_000,
        fee_bps=100,
        fee_least=50,
        fee_most=200,
        years=5,
        years_most=10,
    )


LetIn = Callable[..., Visitor]


@pytest.fixture
def officer(app: Flask) -> LetIn:
    """Lets a member of staff in: of 창원지점, if not said otherwise."""
    signer.register()

    def let_in(
        login: str = "changwon", institution: str = "FOUND", branch: str = "창원지점"
    ) -> Visitor:
        return signed_in(app, login, appoint(login, institution, branch))

    return let_in
