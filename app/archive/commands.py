"""`flask --app wsgi archive …`: what must be strengthened by when, and doing it now."""

from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup

from app.archive import queries
from app.core import clock
from app.db.unit import reading, unit

archive = AppGroup("archive", help="Papers that stay provable after their certificates ended.")


@archive.command("due")
@click.option("--days", default=30, type=click.IntRange(0, 36500), help="How far to look ahead.")
@click.option("--most", default=50, type=click.IntRange(1), help="How many to list.")
def due(days: int, most: int) -> None:
    """List the papers that need their next revision within so many days, the most urgent first."""
    by = clock.now() + timedelta(days=days)
    with reading() as session:
        found = queries.due(session, by, most)
        total = queries.overdue(session, by)
    for seal in found:
        assert seal.renew_by
        click.echo(f"{clock.kst(seal.renew_by):%F}  {seal.level:6}  {seal.file_hash}")
    click.echo(f"{total} due within {days} days")


@archive.command("run")
@click.option("--days", default=0, type=click.IntRange(0, 36500), help="What is due by then, too.")
def run(days: int) -> None:
    """Strengthen now whatever is due; what hinders a paper is said, and the rest goes on."""
    from app.archive.keeping import Hindered, Keeper

    keeper, done, hindered = Keeper(current_app.config["DOJANG"]), 0, 0
    with reading() as session:
        found = queries.due(session, clock.now() + timedelta(days=days), most=10**9)
        for seal in found:
            try:
                finish = keeper.next_revision(session, seal.id)
            except Hindered as problem:
                hindered += 1
                click.echo(f"{seal.file_hash}: {problem}", err=True)
                continue
            if finish:
                with unit() as u:
                    finish(u)
                done += 1
    click.echo(f"{done} strengthened, {hindered} hindered")
    raise SystemExit(1 if hindered else 0)
