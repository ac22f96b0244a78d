"""What people fill in on the way to an account."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.accounts.rules import login_problem, normal_login, password_problem
from app.core import clock
from app.core.days import read_day
from app.core.korean_ids import business_number_ok
from app.db.types import ring
from app.parties.queries import plain_name

LONGEST = 40
OLDEST = 130


@dataclass(frozen=True)
class Facts:
    """Who somebody says to be. proof: birth date (`YYYY-MM-DD`) or business number (10 digits)."""

    name: str
    proof: str
    last_four: str

    @property
    def born(self) -> date | None:
        """The birth date, if that is what was typed."""
        return date.fromisoformat(self.proof) if "-" in self.proof else None

    @property
    def claimant(self) -> str:
        """The fingerprint under which codes and tries are counted, right or not."""
        told = "|".join((plain_name(self.name), self.proof, self.last_four))
        return ring().blind(told, "joining.claimant")[:36]


@dataclass(frozen=True)
class Who:
    """The form as typed, the facts it amounts to, and the fields that can be nobody's."""

    typed: dict[str, str]
    facts: Facts | None
    wrong: tuple[str, ...]


def read_who(form: Mapping[str, str]) -> Who:
    """Read `name`, `proof` and `last_four`."""
    typed = {key: form.get(key, "").strip()[:LONGEST] for key in ("name", "proof", "last_four")}
    proof, last = _proof(typed["proof"]), typed["last_four"]
    fine = {
        "name": bool(plain_name(typed["name"])) and typed["name"].isprintable(),
        "proof": bool(proof),
        "last_four": bool(re.fullmatch(r"\d{4}", last, re.ASCII)),
    }
    wrong = tuple(field for field, is_fine in fine.items() if not is_fine)
    facts = None if wrong else Facts(" ".join(typed["name"].split()), proof, last)
    return Who(typed, facts, wrong)


def read_birth_date(text: str) -> date | None:
    """A day that somebody living was born on, or None."""
    born, today = read_day(text), clock.today()
    return born if born and born <= today and born.year >= today.year - OLDEST else None


def _proof(text: str) -> str:
    """A birth date as `YYYY-MM-DD`, a business number as ten digits; else an empty text."""
    born = read_birth_date(text)
    if born:
        return born.isoformat()
    return re.sub(r"\D", "", text) if business_number_ok(text) else ""


@dataclass(frozen=True)
class Chosen:
    """A new id (empty where there is one already) and password; problems: (field, text key)."""

    login_id: str
    password: str
    problems: tuple[tuple[str, str], ...]


def read_chosen(form: Mapping[str, str], login_id: str = "") -> Chosen:
    """Read `account` (unless the id stands already), `password` and `again`."""
    problems = []
    if not login_id:
        login_id = normal_login(form.get("account", ""))[:64]
        if login_problem(login_id):
            problems.append(("account", "joining.account.shape"))
    password = form.get("password", "")
    why = password_problem(password, login_id)
    if why:
        problems.append(("password", f"accounts.password.{why}"))
    elif form.get("again", "") != password:
        problems.append(("again", "accounts.password.differs"))
    return Chosen(login_id, password, tuple(problems))
