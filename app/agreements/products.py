"""An institution's guarantee products: what is offered, with which limits."""

from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.agreements.forms import Bounds
from app.agreements.models import Product
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.events import Actor, Event
from app.db.unit import Unit
from app.parties.queries import institution_by_code

OPERATOR = Actor("staff", "operator")
"""Whoever types commands on the machine."""
LONGEST_NAME = 40


def products_of(session: Session, institution_id: str) -> list[Product]:
    """What the institution offers today, in its own order."""
    query = select(Product).where(
        Product.institution_id == institution_id,
        or_(Product.closed_on.is_(None), Product.closed_on > clock.today()),
    )
    return list(session.scalars(query.order_by(Product.position, Product.name)))


def all_products(session: Session, institution_id: str) -> list[Product]:
    """What it offers and once offered, in its own order, the closed ones last."""
    query = select(Product).where(Product.institution_id == institution_id)
    found = session.scalars(query.order_by(Product.position, Product.name))
    return sorted(found, key=lambda each: each.closed_on is not None)


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


def usual_figures(product: Product) -> dict[str, str]:
    """What a request for it begins with, as an officer would type it."""
    return {
        "years": str(product.years),
        "ratio": f"{product.ratio_bps / 100:g}",
        "fee": f"{product.fee_bps / 100:g}",
    }


def misfits(limits: Mapping[str, int]) -> list[str]:
    """Which figures of a product do not fit together: of `amount`, `ratio`, `fee`, `years`,
    `stamp_duty`. Rates in basis points, sums in won."""

    def fits(part: str, floor: int, most: int) -> bool:
        names = (f"{part}_least", f"{part}_bps", f"{part}_most")
        figures = [limits[name] for name in names if name in limits]
        return floor <= figures[0] and figures == sorted(figures) and figures[-1] <= most

    held = {
        "amount": fits("amount", 1, 10**12),
        "ratio": fits("ratio", 0, 10_000),
        "fee": fits("fee", 0, 10_000),
        "years": 1 <= limits["years"] <= limits["years_most"] <= 30,
        "stamp_duty": 0 <= limits.get("stamp_duty", 0) <= 10**7,
    }
    return [part for part, holds in held.items() if not holds]


def offer(u: Unit, institution: str, name: str, by: Actor = OPERATOR, **limits: int) -> Product:
    """Offer a product with these limits, or give one that is there these limits from now on: what
    was sent keeps its own. The same again changes nothing.

    institution: its code. Raises NotFound, or Refused PRODUCT_LIMITS (422).
    """
    if misfits(limits) or not 0 < len(name) <= LONGEST_NAME:
        raise Refused("PRODUCT_LIMITS", 422)
    found = _named(u, institution, name)
    told = {key: value for key, value in limits.items() if getattr(found, key) != value}
    if not told and found.closed_on is None:
        return found
    for key, value in limits.items():
        setattr(found, key, value)
    found.closed_on = None
    u.session.flush()
    _tell(u, found, "offered", by, limits)
    return found


def close(u: Unit, institution: str, name: str, by: Actor = OPERATOR) -> None:
    """Offer it no more from today; what was sent goes on. Raises NotFound."""
    found = _named(u, institution, name)
    if found in u.session.new:
        raise NotFound()
    if found.closed_on is None:
        found.closed_on = clock.today()
        u.session.flush()
        _tell(u, found, "closed", by, {})


def _named(u: Unit, code: str, name: str) -> Product:
    institution = institution_by_code(u.session, code)
    if institution is None:
        raise NotFound()
    query = select(Product).filter_by(institution_id=institution.id, name=name)
    with u.session.no_autoflush:
        found = u.session.scalar(query)
    if found is None:
        found = Product(institution_id=institution.id, name=name)
        u.session.add(found)
    return found


def _tell(u: Unit, product: Product, what: str, by: Actor, facts: dict[str, int]) -> None:
    home = product.institution_id
    about = {"product": product.name, **facts}
    u.emit(Event(f"agreements:product:{what}", f"institution:{home}", home, by, about))
