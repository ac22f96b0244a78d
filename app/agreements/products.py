"""An institution's guarantee products: what is offered, with which limits."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.agreements.forms import Bounds
from app.agreements.models import Product
from app.core import clock


def products_of(session: Session, institution_id: str) -> list[Product]:
    """What the institution offers today, in its own order."""
    query = select(Product).where(
        Product.institution_id == institution_id,
        or_(Product.closed_on.is_(None), Product.closed_on > clock.today()),
    )
    return list(session.scalars(query.order_by(Product.position, Product.name)))


def product_named(session: Session, institution_id: str, name: str) -> Product | None:
    """The product of that name, or None where it is not offered today."""
    found = products_of(session, institution_id)
    return next((each for each in found if each.name == name), None)


def bounds_of(product: Product) -> Bounds:
    """Between what the figures of a request for it must lie."""
    return Bounds(
        amount=(product.amount_least, product.amount_most),
        years=(1, product.years_most),
        ratio_bps=(product.ratio_least, product.ratio_most),
        fee_bps=(product.fee_least, product.fee_most),
    )
