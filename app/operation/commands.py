"""`flask --app wsgi …`: backups, the way back, the keys apart from both; the doctor."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.config import Settings
from app.db.unit import unit
from app.evidence.registry import store

backup = AppGroup("backup", help="Backups of database and papers; the keys apart from them.")

maintenance = AppGroup("maintenance", help="A time in which nothing changes.")

FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
PASSPHRASE = "BACKUP_PASSPHRASE"  # noqa: S105 - the setting's name


@backup.command("make")
@FOLDER
@click.option("--keep", type=click.IntRange(1), help="Throw older backups than the newest N away.")
def make(folder: Path, keep: int | None) -> None:
    """Back up database and papers below FOLDER, while everything goes on."""
    from app.operation.backup import make as run
    from app.operation.backup import note, thin

    with _worded():
        made, new = run(_settings().database_url, store(), folder)
        click.echo(f"{made.folder}: {len(made.paper_keys())} papers, {new} of them new")
        with unit() as u:
            note(u, made)
        if keep:
            click.echo(f"{thin(folder, keep)} older backups thrown away")


@backup.command("check")
@FOLDER
def check(folder: Path) -> None:
    """Whether the backup in FOLDER, or the newest of those below it, is whole."""
    from app.operation.backup import opened, problems

    with _worded():
        backup_ = opened(folder)
        found = list(problems(backup_))
    click.echo("\n".join([str(backup_.folder), *found, f"{len(found)} problems"]))
    sys.exit(1 if found else 0)


@backup.command("restore")
@FOLDER
def restore(folder: Path) -> None:
    """Bring the backup in FOLDER back into an empty database, and check every chain and paper."""
    from app.operation.backup import opened
    from app.operation.restore import restore as run

    with _worded():
        done = run(_settings().database_url, store(), opened(folder))
    click.echo(f"{done.papers} papers copied, {done.sessions} sessions ended")
    click.echo(f"{done.put_aside} messages put aside: they may have left before the restore")
    click.echo("\n".join([*done.faults, f"{len(done.faults)} faults"]))
    sys.exit(1 if done.faults else 0)


@backup.command("keys")
@FILE
def keys(file: Path) -> None:
    """Write KEYS, KEY_RING and KEY_PEPPER into a new FILE, encrypted under a passphrase (age)."""
    from app.operation.keyfile import pack

    content = pack(_settings(), _passphrase(confirm=True))
    with _worded(), open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(content)
    click.echo(f"{file}: keep it and its passphrase apart from the backups, and from each other")


@backup.command("unlock")
@FILE
@FOLDER
def unlock(file: Path, folder: Path) -> None:
    """Write what FILE holds into a new FOLDER."""
    from app.operation.keyfile import unpack

    with _worded():
        click.echo("\n".join(unpack(file.read_bytes(), _passphrase(confirm=False), folder)))


def _passphrase(*, confirm: bool) -> str:
    given = os.environ.get(PASSPHRASE)
    if given is None:
        given = str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))
    if len(given) < 12:
        raise click.ClickException(f"{PASSPHRASE} must be at least 12 characters")
    return given


def _settings() -> Settings:
    found: Settings = current_app.config["DOJANG"]
    return found


@maintenance.command("begin")
@click.option("--minutes", type=click.IntRange(1, 24 * 60), default=30, help="How long, roughly.")
def begin(minutes: int) -> None:
    """Let people read and nobody change anything; workers finish what they have in hand."""
    from app.core.clock import kst
    from app.db.unit import unit
    from app.operation import maintenance as run

    with unit() as u:
        until = run.begin(u, minutes)
    click.echo(f"maintenance until about {kst(until):%F %T} KST; `maintenance end` ends it")


@maintenance.command("end")
def end() -> None:
    """Everything goes on."""
    from app.db.unit import unit
    from app.operation import maintenance as run

    with unit() as u:
        if not run.end(u):
            raise click.ClickException("there is no maintenance")


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Look at everything that must work, and say what to do; exit code 1 if something is wrong."""
    from app.operation.doctor import examine
    from app.operation.findings import WRONG

    found = list(examine(_settings()))
    for about, finding in found:
        click.echo(f"{finding.state:6}{about:14}{finding.says}")
    wrong = sum(finding.state == WRONG for _, finding in found)
    click.echo(f"{wrong} wrong")
    sys.exit(1 if wrong else 0)


@contextmanager
def _worded() -> Iterator[None]:
    from app.db.dump import DumpTrouble
    from app.operation.keyfile import WrongPassphrase

    try:
        yield
    except (DumpTrouble, WrongPassphrase, OSError, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem
