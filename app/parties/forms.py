"""What administrators fill in about branches, sender numbers and policies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core import phone
from app.core.texts import t
from app.parties.actions import OfficeFacts

MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", re.ASCII)


@dataclass(frozen=True)
class Office:
    """A branch as it was typed, and what is wrong with it by field."""

    name: str = ""
    phone: str = ""
    mail: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> OfficeFacts:
        """As it is kept; only where nothing is wrong."""
        return OfficeFacts(self.name, phone.digits(self.phone), self.mail or None)


def read_office(form: Mapping[str, str]) -> Office:
    """Read `name`, `phone` and `mail`; the last may be left empty."""
    name, number, mail = (form.get(key, "").strip() for key in ("name", "phone", "mail"))
    errors = {}
    if not name or len(name) > 40:
        errors["name"] = t("house.branches.name_needed")
    if not can_be_called(number):
        errors["phone"] = t("house.branches.phone_needed")
    if mail and (not MAIL.fullmatch(mail) or len(mail) > 120):
        errors["mail"] = t("errors.mail_shape")
    return Office(name, number, mail, errors)


def can_be_called(number: str) -> bool:
    """Whether a Korean telephone can call it, as far as its figures tell."""
    try:
        return phone.kind(number) not in (phone.Kind.FOREIGN, phone.Kind.UNKNOWN)
    except ValueError:
        return False
