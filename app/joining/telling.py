"""Who is told when an account, a password or a number of record changes: its owner, at once."""

from datetime import datetime
from typing import Any

from app.accounts.models import Account
from app.core.clock import kst
from app.core.events import Event, Handlers
from app.core.phone import hyphened, may_text
from app.db.unit import Unit
from app.delivery import messages
from app.delivery.rules import Lane
from app.joining.models import NumberChange
from app.parties.models import Institution, NumberOfRecord
from app.parties.queries import mail_of, numbers_of_persons


def join(handlers: Handlers) -> None:
    """Let these answer their events."""
    handlers.on("joining:account:claimed", tell_joined)
    handlers.on("accounts:password:reset", tell_password)
    handlers.on("accounts:password:changed", tell_password)
    handlers.on("joining:number:approved", tell_old_number)
    handlers.on("joining:number:changed", tell_new_number)


def tell_joined(u: Unit, event: Event) -> None:
    """Every mobile number of record is told, whichever institution's: it may not have been they."""
    _texts(u, event, event.actor.id, "delivery.joined", event.facts["account"])


def tell_password(u: Unit, event: Event) -> None:
    """The same; staff, who have no number of record, by mail."""
    account = u.session.get_one(Account, event.subject.removeprefix("account:"))
    once = u.now.isoformat()
    if account.kind == "signer":
        _texts(u, event, account.person_id, "delivery.password", once)
        return
    mail = mail_of(u.session, account.person_id)
    if mail:
        key = f"{event.type}:{account.id}:{once}:mail"
        about = {"subject": event.subject, "institution_id": event.institution_id}
        messages.send_mail(u, mail, "delivery.password_mail", {}, key, Lane.ANSWERS, **about)


def tell_old_number(u: Unit, event: Event) -> None:
    """Every number and address the institution has now hears when another will be in force; where
    it has none yet, those that others have."""
    change = u.session.get_one(NumberChange, event.facts["change"])
    at = datetime.fromisoformat(event.facts["at"])
    if at <= u.now:  # the first number of somebody who has nothing here to be told of
        return
    here = change.institution_id
    place = u.session.get_one(Institution, here)
    words = {
        "at": f"{kst(at):%m.%d %H:%M}",
        "institution": place.short_name,
        "phone": hyphened(place.phone),
    }
    where = here if change.old_masked else ""
    _texts(u, event, change.person_id, "delivery.number_change", change.id, where, words)
    mail = mail_of(u.session, change.person_id)
    if mail:
        about = {"subject": event.subject, "institution_id": here}
        key = f"{event.type}:{change.id}:mail"
        messages.send_mail(u, mail, "delivery.number_mail", words, key, Lane.ANSWERS, **about)


def tell_new_number(u: Unit, event: Event) -> None:
    """The number that is of record from now on hears so."""
    change = u.session.get_one(NumberChange, event.facts["change"])
    row = u.session.get_one(NumberOfRecord, change.number_id)
    if may_text(row.number):
        _text(u, event, row, "delivery.number_changed", change.id, {})


def _texts(
    u: Unit,
    event: Event,
    person_id: str,
    key: str,
    once: str,
    institution_id: str = "",
    words: dict[str, str] | None = None,
) -> None:
    for row in numbers_of_persons(u.session, [person_id]):
        theirs = not institution_id or row.institution_id == institution_id
        if theirs and may_text(row.number):
            _text(u, event, row, key, once, words or {})


def _text(
    u: Unit, event: Event, row: NumberOfRecord, key: str, once: str, words: dict[str, str]
) -> None:
    place = u.session.get_one(Institution, row.institution_id)
    filled: dict[str, Any] = {
        "institution": place.short_name,
        "phone": hyphened(place.phone),
        **words,
    }
    about = {"subject": event.subject, "institution_id": place.id}
    dedup = f"{event.type}:{once}:{row.id}"
    messages.send_text(u, row.number, key, filled, dedup, Lane.ANSWERS, **about)
