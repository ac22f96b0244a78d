"""What people fill in about the access log: what to look for, a reason, a review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core import clock
from app.records.queries import Wanted
from app.records.rules import ACTIONS


@dataclass(frozen=True)
class Search:
    """The search as typed, and what it asks for."""

    begins: str
    ends: str
    login: str
    action: str
    name: str
    wanted: Wanted


def read_search(form: Mapping[str, str]) -> Search:
    """Read `begins`, `ends` (days in Korea), `login`, `action`, `name`; no day is no limit."""
    typed = {key: form.get(key, "").strip()[:64] for key in ("begins", "ends", "login", "name")}
    action = form.get("action", "")
    begins, ends = _day(typed["begins"]), _day(typed["ends"])
    wanted = Wanted(
        begins=_midnight(begins) if begins else None,
        ends=_midnight(ends + timedelta(days=1)) if ends and ends < date.max else None,
        login_id=typed["login"].lower(),
        action=action if action in ACTIONS else "",
        name=typed["name"],
    )
    return Search(**typed, action=wanted.action, wanted=wanted)


def plain(text: str) -> str:
    """One line of what was typed, without what turns or hides words."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.KST)
