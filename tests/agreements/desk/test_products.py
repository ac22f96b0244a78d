"""보증상품 at the desk: an administrator offers, changes, closes; what was sent stays as it was."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import rules
from app.agreements.models import AgreementRequest, Product
from app.agreements.product_forms import USUAL, typed_of
from app.audit.models import AuditEntry
from app.db.unit import reading
from tests.agreements.desk.conftest import PRODUCT, Desk
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

NEW = USUAL | {"name": "창업 특별보증"}


@pytest.fixture
def boss(app: Flask, desk: Desk) -> Visitor:
    """An administrator of the institution that offers 소상공인 일반보증."""
    return signed_in(app, "boss", appoint("boss", role=rules.ADMIN))


def product(name: str = PRODUCT) -> Product | None:
    with reading() as session:
        return session.scalar(select(Product).filter_by(name=name))


def there(name: str = PRODUCT) -> Product:
    found = product(name)
    assert found
    return found


def told(what: str) -> list[str]:
    """Who did it, each time it was done."""
    with reading() as session:
        found = session.scalars(select(AuditEntry).filter_by(action=f"agreements:product:{what}"))
        return [each.actor for each in found]


def test_one_more_is_offered_once_however_often_it_is_pressed(boss: Visitor) -> None:
    assert 'value="1,000,000,000"' in boss.get("/desk/products/new").text
    for _ in range(2):
        assert boss.post("/desk/products/new", NEW).location == "/desk/products"
    assert typed_of(there("창업 특별보증")) == NEW
    assert "창업 특별보증" in boss.get("/desk/products").text
    assert len(told("offered")) == 1
    assert told("offered") != ["staff:operator"]


def test_new_limits_hold_for_what_is_sent_from_now_on(boss: Visitor, desk: Desk) -> None:
    officer = desk()
    number = officer.send()
    here = f"/desk/products/{there().id}"
    assert 'value="800,000,000"' in boss.get(here).text
    form = typed_of(there()) | {"amount_most": "20,000,000"}
    assert boss.post(here, form).location == "/desk/products"
    with reading() as session:
        sent = session.scalars(select(AgreementRequest).filter_by(number=number)).one()
    assert sent.state == "REQUESTED"
    officer.draft = ""
    refused = officer.press("send", amount="30,000,000")
    assert (refused.status_code, "20,000,000" in refused.text) == (422, True)


def test_a_closed_one_can_be_offered_again(boss: Visitor, desk: Desk) -> None:
    here = f"/desk/products/{there().id}"
    for _ in range(2):
        assert boss.post(f"{here}/close").location == "/desk/products"
    assert len(told("closed")) == 1
    assert "그만 씀" in boss.get(here).text
    assert PRODUCT not in desk().get("/desk/agreements/new").text
    assert boss.post(here, typed_of(there())).status_code == 303
    assert there().closed_on is None


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"name": ""}, 422, "상품 이름을 40자까지"),
        ({"name": "가" * 41}, 422, "상품 이름을 40자까지"),
        ({"name": PRODUCT}, 409, "같은 이름의 상품이"),
        ({"amount_least": "많이"}, 422, "숫자로 입력해 주세요"),
        ({"amount_least": "5,000,000,000"}, 422, "가장 적은 금액이 가장 큰 금액을"),
        ({"ratio_bps": "120"}, 422, "보통 비율이"),
        ({"fee_bps": "1.255"}, 422, "소수점 아래 두 자리까지"),
        ({"fee_bps": "3.5"}, 422, "보통 요율이"),
        ({"years": "0"}, 422, "1년부터 30년"),
        ({"stamp_duty": "99999999"}, 422, "1천만원 사이로"),
        ({"position": "0"}, 422, "1부터 99 사이로"),
    ],
)
def test_a_wrong_product_is_said_so(
    boss: Visitor, change: dict[str, str], status: int, words: str
) -> None:
    answer = boss.post("/desk/products/new", NEW | change)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert all(value in answer.text for key, value in NEW.items() if key not in change)
    assert product(NEW["name"]) is None
    assert typed_of(there())["amount_most"] == "800,000,000"


def test_an_officer_of_a_branch_offers_nothing(desk: Desk) -> None:
    assert desk().post("/desk/products/new", NEW).status_code == 403
    assert product(NEW["name"]) is None
