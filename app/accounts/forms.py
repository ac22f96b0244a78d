"""What people fill in to sign in."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts import rules
from app.accounts.rules import PASSWORD_LENGTH, normal_login

LONGEST_ID = 64


@dataclass(frozen=True)
class SignIn:
    """A filled-in sign-in form: the id as typed and as compared, and the password as typed."""

    typed: str
    login_id: str
    password: str
    missing: tuple[str, ...]

    @property
    def possible(self) -> bool:
        """Whether any account could look like this; too long or unprintable is simply wrong."""
        fits = len(self.login_id) <= LONGEST_ID and len(self.password) <= PASSWORD_LENGTH[1]
        return fits and self.login_id.isprintable()


def read_sign_in(form: Mapping[str, str]) -> SignIn:
    """Read the form's `account` and `password`; names the fields left empty."""
    typed, password = form.get("account", ""), form.get("password", "")
    pairs = (("account", typed.strip()), ("password", password))
    missing = tuple(name for name, value in pairs if not value)
    return SignIn(typed[:LONGEST_ID], normal_login(typed), password, missing)


def password_problem(form: Mapping[str, str], login_id: str) -> tuple[str, str] | None:
    """What is wrong with a new `password`, typed `again`: the field and the sentence's key."""
    password = form.get("password", "")
    why = rules.password_problem(password, login_id)
    if why:
        return "password", f"accounts.password.{why}"
    same = password == form.get("again", "")
    return None if same else ("again", "accounts.password.differs")
