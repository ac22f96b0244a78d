"""Whoever must sign and has no account yet is invited for as long as the request is open."""

from app.accounts.queries import signers
from app.agreements.queries import AgreementView, asked_by_others, view_by_owner
from app.core.events import Event, Handlers
from app.db.unit import Unit
from app.joining import invitations
from app.joining.invitations import Host
from app.notices import RELEASED, everyone

MOVED = ("agreements:request:extended", "agreements:request:corrected")
ENDED = (
    "agreements:request:recalled",
    "agreements:request:declined",
    "agreements:request:expired",
)


def join(handlers: Handlers) -> None:
    """Let these answer their events."""
    handlers.on(RELEASED, invite)
    for event in MOVED:
        handlers.on(event, keep_invited)
    for event in ENDED:
        handlers.on(event, withdraw)


def invite(u: Unit, event: Event) -> None:
    """Each is invited until the deadline, once."""
    agreement = view_by_owner(u.session, event.subject)
    for person_id in _newcomers(u, event):
        invitations.invite(u, _host(agreement), person_id, agreement.deadline, event.actor)


def keep_invited(u: Unit, event: Event) -> None:
    """What invites them lasts until the new deadline, the link in the mail they have included;
    whoever is to sign only now is invited."""
    agreement = view_by_owner(u.session, event.subject)
    for person_id in _newcomers(u, event):
        if not invitations.lengthen(u, agreement.institution_id, person_id, agreement.deadline):
            invitations.invite(u, _host(agreement), person_id, agreement.deadline, event.actor)


def withdraw(u: Unit, event: Event) -> None:
    """There is nothing left to sign: what invites them is void, unless another request asks."""
    agreement = view_by_owner(u.session, event.subject)
    newcomers = _newcomers(u, event)
    asked = asked_by_others(u.session, agreement.institution_id, event.subject, newcomers)
    for person_id in newcomers:
        if person_id not in asked:
            invitations.withdraw(u, agreement.institution_id, person_id)


def _newcomers(u: Unit, event: Event) -> list[str]:
    people = {each.person_id for each in everyone(u, event.subject)}
    return sorted(people - signers(u.session, people).keys())


def _host(agreement: AgreementView) -> Host:
    return Host(agreement.institution_id, agreement.institution_short, agreement.branch_phone)
