"""What an operator types about guarantee products: `flask agreements product …`."""

from typing import Any

import click

from app.agreements.products import close, offer
from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.unit import unit

LIMITS = (
    *("amount_least", "amount_most", "ratio_bps", "ratio_least", "ratio_most"),
    *("fee_bps", "fee_least", "fee_most", "years", "years_most"),
)


@click.command("product")
@click.argument("institution")
@click.argument("name")
@click.option("--position", type=click.IntRange(1, 99), default=1, help="Place in the list.")
@click.option("--amount", type=(int, int), default=(1_000_000, 10**9), help="LEAST MOST, won.")
@click.option("--ratio", type=(int, int, int), default=(8500, 5000, 10_000), help="bps.")
@click.option("--fee", type=(int, int, int), default=(100, 0, 300), help="USUAL LEAST MOST, bps.")
@click.option("--years", type=(int, int), default=(5, 10), help="USUAL MOST.")
@click.option("--stamp-duty", type=click.IntRange(0, 10**7), default=0, help="Won.")
@click.option("--stop", is_flag=True, help="Offer it no more from today.")
def product(institution: str, name: str, stop: bool, **given: Any) -> None:
    """Offer product NAME of INSTITUTION (its code) at the desk, with these limits from now on."""
    figures = (*given["amount"], *given["ratio"], *given["fee"], *given["years"])
    limits = dict(zip(LIMITS, figures, strict=True))
    about = {"position": given["position"], "stamp_duty": given["stamp_duty"]}
    try:
        with unit() as u:
            if stop:
                close(u, institution, name)
            else:
                offer(u, institution, name, **limits, **about)
    except NotFound as problem:
        raise click.ClickException("no such institution, or no such product") from problem
    except Refused as refusal:
        raise click.ClickException(t(refusal.key)) from refusal
    click.echo(name)
