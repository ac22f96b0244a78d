"""The commands an operator types: `flask --app wsgi …`."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.accounts.commands import admin
from app.agreements.commands import product
from app.anchors.commands import audit
from app.archive.commands import archive
from app.config import Settings
from app.delivery.commands import outbox
from app.firms.commands import firms
from app.keys.commands import keys
from app.operation.commands import backup, doctor, maintenance
from app.privacy.commands import records, retention

agreements = AppGroup("agreements", help="전자약정 requests and products, from a command.")
agreements.add_command(product)
seals = AppGroup("seals", help="The seals of concluded papers.")

OTHER_TABLES = (
    "this database was made by a version that was never released and has other tables."
    " Demo data start over with `make reset`; otherwise name a new DATABASE_URL or VAR."
)


def install(app: Flask) -> None:
    """Give the flask command ours."""
    for command in COMMANDS:
        app.cli.add_command(command)


def settings() -> Settings:
    """The settings of the application at hand."""
    found: Settings = current_app.config["DOJANG"]
    return found


@click.command()
def migrate() -> None:
    """Bring the database to the newest version."""
    _brought_up_to_date()


PORT = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    envvar="PORT",
    help="Port on the loopback address.",
)


@click.command()
@PORT
def serve(port: int) -> None:
    """Migrate, load the demo data (demo mode), and serve with a worker beside."""
    from app.serve import serve as run

    _free(port)
    _brought_up_to_date()
    run(settings(), port)


@click.command()
@PORT
def web(port: int) -> None:
    """Serve without a worker, over a database that is current; run several behind a proxy."""
    from app.serve import web as run

    _free(port)
    run(port)


def _free(port: int) -> None:
    from app.serve import why_not

    if problem := why_not(port):
        raise click.ClickException(f"port {port}: {problem}. Another one: PORT=8010 make run")


@click.command()
def reset() -> None:
    """Start the demo data over (demo mode); everybody is signed out."""
    if not settings().demo:
        raise click.ClickException("only demo data can be started over")
    from app.demo import data

    _brought_up_to_date(anew=True)
    data.reset()


@click.command()
def worker() -> None:
    """Drain the outbox until stopped."""
    from app.worker import Worker

    try:
        crew = Worker(settings())
    except (OSError, ValueError) as problem:
        raise click.ClickException(f"KEYS / TIMESTAMP_TRUST: {problem}") from problem
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: crew.stop.set())
    crew.run()


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", type=click.Path(path_type=Path), help="PEM bundle of roots to trust.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def verify(file: Path, trust: Path | None, as_json: bool) -> None:
    """Check a sealed paper or an evidence bundle offline; exit code 0 only if all holds."""
    from app.evidence.command import verify_command

    sys.exit(verify_command(file, trust or settings().keys / "trust.pem", as_json))


@agreements.command("create")
@click.argument("file", type=click.File(encoding="utf-8"))
def create(file: TextIO) -> None:
    """Check FILE (JSON) and send the request it describes to its signers."""
    from app.agreements.requests import create as run

    click.echo(_worded(lambda: run(file.read(), demo=settings().demo)))


@agreements.command("correct")
@click.argument("number")
@click.argument("file", type=click.File(encoding="utf-8"))
def correct(number: str, file: TextIO) -> None:
    """Replace the terms of request NUMBER by those of FILE (JSON): a new version."""
    from app.agreements.requests import correct as run

    click.echo(_worded(lambda: run(number, file.read(), demo=settings().demo)))


@agreements.command("recall")
@click.argument("number")
@click.argument("reason")
def recall(number: str, reason: str) -> None:
    """Take request NUMBER back, with a REASON its signers can read."""
    from app.agreements.requests import recall as run

    click.echo(_worded(lambda: run(number, reason)))


@keys.command("reseal")
def reseal() -> None:
    """Seal everything under the first key of KEY_RING, so that the others can be taken off."""
    from app.core.keyring import UnreadableValue
    from app.db.reseal import reseal as run

    try:
        click.echo(f"{run()} values sealed anew")
    except UnreadableValue as problem:
        raise click.ClickException(f"KEY_RING: {problem}") from problem


@seals.command("waiting")
def waiting() -> None:
    """List the concluded papers that wait for seal and timestamp, and what held each up."""
    from app.core.clock import kst
    from app.db.unit import reading
    from app.signing.waiting import unsealed

    with reading() as session:
        found = unsealed(session)
    for it in found:
        again = "parked" if it.parked else f"{kst(it.next_try):%F %T}" if it.next_try else "never"
        click.echo(
            f"{it.number} ({it.position}): concluded {kst(it.concluded_at):%F %T},"
            f" tries {it.attempts}, last problem {it.problem or '-'}, next {again}"
        )
    click.echo(f"{len(found)} waiting")


def _brought_up_to_date(*, anew: bool = False) -> None:
    """Migrate; a database that cannot be reached or used ends the command in words.

    anew: one that an unreleased version made is made anew, and all that was in it is lost.
    """
    from app.db.engine import Unreachable
    from app.db.migrate import fits, rebuild, upgrade
    from app.db.unit import database

    try:
        upgrade(database())
    except Unreachable as problem:
        raise click.ClickException(str(problem)) from problem
    if not fits(database()):
        if not anew:
            raise click.ClickException(OTHER_TABLES)
        rebuild(database())


def _worded(act: Callable[[], str]) -> str:
    from app.agreements.forms import WrongOrder
    from app.core.errors import NotFound, Refused

    try:
        return act()
    except NotFound as problem:
        raise click.ClickException("there is no such request") from problem
    except UnicodeDecodeError as problem:
        raise click.ClickException("the file is not UTF-8 text") from problem
    except WrongOrder as problem:
        raise click.ClickException(str(problem)) from problem
    except Refused as refusal:
        from app.core.texts import t

        raise click.ClickException(t(refusal.key, **refusal.params)) from refusal


COMMANDS = (
    migrate,
    serve,
    web,
    reset,
    worker,
    verify,
    admin,
    agreements,
    firms,
    outbox,
    seals,
    audit,
    keys,
    archive,
    backup,
    doctor,
    maintenance,
    retention,
    records,
)
