"""Which event tells whom, with which text (C3). One line of the table, one message per person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from app.accounts.queries import mails_of_admins, signers
from app.agreements.queries import AgreementView, view_by_owner
from app.agreements.signatories import ANY
from app.core.clock import kst
from app.core.events import Event, Handlers
from app.core.texts import speaking, t
from app.db.unit import Unit
from app.delivery import messages, outbox
from app.delivery.rules import Lane
from app.editions.queries import edition_of
from app.editions.queries import hands as edition_hands
from app.joining import rules
from app.parties.queries import mail_of, numbers_of
from app.signing import waiting
from app.signing.models import Document, Signer
from app.signing.queries import documents_of, signatures_of, signers_of
from app.signing.rules import LOCKED, VOID

Audience = Callable[[Unit, str], Iterable[Signer]]


def everyone(u: Unit, owner: str) -> list[Signer]:
    """Whoever signs any of the request's documents."""
    return [each for document in documents_of(u.session, owner) for each in _of(u, document)]


def still_asked(u: Unit, owner: str) -> list[Signer]:
    """Whoever has yet to sign a document that is open."""
    found: list[Signer] = []
    for document in documents_of(u.session, owner):
        if document.state not in (LOCKED, VOID):
            signed = {signer.id for signer, _ in signatures_of(u.session, document)}
            found += [each for each in _of(u, document) if each.id not in signed]
    return found


def first_asked(u: Unit, owner: str) -> list[Signer]:
    """Whoever signs the first document."""
    return _of(u, documents_of(u.session, owner)[0])


@dataclass(frozen=True)
class Notice:
    """An event that is told to an audience by text message, and by mail where `mail` is set."""

    event: str
    audience: Audience
    text: str
    mail: str = ""


RELEASED = "agreements:request:released"

NOTICES = (
    Notice(RELEASED, first_asked, "delivery.requested", mail="delivery.requested_mail"),
    Notice("agreements:request:corrected", everyone, "delivery.corrected"),
    Notice("agreements:request:recalled", everyone, "delivery.recalled"),
    Notice("agreements:request:declined", everyone, "delivery.declined"),
    Notice("agreements:request:expired", everyone, "delivery.expired"),
    Notice("agreements:request:reminded", still_asked, "delivery.reminded"),
    Notice("agreements:request:extended", everyone, "delivery.extended"),
    Notice("agreements:document:signed", still_asked, "delivery.partial"),
    Notice("agreements:guarantee:concluded", still_asked, "delivery.pledge"),
    Notice(
        "agreements:request:completed",
        everyone,
        "delivery.concluded",
        mail="delivery.concluded_mail",
    ),
)


BRANCH_MAILS = {
    "agreements:request:declined": "delivery.branch_declined",
    "agreements:request:expired": "delivery.branch_expired",
    "agreements:request:outdated": "delivery.branch_outdated",
}
"""What ends or stops without the branch having done it: its office is told by mail, once."""


EDITION_MAILS = {
    "editions:edition:asked": "delivery.edition_asked",
    "editions:edition:sent-back": "delivery.edition_sent_back",
    "editions:edition:published": "delivery.edition_published",
}
"""What becomes of a paper template: its institution's administrators and its drafters are told."""

NEWCOMERS = {
    rules.MAIL: "delivery.requested_by_mail",
    rules.UNLINKED: "delivery.requested_unlinked",
}
"""What a request's text message says instead to somebody who has yet to join, by their way."""


def join(handlers: Handlers, site: str) -> None:
    """Let every line of the tables, and the seal, answer its event.

    site: this deployment's address, for mails; text messages carry no link (decision 28).
    """
    for notice in NOTICES:
        handlers.on(notice.event, _teller(notice, site))
    for event in BRANCH_MAILS:
        handlers.on(event, tell_branch)
    for event in EDITION_MAILS:
        handlers.on(event, tell_house)
    for made in ("signing:document:concluded", "signing:paper:issued"):
        handlers.on(made, ask_for_seal)


def ask_for_seal(u: Unit, event: Event) -> None:
    """A concluded document is rendered and sealed by the worker, once per version."""
    document, version = event.facts["document"], event.facts["version"]
    key = waiting.dedup_key(document, version)
    outbox.put(u, waiting.KIND, key, {"document": document}, lane=Lane.PAPERS)


def tell_branch(u: Unit, event: Event) -> None:
    """A mail without names or reasons (a shared mailbox reads it): the desk shows those."""
    agreement = view_by_owner(u.session, event.subject)
    if not agreement.branch_mail:
        return
    words = {"number": agreement.number, "firm": agreement.firm, "branch": agreement.branch_name}
    messages.send_mail(
        u,
        agreement.branch_mail,
        BRANCH_MAILS[event.type],
        words,
        f"{event.type}:{agreement.id}:{agreement.version}:branch:mail",
        Lane.ANSWERS,
        subject=event.subject,
        institution_id=event.institution_id,
    )


def tell_house(u: Unit, event: Event) -> None:
    """A mail to everybody who may publish and to whoever had a hand in it, once per happening."""
    template_id, version = event.facts["template"], event.facts["version"]
    edition = edition_of(u.session, event.institution_id, template_id, version)
    assert edition, "the event is about one"
    with speaking("ko"):
        title, day = t(f"editions.kind.{template_id}"), event.facts["effective_from"]
    words = {"title": title, "version": version, "day": day, "reason": edition.reason}
    drafters = (mail_of(u.session, each) for each in edition_hands(u.session, edition.id))
    told = {*mails_of_admins(u.session, event.institution_id), *drafters}
    for mail in sorted(each for each in told if each):
        messages.send_mail(
            u,
            mail,
            EDITION_MAILS[event.type],
            words,
            f"{event.type}:{edition.id}:{u.now.isoformat()}:{sha256(mail.encode()).hexdigest()[:16]}",
            Lane.ANSWERS,
            subject=event.subject,
            institution_id=event.institution_id,
        )


def _teller(notice: Notice, site: str) -> Callable[[Unit, Event], None]:
    def tell(u: Unit, event: Event) -> None:
        agreement = view_by_owner(u.session, event.subject)
        people = {each.person_id for each in notice.audience(u, event.subject)}
        for person_id in sorted(people):
            _send(u, notice, event, agreement, person_id, site)

    return tell


def _role(role: str) -> str:
    with speaking("ko"):
        return t(f"signing.role.{role}")


def _of(u: Unit, document: Document) -> list[Signer]:
    return signers_of(u.session, document.id)


def _text_for(u: Unit, notice: Notice, person_id: str) -> str:
    """The notice's text; another one where somebody has to join first."""
    if notice.event != RELEASED or signers(u.session, [person_id]):
        return notice.text
    way = rules.MAIL if mail_of(u.session, person_id) else rules.UNLINKED
    return NEWCOMERS[way]


def _send(
    u: Unit, notice: Notice, event: Event, agreement: AgreementView, person_id: str, site: str
) -> None:
    words: dict[str, Any] = {
        "address": f"{site}/agreements",
        "branch": agreement.branch_name,
        "until": f"{kst(agreement.deadline):%m월 %d일 %H:%M}",
        "institution": agreement.institution_short,
        "number": agreement.number,
        "signed": event.facts.get("signed", 0),
        "signers": event.facts.get("signers", 0),
        "who": _role(event.facts.get("role", ANY)),
    }
    once = event.facts.get("once", "")
    key = f"{notice.event}:{agreement.id}:{agreement.version}:{once}:{person_id}"
    about = {"subject": event.subject, "institution_id": event.institution_id}
    numbers = numbers_of(u.session, agreement.institution_id, person_id)
    mobile = next((n.digits for n in numbers if n.digits.startswith("01")), None)
    if mobile:
        text = _text_for(u, notice, person_id)
        messages.send_text(u, mobile, text, words, f"{key}:sms", Lane.ANSWERS, **about)
    newcomer = notice.event == RELEASED and not signers(
        u.session, [person_id]
    )  # has a mail of its own
    mail = mail_of(u.session, person_id) if notice.mail and not newcomer else None
    if mail:
        messages.send_mail(u, mail, notice.mail, words, f"{key}:mail", Lane.ANSWERS, **about)
