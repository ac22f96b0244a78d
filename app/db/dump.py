"""One whole database as one file: made while everything goes on, read back into an empty one."""

import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, inspect, make_url

from app.db.driver import sqlite
from app.db.engine import Database


class DumpTrouble(Exception):
    """The database could not be dumped or loaded; the message says what to do about it."""


def kind(url: str) -> str:
    """`sqlite` or `postgresql`: a dump of one cannot be loaded into the other."""
    return make_url(url).get_backend_name()


def is_empty(database: Database) -> bool:
    """Whether no table stands there yet."""
    return not inspect(database.reads).get_table_names()


def dump(url: str, file: Path) -> None:
    """Write what the database holds at one instant. Raises DumpTrouble."""
    if kind(url) == "sqlite":
        _copy(Path(make_url(url).database or ""), file)
        _whole(file)
    else:
        _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={file}")


def load(url: str, file: Path) -> None:
    """Read a dump back into an empty database, all of it or nothing. Raises DumpTrouble."""
    if kind(url) == "sqlite":
        _copy(file, Path(make_url(url).database or ""))
    else:
        _run("pg_restore", url, "--no-owner", "--single-transaction", "--exit-on-error", str(file))


def _copy(source: Path, target: Path) -> None:
    """SQLite's own backup: a copy of one instant, whoever writes meanwhile."""
    try:
        with (
            closing(sqlite.connect(source)) as there,
            closing(sqlite.connect(target)) as here,
        ):
            there.backup(here)
    except sqlite.Error as problem:
        raise DumpTrouble(f"{source}: {problem}") from problem


def _whole(copy: Path) -> None:
    """Make it one file, with no log beside it, and see that it can be read to its end."""
    with closing(sqlite.connect(copy)) as here:
        here.execute("PRAGMA journal_mode=DELETE")
        (found,) = here.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise DumpTrouble(f"the database is damaged: {found}")


def _run(program: str, url: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs; the password goes by the environment, not the arguments."""
    path, address = shutil.which(program), make_url(url)
    if path is None:
        raise DumpTrouble(f"{program} is not installed: apt-get install postgresql-client")
    password = {"PGPASSWORD": str(address.password)} if address.password else {}
    done = subprocess.run(
        [path, f"--dbname={_plain(address)}", *arguments],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DumpTrouble(f"{program}: {done.stderr.strip()}")


def _plain(address: URL) -> str:
    return address.set(drivername="postgresql", password=None).render_as_string()
