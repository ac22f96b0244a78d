"""Firms and who stands for them."""

from datetime import date
from types import SimpleNamespace as Bag
from typing import Any

from tests.web.samples.common import OFFICER, Samples


def firm_entry(**changes: Any) -> Bag:
    def person(id_: str, role: str, **more: Any) -> Bag:
        known = {"until": None, "number": "010-****-0003", "waits": False}
        about = {"person_id": id_, "name": "이시험", "role": role, "since": date(2020, 3, 1)}
        return Bag(**(about | known | more))

    people = [
        person("1", "JOINT"),
        person("2", "JOINT", number="", waits=True),
        person("3", "CONTACT", number=""),
        person("4", "SOLE", until=date(2026, 1, 31)),
    ]
    firm = Bag(id="f1", name="㈜예시기공", business_number="0998100033", kind="CORPORATION")
    return Bag(**({"firm": firm, "people": people, "shared": False} | changes))


def wrong_fields(*names: str) -> dict[str, Any]:
    return {
        "errors": dict.fromkeys(names, "다시 확인"),
        "problems": [{"field": name, "text": "다시 확인"} for name in names],
    }


FIRM_PAGE = {
    "officer": OFFICER,
    "entry": firm_entry(),
    "today": date(2026, 11, 26),
    "asked": "",
    "problem": "",
}

FIRM_NEW = {
    "officer": OFFICER,
    "typed": {"business_number": "", "kind": "SOLE", "name": ""},
    "kinds": ("SOLE", "CORPORATION"),
    "unknown": False,
    "errors": {},
    "problems": [],
}

FIRM_PERSON = {
    "officer": OFFICER,
    "entry": firm_entry(),
    "roles": ("SOLE", "JOINT", "SEVERAL", "MANAGER", "CONTACT"),
    "typed": dict.fromkeys(("name", "born", "role", "since", "number", "mail"), ""),
    "errors": {},
    "problems": [],
}

PAGES: Samples = {
    "desk-firms": ("desk/firms.html", {"officer": OFFICER, "typed": "", "problem": ""}),
    "desk-firms-wrong": (
        "desk/firms.html",
        {"officer": OFFICER, "typed": "099", "problem": "사업자등록번호를"},
    ),
    "desk-firm": ("desk/firm.html", FIRM_PAGE),
    "desk-firm-shared": ("desk/firm.html", FIRM_PAGE | {"entry": firm_entry(shared=True)}),
    "desk-firm-nobody": ("desk/firm.html", FIRM_PAGE | {"entry": firm_entry(people=[])}),
    "desk-firm-left-wrong": (
        "desk/firm.html",
        FIRM_PAGE | {"asked": "1", "problem": "마지막 날을"},
    ),
    "desk-firm-new": ("desk/firm-new.html", FIRM_NEW),
    "desk-firm-unknown": ("desk/firm-new.html", FIRM_NEW | {"unknown": True}),
    "desk-firm-new-wrong": (
        "desk/firm-new.html",
        FIRM_NEW | wrong_fields("business_number", "kind", "name"),
    ),
    "desk-firm-person": ("desk/firm-person.html", FIRM_PERSON),
    "desk-firm-person-wrong": (
        "desk/firm-person.html",
        FIRM_PERSON | wrong_fields("name", "born", "role", "since", "number", "mail"),
    ),
}
