"""보증상품: what an institution offers. New limits hold for what is sent from now on."""

from collections.abc import Mapping

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.agreements import products
from app.agreements.models import Product
from app.agreements.product_forms import USUAL, Offered, read_product, typed_of
from app.core.errors import NotFound
from app.core.events import Actor
from app.core.texts import t
from app.db.unit import Unit, reading, unit
from app.parties.models import Institution
from app.web.pages import render

HERE = "/desk/products"


def show_all() -> Response:
    """Every product, the closed ones last."""
    with reading() as session:
        found = products.all_products(session, current_user.institution_id)
    return render("desk/products.html", officer=current_user, products=found)


def show_new() -> Response:
    """The form for another one."""
    return _page(None, USUAL)


def add() -> Answer:
    """Offer another one; back to the form where something is wrong. Pressed twice, it is one."""
    offered = read_product(request.form)
    if offered.errors:
        return _page(None, offered.typed, offered.errors)
    with unit() as u:
        there = _named(u, offered)
        if there is None:
            _offer(u, offered)
    if there and typed_of(there) != typed_of(Product(name=offered.name, **offered.limits)):
        return _page(None, offered.typed, {"name": t("products.wrong.taken")}, 409)
    return redirect(HERE, 303)


def show(product_id: str) -> Response:
    """One; another institution's is not there."""
    product = _mine(product_id)
    return _page(product, typed_of(product))


def change(product_id: str) -> Answer:
    """Other limits from now on; one that was closed is offered again."""
    product = _mine(product_id)
    offered = read_product(request.form, product.name)
    if offered.errors:
        return _page(product, offered.typed, offered.errors)
    with unit() as u:
        _offer(u, offered)
    return redirect(HERE, 303)


def close(product_id: str) -> Answer:
    """Offer it no more."""
    product = _mine(product_id)
    with unit() as u:
        products.close(u, _code(u), product.name, _by())
    return redirect(HERE, 303)


def _offer(u: Unit, offered: Offered) -> None:
    products.offer(u, _code(u), offered.name, _by(), **offered.limits)


def _by() -> Actor:
    return Actor("staff", current_user.account_id)


def _code(u: Unit) -> str:
    return u.session.get_one(Institution, current_user.institution_id).code


def _named(u: Unit, offered: Offered) -> Product | None:
    found = products.all_products(u.session, current_user.institution_id)
    return next((each for each in found if each.name == offered.name), None)


def _mine(product_id: str) -> Product:
    with reading() as session:
        product = session.get(Product, product_id)
    if product is None or product.institution_id != current_user.institution_id:
        raise NotFound()
    return product


def _page(
    product: Product | None,
    typed: Mapping[str, str],
    errors: dict[str, str] | None = None,
    status: int = 422,
) -> Response:
    return render(
        "desk/product.html",
        status if errors else 200,
        officer=current_user,
        product=product,
        typed=typed,
        errors=errors or {},
        problems=[{"field": "", "text": t("desk.compose.wrong")}, *_told(errors)] if errors else [],
    )


def _told(errors: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"field": name, "text": text} for name, text in errors.items()]
