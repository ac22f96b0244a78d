"""The desk's doors to an institution's products (보증상품)."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Answer

from app.agreements.desk import products
from app.web.guards import admin

doors = Blueprint("desk_products", __name__, url_prefix="/desk/products")


@doors.get("")
@admin
def offered() -> Response:
    """보증상품: what is offered, between which limits."""
    return products.show_all()


@doors.get("/new")
@admin
def another() -> Response:
    """새 상품."""
    return products.show_new()


@doors.post("/new")
@admin
def add() -> Answer:
    """Offer it."""
    return products.add()


@doors.get("/<product_id>")
@admin
def one(product_id: str) -> Response:
    """One product."""
    return products.show(product_id)


@doors.post("/<product_id>")
@admin
def change(product_id: str) -> Answer:
    """Its limits from now on."""
    return products.change(product_id)


@doors.post("/<product_id>/close")
@admin
def close(product_id: str) -> Answer:
    """Offer it no more; what was sent goes on."""
    return products.close(product_id)
