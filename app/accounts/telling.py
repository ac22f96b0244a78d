"""What an account's chain records, and the mails its owner gets about it."""

from app.accounts.models import Account
from app.core.events import Actor, Event
from app.db.unit import Unit
from app.delivery import messages
from app.delivery.rules import Lane
from app.parties.models import Institution, Person


def tell(u: Unit, account_id: str, what: str, by: str = "", **facts: object) -> None:
    """Record that something happened to an account; by: whose act it was, if not its owner's."""
    account = u.session.get_one(Account, account_id)
    actor = Actor("staff", by) if by else Actor("person", account.person_id)
    u.emit(Event(what, f"account:{account.id}", account.institution_id or "", actor, facts))


def write_to(u: Unit, account_id: str, text_key: str, once: str, **words: object) -> bool:
    """Send the account's owner a mail, once per `once`; False where they have no address."""
    account = u.session.get_one(Account, account_id)
    person = u.session.get_one(Person, account.person_id)
    institution = u.session.get_one(Institution, account.institution_id)
    if not person.mail:
        return False
    about = {"name": person.name, "institution": institution.name, "login": account.login_id}
    return messages.send_mail(
        u,
        person.mail,
        text_key,
        {**about, **words},
        once,
        Lane.ANSWERS,
        subject=f"account:{account.id}",
        institution_id=institution.id,
    )
