"""A product as an administrator types it: percent, won and years, each told of at its own field."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.agreements.models import Product
from app.agreements.products import LONGEST_NAME, misfits
from app.agreements.typed import rate, whole
from app.core.texts import t

WHOLE = ("amount_least", "amount_most", "years", "years_most", "stamp_duty", "position")
RATES = ("ratio_bps", "ratio_least", "ratio_most", "fee_bps", "fee_least", "fee_most")
PLACES = 99
AT = {"amount": "amount_least", "ratio": "ratio_bps", "fee": "fee_bps"}
"""Where it is said that figures don't fit together, if not at the field of that name."""
USUAL = {
    "name": "",
    "amount_least": "1,000,000",
    "amount_most": "1,000,000,000",
    "ratio_bps": "85",
    "ratio_least": "50",
    "ratio_most": "100",
    "fee_bps": "1",
    "fee_least": "0",
    "fee_most": "3",
    "years": "5",
    "years_most": "10",
    "stamp_duty": "0",
    "position": "1",
}
"""What the form for a new one begins with, in the order of the page."""


@dataclass(frozen=True)
class Offered:
    """What was typed, the limits it means where nothing is wrong, and what is wrong by field."""

    typed: Mapping[str, str]
    limits: Mapping[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The product's name."""
        return self.typed.get("name", "")


def typed_of(product: Product) -> dict[str, str]:
    """A product as its form shows it."""
    rates = {name: f"{getattr(product, name) / 100:g}" for name in RATES}
    return {"name": product.name, **{n: f"{getattr(product, n):,}" for n in WHOLE}, **rates}


def read_product(form: Mapping[str, str], name: str = "") -> Offered:
    """Read every field of the form. name: of the product it is about, which is not typed then."""
    typed = {key: form.get(key, "").strip()[:60] for key in ("name", *WHOLE, *RATES)}
    typed["name"] = name or typed["name"]
    figures = {key: whole(typed[key]) for key in WHOLE} | {key: rate(typed[key]) for key in RATES}
    errors = {} if 0 < len(typed["name"]) <= LONGEST_NAME else {"name": t("products.wrong.name")}
    limits = {key: value for key, value in figures.items() if isinstance(value, int)}
    for key in (key for key in figures if key not in limits):
        errors[key] = t("products.wrong.rate" if key in RATES else "products.wrong.number")
    if len(limits) == len(figures):
        errors |= {AT.get(part, part): t(f"products.wrong.{part}") for part in misfits(limits)}
    if not 1 <= limits.get("position", 1) <= PLACES:
        errors["position"] = t("products.wrong.position", most=PLACES)
    return Offered(typed, limits, {key: errors[key] for key in USUAL if key in errors})
