"""`flask --app wsgi keys …`: what an operator does with sealing keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click
from flask import current_app
from flask.cli import AppGroup

from app.config import Settings
from app.keys import rules

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.keys.models import SealKey
    from app.parties.models import Institution

keys = AppGroup("keys", help="The keys that seal papers, and those that seal personal data.")

KIND = click.option(
    "--kind", type=click.Choice(rules.KINDS), help="hsm-…: born in the PKCS #11 token."
)
OWN = click.option("--own-authority", is_flag=True, help="Issue the certificate ourselves.")


@keys.command("fresh")
def fresh() -> None:
    """Print fresh secrets, as the environment of a new deployment wants them: once, kept nowhere.

    Of a deployment that lives, only the key in KEY_RING is of use: it goes in front of the ring.
    """
    from app.core import clock
    from app.core.keyring import fresh_key

    click.echo(f"SECRET_KEY={fresh_key()}")
    click.echo(f"KEY_RING={clock.today():%Y%m%d}:{fresh_key()}")
    click.echo(f"KEY_PEPPER={fresh_key()}")
    click.echo("KEY_PEPPER finds people by their numbers: it never changes.", err=True)


@keys.command("create")
@click.argument("institution")
@KIND
@OWN
def create(institution: str, kind: str | None, own_authority: bool) -> None:
    """Make the first key of INSTITUTION (its code) and print the certificate request."""
    _new(institution, kind or rules.P256, own_authority, first=True)


@keys.command("rotate")
@click.argument("institution")
@KIND
@OWN
def rotate(institution: str, kind: str | None, own_authority: bool) -> None:
    """Make a successor; the present key seals until the new one has its certificate."""
    _new(institution, kind, own_authority, first=False)


@keys.command("certify")
@click.argument("key")
@click.argument("chain", type=click.File(encoding="ascii", errors="replace"))
def certify(key: str, chain: TextIO) -> None:
    """Give KEY its certificate and those above it (CHAIN, PEM); it seals from now on."""
    from app.db.unit import unit
    from app.evidence.keys import certificates
    from app.keys import actions

    with _worded(), unit() as u:
        actions.certify(u, _found(u.session, key), chain.read(), certificates(_trust()))
    click.echo(f"{key} seals from now on")


@keys.command("activate")
@click.argument("key")
def activate(key: str) -> None:
    """Take up a resting KEY again; the present one rests."""
    from app.db.unit import unit
    from app.keys import actions

    with _worded(), unit() as u:
        actions.activate(u, _found(u.session, key))
    click.echo(f"{key} seals from now on")


@keys.command("retire")
@click.argument("key")
def retire(key: str) -> None:
    """Destroy the private half of a KEY that seals no longer. Papers sealed with it stay valid."""
    from app.db.unit import unit
    from app.keys import actions

    with _worded(), unit() as u:
        row = _found(u.session, key)
        label = (row.secret or {}).get("label", "")
        actions.retire(u, row)
    click.echo(f"{key} is retired")
    if label:
        click.echo(f"the security module still holds {label}: delete it with the module's tool")


@keys.command("revoke")
@click.argument("key")
@click.option("--since", required=True, help="When it leaked, or may have: 2026-11-23T09:00+09:00.")
def revoke(key: str, since: str) -> None:
    """KEY leaked: destroy it; papers sealed with it since then no longer count."""
    from datetime import datetime

    from app.db.unit import unit
    from app.keys import actions

    try:
        leaked = datetime.fromisoformat(since)
    except ValueError as problem:
        raise click.ClickException(f"--since: {problem}") from problem
    if leaked.tzinfo is None:
        raise click.ClickException("--since needs its time zone: +09:00")
    with _worded(), unit() as u:
        actions.revoke(u, _found(u.session, key), leaked)
    _publish()
    click.echo(f"{key} is revoked; `keys crl` prints what readers need to know of it")


@keys.command("crl")
def crl() -> None:
    """Print the revocation lists of institutions' own authorities (PEM), to be published, and lay
    them into KEYS for this machine's own checks."""
    _publish(click.echo)


def _publish(say: Callable[[str], None] | None = None) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    from app.db.unit import reading
    from app.keys.own import publish

    with reading() as session:
        for found in publish(session, _settings().keys):
            if say:
                say(found.public_bytes(Encoding.PEM).decode().rstrip())


@keys.command("list")
def list_() -> None:
    """Every key: institution, state, kind, until when its certificate holds."""
    from app.core import clock
    from app.db.unit import reading
    from app.keys import queries
    from app.parties.models import Institution

    _show_folder()
    with reading() as session:
        for row in queries.every(session):
            institution = session.get_one(Institution, row.institution_id)
            until = f"until {row.not_after:%F}" if row.not_after else "no certificate yet"
            alive = row.state == rules.ACTIVE
            soon = "  ENDS SOON" if alive and rules.ends_soon(row.not_after, clock.now()) else ""
            words = (row.id, institution.code, row.purpose, row.kind, row.state)
            click.echo("  ".join(words) + f"  {until}{soon}")


def _show_folder() -> None:
    """The key of the institutions that have none in the register."""
    from app.core import clock
    from app.evidence.keys import identity

    folder = _settings().keys
    if (folder / "seal.key").exists():
        ends = identity(folder, "seal").certificate.not_valid_after_utc
        soon = "  ENDS SOON" if rules.ends_soon(ends, clock.now()) else ""
        click.echo(f"{folder}/seal.key  for all others  until {ends:%F}{soon}")


def _new(code: str, kind: str | None, own_authority: bool, *, first: bool) -> None:
    from app.db.unit import unit
    from app.keys import actions, own, queries
    from app.keys.sealers import module

    with _worded(), unit() as u:
        institution = _institution(u.session, code)
        present = queries.active(u.session, institution.id)
        if (present is None) != first:
            word = "rotate" if first else "create"
            raise click.ClickException(
                f"say `keys {word}`: {code} has {'a' if first else 'no'} key"
            )
        kind = kind or (present.kind if present else rules.P256)
        chosen = module(_settings(), writable=True) if rules.in_module(kind) else None
        row = actions.create(u, institution, kind, chosen)
        if own_authority:
            own.issue(u, institution, row, _trust())
        click.echo(f"{row.id}  {row.state}")
        if not own_authority:
            click.echo(row.request, nl=False)


def _settings() -> Settings:
    found: Settings = current_app.config["DOJANG"]
    return found


def _trust() -> Path:
    """The bundle of roots; in demo mode the demo's own stands in it before anything is added."""
    from app.evidence.keys import make_demo

    settings = _settings()
    if settings.demo:
        make_demo(settings.keys)
    return settings.keys / "trust.pem"


def _institution(session: "Session", code: str) -> "Institution":
    from app.parties.queries import institution_by_code

    found = institution_by_code(session, code)
    if found is None:
        raise click.ClickException(f"there is no institution {code}")
    return found


def _found(session: "Session", key: str) -> "SealKey":
    from app.keys.models import SealKey

    row = session.get(SealKey, key)
    if row is None or row.purpose != rules.SEAL:
        raise click.ClickException(f"there is no key {key}")
    return row


@contextmanager
def _worded() -> Iterator[None]:
    from app.gateways.signer import NoSignature
    from app.keys.actions import KeyTrouble

    try:
        yield
    except (KeyTrouble, NoSignature, OSError) as problem:
        raise click.ClickException(str(problem)) from problem
