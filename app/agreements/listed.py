"""A list of requests looked through, line by line: everything one request would be refused for,
in the same words, and what only a list can have wrong with it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.agreements import release, rules
from app.agreements import typed as forms
from app.agreements.columns import Listed
from app.agreements.forms import Problem, WrongOrder
from app.agreements.models import AgreementBatchRow, AgreementDraft, AgreementRequest, Product
from app.agreements.officers import Officer
from app.agreements.products import products_of, usual_figures
from app.agreements.release import Checked
from app.core import clock
from app.db.unit import reading
from app.parties.models import Branch, Institution
from app.parties.queries import firm_by_business_number

Key = tuple[str, str, int, date, date]
"""Whose request on which terms: firm, product, sum, first and last day."""


AGREED = {"confirmed": "yes"}
"""The officer's word comes with the confirmation."""


@dataclass(frozen=True)
class Looked:
    """One line as it was found: good where nothing is wrong with it."""

    line: int
    typed: Mapping[str, str]
    branch_id: str | None = None
    firm_id: str | None = None
    register: str = ""
    mark: str = ""
    problems: list[Problem] = field(default_factory=list)


class Desk:
    """The officer's institution as one list meets it: its code, its open branches, its products."""

    def __init__(self, session: Session, officer: Officer):
        self.session = session
        home = session.get_one(Institution, officer.institution_id)
        open_ = Branch.institution_id == home.id, Branch.closed_at.is_(None)
        self.officer, self.code = officer, home.code
        self.branches = {
            each.id: each.name for each in session.scalars(select(Branch).where(*open_))
        }
        self.products = {each.name: each for each in products_of(session, home.id)}

    def look(self, listed: Listed, product: str) -> tuple[Looked, Key | None]:
        """One line, and whose request it would be; product: of lines that name none."""
        typed = filled(listed.typed, self.products, product)
        branch_id, found = self._branch(typed.get("branch", ""))
        looked = Looked(listed.line, typed, branch_id, problems=found)
        try:
            good = self.checked(typed, branch_id)
        except WrongOrder as wrong:
            about_branch = {"branch"} if found else set()
            problems = [each for each in wrong.problems if each.field not in about_branch]
            extract = forms.compared({**typed, **AGREED}, "")
            return replace(looked, problems=[*found, *problems, *extract]), None
        key = key_of(good)
        looked = replace(
            looked,
            typed={**typed, **_designated(good)},
            firm_id=good.parties.firm.id,
            register=good.register,
            mark=mark_of(self.officer.institution_id, key),
            problems=[*found, *self.doubts({**typed, **AGREED, "register": good.register}, good)],
        )
        return looked, key

    def checked(self, typed: Mapping[str, str], branch_id: str | None) -> Checked:
        """The order it makes, good; raises WrongOrder."""
        branch = self.branches.get(branch_id or "", "")
        given = forms.given(typed, self.code, branch)
        return release.check_in(self.session, self.officer.institution_id, given)

    def doubts(self, typed: Mapping[str, str], good: Checked) -> list[Problem]:
        """What is wrong with a good order all the same: the register since it was compared, the
        extract's day, who asks for it."""
        signs = self.officer.person_id in good.signers
        mine = [Problem("business_number", "officer_signs")] if signs else []
        return forms.compared(typed, good.register) + mine

    def _branch(self, name: str) -> tuple[str | None, list[Problem]]:
        """The branch of a line: an officer's own, else the one that is named."""
        named = next((id_ for id_, its in self.branches.items() if its == name), None)
        own = self.officer.branch_id
        if own:
            return own, [Problem("branch", "other_branch")] if name and named != own else []
        return named, [] if named else [Problem("branch", "branch")]


def look_through(officer: Officer, lines: Sequence[Listed], product: str) -> list[Looked]:
    """Every line with all that is wrong with it, in the order of the file."""
    with reading() as session:
        desk = Desk(session, officer)
        found = [desk.look(each, product) for each in lines]
        there = same_open(session, officer.institution_id, [key for _, key in found if key])
        queued = same_queued(session, [each.mark for each, _ in found if each.mark])
        looked = [_with_firm(session, each) for each, _ in found]
    first: dict[Key, int] = {}
    for place, (each, (_, key)) in enumerate(zip(looked, found, strict=True)):
        if key is None:
            continue
        more = []
        if first.setdefault(key, each.line) != each.line:
            more.append(Problem("", "twice", {"line": first[key]}))
        elif key in there:
            more.append(Problem("", "same_open", {"number": there[key]}))
        elif each.mark in queued:
            more.append(Problem("", "same_queued"))
        looked[place] = replace(each, problems=[*each.problems, *more])
    return looked


def filled(
    typed: Mapping[str, str], products: Mapping[str, Product], product: str
) -> dict[str, str]:
    """With what a line may leave out: the product of all lines, its usual figures, the evening."""
    name = typed.get("product") or product
    found = products.get(name)
    usual = usual_figures(found) if found else {}
    evening = f"{forms.EVENING:%H:%M}"
    return {"deadline_time": evening, **usual, **typed, **({"product": name} if name else {})}


def key_of(good: Checked) -> Key:
    """Whose request on which terms a good order is."""
    terms = good.terms
    return good.parties.firm.id, terms.product, terms.amount, terms.period_start, terms.period_end


def mark_of(institution_id: str, key: Key) -> str:
    """The same, as a fingerprint."""
    return hashlib.sha256("|".join(map(str, (institution_id, *key))).encode()).hexdigest()


def same_open(session: Session, institution_id: str, keys: Iterable[Key]) -> dict[Key, str]:
    """Of these, which are out and can still be signed, with their numbers."""
    wanted = set(keys)
    request = AgreementRequest
    query = select(
        request.firm_id,
        request.product,
        request.amount,
        request.period_start,
        request.period_end,
        request.number,
    ).where(
        request.institution_id == institution_id,
        request.firm_id.in_({key[0] for key in wanted}),
        request.state.in_(rules.OPEN_STATES),
        request.deadline > clock.now(),
    )
    found = {tuple(row[:5]): row[5] for row in session.execute(query)}
    return {key: found[key] for key in wanted if key in found}


def same_queued(session: Session, marks: Iterable[str]) -> set[str]:
    """Of these marks, whose line of a confirmed list is on its way, or waits for a second person"""
    row = AgreementBatchRow
    waits = and_(row.state == rules.WAITING, AgreementDraft.state == rules.WAITING)
    query = (
        select(row.mark)
        .outerjoin(AgreementDraft, AgreementDraft.id == row.id)
        .where(row.mark.in_(set(marks)), or_(row.state == rules.QUEUED, waits))
    )
    return set(session.scalars(query))


def _with_firm(session: Session, looked: Looked) -> Looked:
    """With the firm of a line that is wrong in something else, so that it can be named."""
    number = forms.business_number(looked.typed)
    if looked.firm_id or not number:
        return looked
    firm = firm_by_business_number(session, number)
    if firm is None and all(each.field != "business_number" for each in looked.problems):
        unknown = Problem("business_number", "not_there")
        return replace(looked, problems=[unknown, *looked.problems])
    return replace(looked, firm_id=firm.id if firm else None)


def _designated(good: Checked) -> dict[str, Any]:
    return {"designated": good.parties.designated} if good.parties.designated else {}
