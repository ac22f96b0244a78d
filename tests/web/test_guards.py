"""The gate: every address says who may open it, and means it."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.config import Settings
from app.web import guards
from app.web.guards import DEMO_ONLY, PUBLIC, SIGNED_IN, NoGuard
from tests.support.house import build
from tests.support.staff import appoint, signed_in
from tests.support.visitor import Visitor

HTMX = {"HX_Request": "true"}


def test_an_address_without_a_guard_stops_the_start(settings: Settings) -> None:
    def furnish(app: Flask) -> None:
        app.add_url_rule("/open", "open", lambda: "oops")

    with pytest.raises(NoGuard, match="/open"):
        build(settings, furnish)


def test_demo_addresses_stop_the_start_in_production(settings: Settings) -> None:
    from dataclasses import replace

    def furnish(app: Flask) -> None:
        app.add_url_rule("/demo/x", "demo_x", guards.demo_only(lambda: "x"))

    real = replace(settings, mode="production", base_url="https://dojang.example")
    with pytest.raises(NoGuard, match="demo"):
        build(real, furnish)
    table = {row.rule: row.who for row in guards.table(build(settings, furnish))}
    assert table["/demo/x"] == DEMO_ONLY


def test_the_table_names_rule_methods_and_who(house: Flask) -> None:
    table = {(row.rule, row.methods): row.who for row in guards.table(house)}
    assert table["/work/<number>", ("GET", "POST")] == SIGNED_IN
    assert table["/login", ("GET",)] == PUBLIC
    assert table["/login", ("POST",)] == PUBLIC
    assert table["/me/sessions/<session_id>/end", ("POST",)] == SIGNED_IN


def test_a_post_that_shows_nothing_leads_back_to_the_page_above(visitor: Visitor) -> None:
    sent = visitor.post("/work/7/send/now")
    assert (sent.status_code, sent.location) == (303, "/login?next=%2Fwork%2F7")


def test_htmx_is_told_where_to_go_and_what_happened(visitor: Visitor) -> None:
    sent = visitor.get("/work/7", **HTMX)
    assert sent.status_code == 401
    assert sent.headers["HX-Redirect"] == "/login?next=%2Fwork%2F7"
    assert 'id="page"' in sent.text
    assert "<html" not in sent.text


def test_nothing_runs_before_the_gate(house: Flask) -> None:
    seen: list[str] = []
    view = house.view_functions["work"]

    @guards.signed_in
    def watched(number: str) -> str:
        seen.append(number)
        return str(view(number))

    house.view_functions["work"] = watched
    visitor = Visitor(house.test_client())
    visitor.get("/work/7")
    visitor.post("/work/7", {"words": "x"})
    assert not seen


def test_an_unknown_address_is_not_found_for_anybody(visitor: Visitor) -> None:
    assert visitor.get("/nowhere").status_code == 404
    assert visitor.post("/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("guard", "let_in"),
    [
        (guards.staff, {"branch", "admin", "auditor"}),
        (guards.officer, {"branch", "admin"}),
        (guards.admin, {"admin"}),
        (guards.auditor, {"auditor"}),
    ],
)
def test_each_post_opens_what_is_its_own(
    settings: Settings, guard: Callable[..., object], let_in: set[str]
) -> None:
    def furnish(app: Flask) -> None:
        app.add_url_rule("/work", "work", guard(lambda: "inside"))

    house = build(settings, furnish)
    seen = {}
    for role in ("branch", "admin", "auditor"):
        seen[role] = signed_in(house, role, appoint(role, role=role)).get("/work").status_code
    assert seen == {role: 200 if role in let_in else 403 for role in seen}
