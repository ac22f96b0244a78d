"""The gate: every address says who may open it, and nothing opens without having said so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask, current_app, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core.errors import Refused
from app.web import csrf, errors
from app.web.addresses import return_address
from app.web.turns import CROWDED

PUBLIC = "public"
SIGNED_IN = "signed-in"
STAFF = "staff"
OFFICER, ADMIN, AUDITOR = "officer", "admin", "auditor"
OVERSEER = "overseer"
DEMO_ONLY = "demo-only"

STAFF_ROLES: dict[str, frozenset[str]] = {
    STAFF: frozenset({"branch", "admin", "auditor"}),
    OFFICER: frozenset({"branch", "admin"}),
    ADMIN: frozenset({"admin"}),
    AUDITOR: frozenset({"auditor"}),
    OVERSEER: frozenset({"admin", "auditor"}),
}
"""Guard -> the posts (`accounts.rules`) it lets in."""

View = TypeVar("View", bound=Callable[..., Any])


class NoGuard(RuntimeError):
    """An address that does not say who may open it, or that must not exist in this mode."""


@dataclass(frozen=True)
class Row:
    """One line of the table of addresses."""

    rule: str
    methods: tuple[str, ...]
    who: str


def public(view: View) -> View:
    """Anybody may open it."""
    return _marked(view, PUBLIC)


def signed_in(view: View) -> View:
    """Whoever is signed in may open it; what they see there, the screen decides."""
    return _marked(view, SIGNED_IN)


def staff(view: View) -> View:
    """Staff who have shown their second factor; what of it is theirs, the screen decides."""
    return _marked(view, STAFF)


def officer(view: View) -> View:
    """Staff who serve customers: a branch's officers, and the institution's administrators."""
    return _marked(view, OFFICER)


def admin(view: View) -> View:
    """Staff who run the institution's house."""
    return _marked(view, ADMIN)


def auditor(view: View) -> View:
    """Staff who read the records (개인정보보호 담당), and do nothing else."""
    return _marked(view, AUDITOR)


def overseer(view: View) -> View:
    """Staff who answer for who may do what: administrators, and whoever reads the records."""
    return _marked(view, OVERSEER)


def sensitive(view: View) -> View:
    """Besides: staff must have shown their second factor within minutes (`accounts.step_up`)."""
    view.sensitive = True  # type: ignore[attr-defined]
    return view


def is_sensitive(app: Flask, endpoint: str) -> bool:
    """Whether an address wants the second factor again."""
    return bool(getattr(app.view_functions[endpoint], "sensitive", False))


def takes(most: int) -> Callable[[View], View]:
    """A body may be so large here, in bytes, once it is known who asks: a file is brought."""

    def marked(view: View) -> View:
        view.longest = most  # type: ignore[attr-defined]
        return view

    return marked


def demo_only(view: View) -> View:
    """Anybody may open it, in demo mode; in production the address does not exist."""
    return _marked(view, DEMO_ONLY)


def install(app: Flask) -> None:
    """Close the gate; call it once every address is registered. Raises NoGuard naming the open."""
    rows = table(app)
    unguarded = [row.rule for row in rows if not row.who]
    if unguarded:
        raise NoGuard(f"no guard: {', '.join(unguarded)}")
    if not app.config["DOJANG"].demo and any(row.who == DEMO_ONLY for row in rows):
        raise NoGuard("demo addresses in production")
    app.before_request(_gate)


def table(app: Flask) -> list[Row]:
    """Every address of the application, its methods and who may open it, by address."""
    rows = [
        Row(
            rule.rule,
            tuple(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})),
            who(app, rule.endpoint),
        )
        for rule in app.url_map.iter_rules()
    ]
    return sorted(rows, key=lambda row: (row.rule, row.methods))


def who(app: Flask, endpoint: str) -> str:
    """Who may open the endpoint; an empty text if it does not say."""
    return str(getattr(app.view_functions[endpoint], "guard", ""))


def wants_sign_in(app: Flask, endpoint: str) -> bool:
    """Whether somebody must be signed in for it."""
    return who(app, endpoint) in (SIGNED_IN, *STAFF_ROLES)


def to_login() -> Response:
    """Send the person to sign in, and afterwards back to where they are."""
    address = f"/login?{urlencode({'next': return_address()})}"
    if "HX-Request" not in request.headers:
        return redirect(address, 303)
    response = errors.page(401)
    response.headers["HX-Redirect"] = address
    return response


def _gate() -> Response | None:
    """Before every view: where the request comes from, who asks, and the token of a change."""
    if request.environ.get(CROWDED):
        return errors.page(503)
    if request.endpoint is None:
        return None
    csrf.refuse_unknown_host()
    csrf.refuse_foreign()
    if wants_sign_in(current_app, request.endpoint):
        if not current_user.is_authenticated:
            return to_login()
        _check_post(who(current_app, request.endpoint))
        longest = getattr(current_app.view_functions[request.endpoint], "longest", None)
        request.max_content_length = longest or request.max_content_length
    return csrf.check()


def _check_post(wanted: str) -> None:
    """Refuse (403) whoever is no member of staff, or has another post than the address wants."""
    if wanted == SIGNED_IN:
        return
    if current_user.kind != "staff":
        raise Refused("NOT_STAFF", 403)
    if current_user.role not in STAFF_ROLES[wanted]:
        raise Refused("OTHER_POST", 403)


def _marked(view: View, who_may: str) -> View:
    view.guard = who_may  # type: ignore[attr-defined]
    return view
