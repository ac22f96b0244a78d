"""What of the demo's people must stand in no log and no figure."""

import re

from app.core.phone import hyphened
from app.demo.accounts import FIRMS, PASSWORD, PEOPLE, STAFF

WORDS = {
    PASSWORD,
    *(person.name for person in (*PEOPLE, *STAFF)),
    *(person.login for person in (*PEOPLE, *STAFF) if person.login != "auditor"),
    *(person.mobile for person in PEOPLE),
    *(hyphened(person.mobile) for person in PEOPLE),
    *(f"+82{person.mobile[1:]}" for person in PEOPLE),
    *(firm.name for firm in FIRMS),
    *(firm.business_number for firm in FIRMS),
    *("-".join(re.findall(r"(\d{3})(\d{2})(\d{5})", firm.business_number)[0]) for firm in FIRMS),
    "demo.example",
}


def found_in(text: str) -> set[str]:
    """Those of the demo's people's words, numbers and addresses that stand in a text."""
    return {word for word in WORDS if word in text}
