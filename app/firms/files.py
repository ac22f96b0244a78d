"""Firms and their people from an institution's own register, a line for each person.

The operator vouches for them: numbers count at once, and a firm that another institution deals with
gets this one's numbers too. Lines that stand there already change nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.events import SYSTEM, Event
from app.core.texts import t
from app.db.unit import Unit
from app.firms.actions import known_person
from app.firms.forms import (
    FIRM_FIELDS,
    PERSON_FIELDS,
    FirmFacts,
    PersonFacts,
    read_firm,
    read_person,
    typed_of,
)
from app.parties import actions as parties
from app.parties.queries import (
    firm_by_business_number,
    institution_by_code,
    numbers_of,
    representatives,
)
from app.sheets.reading import Row, read

COLUMNS = ("business_number", "kind", "firm", *PERSON_FIELDS)


class WrongLines(ValueError):
    """The file cannot be entered; every line that is wrong, with why."""

    def __init__(self, problems: Sequence[str]):
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Line:
    """One person of one firm."""

    number: int
    firm: FirmFacts
    person: PersonFacts


def read_lines(content: bytes) -> list[Line]:
    """The lines of a CSV or XLSX file under the heads `COLUMNS`.

    Raises BadSheet, WrongLines.
    """
    head, *rows = read(content)
    places = {name: place for place, name in enumerate(head.cells)}
    if missing := [name for name in COLUMNS if name not in places]:
        raise WrongLines([f"line {head.line}: no column {', '.join(missing)}"])
    problems: list[str] = []
    lines: list[Line] = []
    for row in rows:
        read_row = _line(row, places)
        if isinstance(read_row, Line):
            lines.append(read_row)
        else:
            problems += [f"line {row.line}: {why}" for why in read_row]
    if problems:
        raise WrongLines(problems)
    return lines


def enter_lines(u: Unit, institution: str, lines: Sequence[Line]) -> int:
    """Enter what is not there yet. Returns how many people were entered.

    institution: its code. Raises NotFound, WrongLines.
    """
    place = institution_by_code(u.session, institution)
    if place is None:
        raise NotFound()
    entered, problems = 0, []
    for line in lines:
        try:
            entered += _enter(u, place.id, line)
        except Refused as refusal:
            problems.append(f"line {line.number}: {t(refusal.key, **refusal.params)}")
    if problems:
        raise WrongLines(problems)
    return entered


def _line(row: Row, places: dict[str, int]) -> Line | list[str]:
    cells = {
        name: row.cells[places[name]] if places[name] < len(row.cells) else "" for name in COLUMNS
    }
    firm = read_firm(typed_of({**cells, "name": cells["firm"]}, FIRM_FIELDS))
    if isinstance(firm, dict):
        return list(_words(firm))
    person = read_person(typed_of(cells, PERSON_FIELDS), firm.kind, clock.today())
    if isinstance(person, dict):
        return list(_words(person))
    return Line(row.line, firm, person)


def _words(wrong: dict[str, str]) -> Iterator[str]:
    for word in wrong.values():
        yield t(f"firms.wrong.{word}")


def _enter(u: Unit, institution_id: str, line: Line) -> bool:
    """Whether this line entered anybody."""
    firm_id = _firm(u, institution_id, line.firm)
    person_id = known_person(u, line.person)
    known = numbers_of(u.session, institution_id, person_id)
    if line.person.number not in {each.digits for each in known}:
        parties.register_number(u, institution_id, person_id, line.person.number, len(known) + 1)
    roles = {
        each.role
        for each in representatives(u.session, firm_id, clock.today())
        if each.person_id == person_id
    }
    if roles - {line.person.role}:
        raise Refused("FIRM_ROLE", 409)
    if not roles:
        facts = line.person
        parties.register_representation(u, firm_id, person_id, facts.role, facts.since)
        about = {"person": person_id, "role": facts.role}
        subject = f"firm:{firm_id}"
        u.emit(Event("firms:firm:person-entered", subject, institution_id, SYSTEM, about))
    return not roles


def _firm(u: Unit, institution_id: str, facts: FirmFacts) -> str:
    there = firm_by_business_number(u.session, facts.business_number)
    if there is None:
        id_ = parties.register_firm(u, facts.kind, facts.name, facts.business_number)
        u.emit(Event("firms:firm:entered", f"firm:{id_}", institution_id, SYSTEM, {}))
        return id_
    if (there.kind, there.name) != (facts.kind, facts.name):
        raise Refused("FIRM_OTHER", 409)
    return there.id
