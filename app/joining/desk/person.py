"""One person at the desk: account and invitation, numbers of record and what is under way."""

from typing import Any

from flask import Response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.audit.queries import trail
from app.core.errors import NotFound
from app.core.texts import has, t
from app.db.unit import Unit, reading, unit
from app.joining import invitations
from app.joining.desk.queries import Dossier, dossier, names_of
from app.joining.numbers import Officer
from app.records import looking
from app.web.pages import render

SAID = ("invited", "counter", "proposed", "approved", "refused", "cancelled")
HIDDEN = "joining:person:recognised"


def show(person_id: str) -> Response:
    """The page; whoever the institution has no number of is not there (404)."""
    return page(person_id)


def page(
    person_id: str, status: int = 200, problem: str = "", typed: dict[str, str] | None = None
) -> Response:
    """The same with what is wrong about the form at hand."""
    seen = seen_by_me(person_id)
    said = request.args.get("said", "")
    looking.shows([person_id], "person")
    return render(
        "desk/person.html",
        status,
        officer=current_user,
        person=seen,
        problem=problem,
        typed=typed or {},
        said=said if said in SAID else "",
        entries=_entries(person_id),
    )


def invite(person_id: str) -> Answer:
    """Send a new link; the one before is void. Nobody at the desk sees either."""
    seen_by_me(person_id)
    with unit() as u:
        invitations.invite_again(u, _host(u), person_id, officer().actor)
    return back(person_id, "invited")


def counter(person_id: str) -> Answer:
    """창구에서 가입: let the person join without a link for a day."""
    seen_by_me(person_id)
    with unit() as u:
        invitations.open_counter(u, _host(u), person_id, officer().actor)
    return back(person_id, "counter")


def seen_by_me(person_id: str) -> Dossier:
    """What the signed-in member of staff may see of somebody; raises NotFound."""
    with reading() as session:
        found = dossier(session, current_user.institution_id, person_id, current_user.account_id)
    if found is None:
        raise NotFound()
    return found


def officer() -> Officer:
    """Who acts."""
    return Officer(current_user.account_id, current_user.person_id, current_user.institution_id)


def back(person_id: str, said: str) -> Answer:
    """To the person's page, which says what was done."""
    return redirect(f"/desk/people/{person_id}?said={said}", 303)


def _host(u: Unit) -> invitations.Host:
    return invitations.host_of(u, current_user.institution_id)


def _entries(person_id: str) -> list[dict[str, Any]]:
    """What this institution's staff and the person did, the newest first."""
    with reading() as session:
        found = [
            each
            for each in trail(session, f"person:{person_id}")
            if each.institution_id == current_user.institution_id and each.action != HIDDEN
        ]
        ids = [each.actor.partition(":")[2] for each in found if each.actor.startswith("staff:")]
        names = names_of(session, ids)
    return [
        {
            "at": each.at,
            "what": _words(each.action),
            "by": names.get(each.actor.partition(":")[2])
            or t(f"desk.who.{each.actor.partition(':')[0]}"),
        }
        for each in reversed(found)
    ]


def _words(action: str) -> str:
    key = f"desk.trail.{action.replace(':', '_')}"
    return t(key) if has(key) else action
