"""What an officer types at the counter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.korean_ids import business_number_ok
from app.core.phone import may_be_of_record
from app.joining import rules
from app.joining.forms import LONGEST, read_birth_date
from app.joining.numbers import Wish


@dataclass(frozen=True)
class Asked:
    """Whom to look for: a firm's people, or one person. wrong: the field that says nothing."""

    typed: dict[str, str]
    business_number: str
    name: str
    born: date | None
    wrong: str


def read_asked(form: Mapping[str, str]) -> Asked:
    """Read `business_number`, or `name` and `born` together."""
    keys = ("business_number", "name", "born")
    typed = {key: form.get(key, "").strip()[:LONGEST] for key in keys}
    born = read_birth_date(typed["born"])
    number = typed["business_number"]
    firm = re.sub(r"\D", "", number) if business_number_ok(number) else ""
    if number:
        wrong = "" if firm else "business_number"
        return Asked(typed, firm, "", None, wrong)
    wrong = "" if typed["name"] and born else "name" if not typed["name"] else "born"
    return Asked(typed, "", typed["name"], born, wrong)


@dataclass(frozen=True)
class Wished:
    """Another number as typed; wish: what it amounts to; wrong: the fields at fault."""

    typed: dict[str, str]
    wish: Wish | None
    wrong: tuple[str, ...]


def read_wish(form: Mapping[str, str], numbers: list[str]) -> Wished:
    """Read `number_id` (one of these, if there are any), `number`, `reason`, `shown` and the tick
    `compared`."""
    keys = ("number_id", "number", "reason", "shown", "compared")
    typed = {key: form.get(key, "").strip()[: rules.REASONS[1] + 1] for key in keys}
    if len(numbers) == 1:
        typed["number_id"] = numbers[0]
    reason = " ".join("".join(c for c in typed["reason"] if c.isprintable()).split())
    least, most = rules.REASONS
    fine = {
        "number_id": not numbers or typed["number_id"] in numbers,
        "number": may_be_of_record(typed["number"]),
        "reason": least <= len(reason) <= most,
        "shown": typed["shown"] in rules.PROOFS,
        "compared": bool(typed["compared"]),
    }
    wrong = tuple(field for field, is_fine in fine.items() if not is_fine)
    wish = Wish(typed["number_id"], typed["number"], reason, typed["shown"])
    return Wished(typed, None if wrong else wish, wrong)
