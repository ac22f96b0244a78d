"""`flask --app wsgi admin …`: an institution's first administrator, made at the machine."""

import io
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click
import segno
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.core.errors import NotFound, Refused
from app.core.texts import t

if TYPE_CHECKING:
    from app.accounts.staff import Handover
    from app.db.unit import Unit
    from app.parties.models import Institution

admin = AppGroup("admin", help="Institutions and their administrators.")


@admin.command("create")
@click.argument("institution")
@click.option("--name", default="", help="The institution's name, if it is new.")
@click.option("--short-name", default="", help="What opens its text messages, if it is new.")
@click.option("--phone", default="", help="Whom people call, if it is new.")
@click.option("--login", required=True, help="The administrator's id.")
@click.option("--person", required=True, help="The administrator's name.")
@click.option("--mail", required=True, help="The administrator's mail address.")
@with_appcontext
def create(
    institution: str, name: str, short_name: str, phone: str, login: str, person: str, mail: str
) -> None:
    """Make INSTITUTION (its code) if it is new, and its first administrator; print, once, what they
    sign in with."""
    from app.accounts.staff import make_administrator

    def act(u: "Unit") -> tuple["Institution", "Handover"]:
        place = _institution(u, institution, name, short_name, phone)
        _refuse_second(u, place)
        return place, make_administrator(u, place.id, login, person, mail)

    _print(*_worded(act))


@admin.command("reset")
@click.argument("institution")
@click.argument("login")
@with_appcontext
def reset(institution: str, login: str) -> None:
    """The administrator LOGIN of INSTITUTION lost phone or password and no colleague can help: make
    all of it anew and print it, once."""
    from app.accounts import rules, staff
    from app.accounts.desk.queries import staff_member

    def act(u: "Unit") -> tuple["Institution", "Handover"]:
        place = _known(u, institution)
        found = staff_member(u.session, place.id, rules.normal_login(login))
        if found is None or found.role != rules.ADMIN:
            raise click.ClickException(f"{institution} has no administrator {login}")
        staff.forget_factors(u, found.account_id, "")
        return place, staff.hand_over(u, found.account_id)

    _print(*_worded(act))


def _institution(u: "Unit", code: str, name: str, short_name: str, phone: str) -> "Institution":
    from app.parties.actions import found_institution
    from app.parties.queries import institution_by_code

    given = {"--name": name, "--short-name": short_name, "--phone": phone}
    place = institution_by_code(u.session, code)
    if place is not None:
        same = {place.name: name, place.short_name: short_name, place.phone: phone.replace("-", "")}
        if any(said and said != is_ for is_, said in same.items()):
            raise click.ClickException(f"{code} is {place.name} already: leave its options out")
        return place
    if lacking := [option for option, value in given.items() if not value]:
        raise click.ClickException(f"{code} is new: say {', '.join(lacking)} too")
    return found_institution(u, code, name, short_name, phone)


def _refuse_second(u: "Unit", place: "Institution") -> None:
    from app.accounts.desk.queries import administrators

    there = administrators(u.session, place.id)
    if there:
        raise click.ClickException(
            f"{place.code} has an administrator ({', '.join(there)}), who invites others at"
            f" /desk/staff; `admin reset {place.code} {there[0]}` if they cannot get in"
        )


def _known(u: "Unit", code: str) -> "Institution":
    from app.parties.queries import institution_by_code

    place = institution_by_code(u.session, code)
    if place is None:
        raise click.ClickException(f"there is no institution {code}")
    return place


def _worded(
    act: "Callable[[Unit], tuple[Institution, Handover]]",
) -> "tuple[Institution, Handover]":
    from app.db.unit import unit

    try:
        with unit() as u:
            return act(u)
    except NotFound as problem:
        raise click.ClickException("there is no such thing") from problem
    except Refused as refusal:
        raise click.ClickException(t(refusal.key, **refusal.params)) from refusal
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem


def _print(place: "Institution", given: "Handover") -> None:
    from app.accounts import rules
    from app.accounts.second_factor import address

    uri = address(given.secret, given.login_id, place.short_name)
    hours = int(rules.TEMPORARY_TIME.total_seconds() // 3600)
    site = current_app.config["DOJANG"].base_url
    drawn = io.StringIO()
    segno.make(uri, error="m", micro=False).terminal(drawn, compact=True)
    click.echo(f"sign in at   {site}/login")
    click.echo(f"id           {given.login_id}")
    click.echo(f"password     {given.password}   ({hours} h, to be changed at the first sign-in)")
    click.echo(f"app          {uri}")
    click.echo(drawn.getvalue())
    click.echo("recovery codes, each good once:")
    for pair in zip(given.codes[::2], given.codes[1::2], strict=True):
        click.echo("   ".join(("  ", *pair)))
    click.echo("\nNone of it can be shown again. Hand it over and keep no copy.")
    sys.stdout.flush()
