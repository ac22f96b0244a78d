"""Members of staff for tests: given a post, signed in with password and code."""

from flask import Flask
from sqlalchemy import select

from app.accounts import rules, second_factor
from app.accounts.actions import create_account
from app.core import clock
from app.db.unit import unit
from app.parties import actions as parties
from app.parties.models import Branch, Institution
from tests.support.visitor import Visitor


def appoint(
    login: str, institution: str = "FOUND", branch: str = "", role: str = rules.BRANCH
) -> str:
    """A new member of an institution's staff; the institution is made if need be. The secret."""
    with unit() as u:
        place = u.session.scalar(select(Institution).where(Institution.code == institution))
        if place is None:
            place = Institution(code=institution, name=institution, short_name="X", phone="0210")
            u.session.add(place)
            u.session.flush()
        found = select(Branch.id).where(Branch.institution_id == place.id, Branch.name == branch)
        person = parties.register_person(u, "김창구", mail=f"{login}@demo.example")
        account = create_account(
            u, login, "Demo!2026", person, kind=rules.STAFF, institution_id=place.id
        )
        second_factor.appoint(u, account, role, u.session.scalar(found))
        return second_factor.enrol(u, account)


def signed_in(app: Flask, login: str, secret: str) -> Visitor:
    """Their browser, at the desk."""
    visitor = Visitor(app.test_client())
    visitor.sign_in(login)
    code = second_factor.code_at(secret, clock.now())
    assert visitor.post("/login/code", {"code": code}).location == "/desk"
    return visitor
