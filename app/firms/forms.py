"""What officers type about firms and their people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.days import read_day
from app.core.korean_ids import business_number_ok
from app.core.phone import digits, may_be_of_record
from app.firms import rules
from app.parties.forms import MAIL

FIRM_FIELDS = ("business_number", "kind", "name")
PERSON_FIELDS = ("name", "born", "role", "since", "number", "mail")
LONGEST = 120


@dataclass(frozen=True)
class FirmFacts:
    """A firm as its registration says."""

    kind: str
    name: str
    business_number: str


@dataclass(frozen=True)
class PersonFacts:
    """Who stands for it, in which role, since when, and how they are reached."""

    name: str
    born: date
    role: str
    since: date
    number: str
    mail: str


def typed_of(form: Mapping[str, str], fields: tuple[str, ...]) -> dict[str, str]:
    """Each field in one line, without what turns or hides words."""
    return {name: _plain(form.get(name, ""))[:LONGEST] for name in fields}


def business_number(text: str) -> str:
    """The ten digits of a business number, or nothing."""
    return re.sub(r"\D", "", text) if business_number_ok(text) else ""


def read_firm(typed: Mapping[str, str]) -> FirmFacts | dict[str, str]:
    """The firm, or which fields are at fault: field -> word of `firms.wrong.*`."""
    number = business_number(typed["business_number"])
    fine = {
        "business_number": bool(number),
        "kind": typed["kind"] in rules.ROLES,
        "name": 1 <= len(typed["name"]) <= 80,
    }
    wrong = {name: name for name, is_fine in fine.items() if not is_fine}
    return wrong or FirmFacts(typed["kind"], typed["name"], number)


def read_person(
    typed: Mapping[str, str], firm_kind: str, today: date
) -> PersonFacts | dict[str, str]:
    """The person, or which fields are at fault: field -> word of `firms.wrong.*`."""
    born, since = read_day(typed["born"]), read_day(typed["since"])
    fine = {
        "name": 1 <= len(typed["name"]) <= 40,
        "born": born is not None and rules.born_plausibly(born, today),
        "role": typed["role"] in rules.ROLES[firm_kind],
        "since": since is not None and rules.OLDEST <= since <= today,
        "number": may_be_of_record(typed["number"]),
        "mail": not typed["mail"] or bool(MAIL.fullmatch(typed["mail"])),
    }
    wrong = {name: name for name, is_fine in fine.items() if not is_fine}
    if wrong or born is None or since is None:
        return wrong
    return PersonFacts(
        typed["name"], born, typed["role"], since, digits(typed["number"]), typed["mail"]
    )


def _plain(text: str) -> str:
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
