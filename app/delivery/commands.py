"""`flask --app wsgi outbox …`: what was put aside, and what becomes of it."""

import click
from flask.cli import AppGroup

from app.core.clock import kst
from app.db.unit import reading, unit
from app.delivery import messages
from app.delivery import outbox as rows

outbox = AppGroup("outbox", help="The work that waits for a worker.")


@outbox.command("retry")
def retry() -> None:
    """Try again what was put aside: workers died over it, or a restore held it back."""
    with unit() as u:
        found = rows.retry(u)
    click.echo("\n".join([*found, f"{len(found)} tried again"]))


@outbox.command("parked")
def parked() -> None:
    """List what was put aside, and why."""
    with reading() as session:
        found = rows.parked(session)
    for row in found:
        click.echo(f"{row.id}  {row.kind}  due {kst(row.due_at):%F %T}  {row.problem or 'deaths'}")
    click.echo(f"{len(found)} put aside")


@outbox.command("drop")
@click.argument("row")
def drop(row: str) -> None:
    """Give up ROW (its id) of what was put aside: it is never done."""
    with unit() as u:
        key = rows.drop(u, row)
        if not key:
            raise click.ClickException(f"nothing put aside has the id {row}")
        messages.given_up(u, key)
