"""The firm of a request: its register entry as it stands today, who of it would sign what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.agreements import typed as forms
from app.agreements.register import CORPORATION, fingerprint, people_of, signs_today
from app.agreements.signatories import SEVERAL, Signatories
from app.core import clock
from app.core.errors import Refused
from app.core.phone import masked
from app.parties.models import Firm
from app.parties.queries import firm_by_business_number, numbers_of, representatives

NOBODY = Signatories((), ())


@dataclass(frozen=True)
class Entry:
    """Somebody in the firm's register entry; signs: guarantee, pledge, both or nothing."""

    person_id: str
    name: str
    role: str
    since: date
    number: str
    signs: str


@dataclass(frozen=True)
class FirmView:
    """The firm as the register has it today; several: those of whom one must be designated."""

    name: str
    business_number: str
    corporation: bool
    people: list[Entry]
    register: str

    @property
    def several(self) -> list[Entry]:
        """각자대표: one of them signs the guarantee."""
        return [each for each in self.people if each.role == SEVERAL]


def firm_of(session: Session, typed: Mapping[str, str]) -> Firm | None:
    """The firm whose number was typed, or None."""
    number = forms.business_number(typed)
    return firm_by_business_number(session, number) if number else None


def signers_of(session: Session, firm: Firm | None, typed: Mapping[str, str]) -> Signatories:
    """Who would sign; nobody while a representative is still to be designated."""
    if firm is None:
        return NOBODY
    known = {each.person_id for each in people_of(session, firm.id) if each.role == SEVERAL}
    designated = typed.get("designated", "")
    try:
        return signs_today(session, firm, designated if designated in known else "")
    except Refused:
        return NOBODY


def firm_view(session: Session, firm: Firm, signers: Signatories, institution_id: str) -> FirmView:
    """The entry, with numbers of record at that institution (masked)."""
    guarantee = {each.person_id for each in signers.guarantee}
    pledge = {each.person_id for each in signers.pledge}
    people = []
    for each in representatives(session, firm.id, clock.today()):
        numbers = numbers_of(session, institution_id, each.person_id)
        papers = (
            "guarantee" * (each.person_id in guarantee),
            "pledge" * (each.person_id in pledge),
        )
        signs = "both" if all(papers) else "".join(papers)
        number = masked(numbers[0].digits) if numbers else ""
        people.append(Entry(each.person_id, each.name, each.role, each.since, number, signs))
    return FirmView(
        name=firm.name,
        business_number=firm.business_number,
        corporation=firm.kind == CORPORATION,
        people=people,
        register=fingerprint(session, firm.id),
    )
