"""Which event tells whom, with which text (C3). One line of the table, one message per person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.agreements.queries import AgreementView, view_by_owner
from app.core.events import Event, Handlers
from app.db.unit import Unit
from app.delivery import messages, outbox
from app.delivery.rules import Lane
from app.parties.queries import mail_of, numbers_of
from app.signing.queries import documents_of, signers_of


@dataclass(frozen=True)
class Notice:
    """An event that is told to every signer by text message, and by mail where `mail` is set."""

    event: str
    text: str
    mail: str = ""


NOTICES = (
    Notice("agreements:request:released", "delivery.requested"),
    Notice("agreements:request:corrected", "delivery.corrected"),
    Notice("agreements:request:recalled", "delivery.recalled"),
    Notice("agreements:request:completed", "delivery.concluded", mail="delivery.concluded_mail"),
)


def join(handlers: Handlers) -> None:
    """Let every line of the table, and the seal, answer its event."""
    for notice in NOTICES:
        handlers.on(notice.event, _teller(notice))
    handlers.on("signing:document:concluded", ask_for_seal)


def ask_for_seal(u: Unit, event: Event) -> None:
    """A concluded document is rendered and sealed by the worker, once per version."""
    document, version = event.facts["document"], event.facts["version"]
    key = f"seal:{document}:{version}"
    outbox.put(u, "signing.seal", key, {"document": document}, lane=Lane.PAPERS)


def _teller(notice: Notice) -> Callable[[Unit, Event], None]:
    def tell(u: Unit, event: Event) -> None:
        agreement = view_by_owner(u.session, event.subject)
        for person_id in _audience(u, event.subject):
            _send(u, notice, agreement, person_id)

    return tell


def _audience(u: Unit, owner: str) -> list[str]:
    people = [
        signer.person_id
        for document in documents_of(u.session, owner)
        for signer in signers_of(u.session, document.id)
    ]
    return list(dict.fromkeys(people))


def _send(u: Unit, notice: Notice, agreement: AgreementView, person_id: str) -> None:
    words: dict[str, Any] = {
        "institution": agreement.institution_short,
        "number": agreement.number,
    }
    key = f"{notice.event}:{agreement.id}:{agreement.version}:{person_id}"
    numbers = numbers_of(u.session, agreement.institution_id, person_id)
    mobile = next((n.digits for n in numbers if n.digits.startswith("01")), None)
    if mobile:
        messages.send_text(u, mobile, notice.text, words, f"{key}:sms", Lane.ANSWERS)
    mail = mail_of(u.session, person_id) if notice.mail else None
    if mail:
        messages.send_mail(u, mail, notice.mail, words, f"{key}:mail", Lane.ANSWERS)
