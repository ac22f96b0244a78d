"""`flask --app wsgi retention …`, `records …`: what is due, whether the access log is whole."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.core.clock import kst
from app.core.texts import t
from app.db.unit import reading
from app.parties.models import Institution
from app.privacy import retention as schedule
from app.records import checks

retention = AppGroup("retention", help="What is kept how long, and what is due.")
records = AppGroup("records", help="The access log.")


@retention.command("due")
def due() -> None:
    """List, for each institution, what tonight's upkeep will destroy."""
    with reading() as session:
        for place in session.scalars(select(Institution).order_by(Institution.code)):
            for line in schedule.schedule(session, place.id):
                if line.due:
                    words = t(f"privacy.kept.{line.key}")
                    click.echo(f"{place.code}  {words}: {line.due}, before {kst(line.until):%F}")
    click.echo("that is all")


@records.command("check")
def check() -> None:
    """Hold every access against its digest and the audit chain; exit code 1 when one differs."""
    with reading() as session:
        found = list(checks.faults(session, schedule.accesses_destroyed_until(session)))
    click.echo("\n".join([*found, f"{len(found)} faults"]))
    if found:
        raise SystemExit(1)
