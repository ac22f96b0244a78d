"""What the register says today about a firm's people: who would sign, who may read."""

import hashlib

from sqlalchemy.orm import Session

from app.agreements.signatories import CONTACT, Signatories, Signatory, who_signs
from app.core import clock
from app.parties.models import Firm
from app.parties.queries import representatives

CORPORATION = "CORPORATION"


def people_of(session: Session, firm_id: str) -> list[Signatory]:
    """Everyone who stands for the firm today, in any role, in the order entered."""
    return [
        Signatory(each.person_id, each.name, each.role)
        for each in representatives(session, firm_id, clock.today())
    ]


def signs_today(session: Session, firm: Firm, designated: str) -> Signatories:
    """Who would have to sign if the request were released now; raises Refused."""
    return who_signs(firm.kind == CORPORATION, people_of(session, firm.id), designated)


def reads_for(session: Session, firm_id: str, person_id: str) -> bool:
    """Whether the person is the firm's 담당자 today: reads, never signs."""
    people = people_of(session, firm_id)
    return any(each.person_id == person_id and each.role == CONTACT for each in people)


def fingerprint(session: Session, firm_id: str) -> str:
    """Changes with whatever the register says of the firm's people: who, in which role, since when.

    An officer compares the entry with an extract; what was compared is recorded by this.
    """
    entry = [
        f"{each.person_id}:{each.role}:{each.since}"
        for each in representatives(session, firm_id, clock.today())
    ]
    return hashlib.sha256("|".join(sorted(entry)).encode()).hexdigest()
