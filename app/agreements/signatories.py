"""Who must sign which document, from the firm's registered representatives. Pure (B6-04, E7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.errors import Refused

PROPRIETOR, PARTNER = "PROPRIETOR", "PARTNER"
"""개인사업자 대표; 공동사업자: every partner signs."""

SOLE, JOINT, SEVERAL = "SOLE", "JOINT", "SEVERAL"
"""단독대표; 공동대표: all sign; 각자대표: the designated one signs the guarantee."""

MANAGER, CONTACT = "MANAGER", "CONTACT"
"""실제경영자: the pledge only; 담당자: reads, never signs."""

REPRESENTATIVES = frozenset({PROPRIETOR, PARTNER, SOLE, JOINT, SEVERAL})


ANY = "ANY"
"""Signers whose roles differ, in one word."""


@dataclass(frozen=True)
class Signatory:
    """Someone of the firm, with the role the register gives them."""

    person_id: str
    name: str
    role: str


@dataclass(frozen=True)
class Signatories:
    """Who signs the guarantee, who the pledge (nobody where there is none)."""

    guarantee: tuple[Signatory, ...]
    pledge: tuple[Signatory, ...]

    @property
    def everyone(self) -> tuple[Signatory, ...]:
        """Each of them once, in the order of the papers."""
        return tuple({each.person_id: each for each in (*self.guarantee, *self.pledge)}.values())


def shared_role(roles: Iterable[str]) -> str:
    """The role all of them have, or ANY."""
    found = set(roles)
    return found.pop() if len(found) == 1 else ANY


def who_signs(corporation: bool, people: Sequence[Signatory], designated: str = "") -> Signatories:
    """Who must sign. `designated`: the person id of the 각자대표 who signs the guarantee.

    Raises Refused NOBODY_SIGNS, DESIGNATION_NEEDED or DESIGNATION_WRONG (422).
    """
    able = tuple(person for person in people if person.role in REPRESENTATIVES)
    if not able:
        raise Refused("NOBODY_SIGNS", 422)
    if not corporation:
        return Signatories(able, ())
    managers = tuple(person for person in people if person.role == MANAGER)
    pledge = Signatories(able, managers).everyone
    return Signatories(_binding(able, designated), pledge)


def _binding(able: tuple[Signatory, ...], designated: str) -> tuple[Signatory, ...]:
    """Whose signatures bind the firm: all joint ones, or the one designated of several."""
    if all(person.role != SEVERAL for person in able):
        if designated:
            raise Refused("DESIGNATION_WRONG", 422)
        return able
    if not designated:
        raise Refused("DESIGNATION_NEEDED", 422)
    chosen = tuple(person for person in able if person.person_id == designated)
    if not chosen:
        raise Refused("DESIGNATION_WRONG", 422)
    return chosen
