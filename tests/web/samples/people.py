"""People, their numbers, rights and records, at the desk."""

from types import SimpleNamespace as Bag
from typing import Any

from tests.web.samples.common import ASKED_FOR, DEADLINE, ERASED, OFFICER, THEN, Samples

ASKED = {"business_number": "", "name": "", "born": ""}

WISHED = {"number_id": "", "number": "", "reason": "", "shown": "driver", "compared": ""}

CHANGE = Bag(
    id="c1",
    person_id="p1",
    name="신새봄",
    old="010-****-0031",
    new="01000000077",
    reason="휴대전화를 잃어버림",
    shown="resident",
    state="PROPOSED",
    proposed_by="김창구",
    proposed_at=THEN,
    approved_by="",
    in_force_at=None,
    mine=False,
)

NUMBERED = {"person_id": "p1", "name": "신새봄", "numbers": ["010-****-0031"]}

JOINED = Bag(**NUMBERED, account="joined")

DOSSIER = Bag(
    line=Bag(**NUMBERED, account="invited"),
    mail="s***@demo.example",
    numbers=[("1", "010-****-0031"), ("2", "055-***-0031")],
    invitation=Bag(way="mail", expires_at=DEADLINE),
    change=CHANGE,
)

DESK_PERSON: dict[str, Any] = {
    "officer": OFFICER,
    "person": DOSSIER,
    "problem": "",
    "typed": {},
    "said": "",
    "entries": [{"at": THEN, "what": "가입", "by": "김창구"}],
}

WATCH = Bag(name="정감사", role="auditor", branch=None)

LOOKED_THROUGH = Bag(unusual=True, result="확인했습니다.\n조치했습니다.", name="정감사", at=THEN)

FIGURES = Bag(
    login_id="changwon",
    accesses=1234,
    people=56,
    outside=7,
    revealed=8,
    downloaded=9,
    unusual=True,
)

MONTH = {
    "officer": WATCH,
    "month": "2026-10",
    "whole": FIGURES,
    "staff": [FIGURES],
    "review": None,
    "over": True,
    "typed": "",
    "unusual": False,
    "problem": "",
}

CONTACTS = {
    "officer": OFFICER,
    "number": "AR-2026-0001",
    "people": [
        Bag(id="1", name="이시험", role="JOINT", numbers=["010-0000-0003"], mail="", until=THEN),
        Bag(
            id="2",
            name="박데모",
            role="JOINT",
            numbers=["010-****-0004"],
            mail="p***@x",
            until=None,
        ),
    ],
    "purposes": ("contact", "other"),
    "asked": "",
    "purpose": "",
    "typed": "",
    "problem": "",
}

TAKING = {
    "officer": OFFICER,
    "number": "AR-2026-0001",
    "what": "bundle",
    "purposes": ("audit", "other"),
    "purpose": "",
    "typed": "",
    "problem": "",
}

RECORDS = {
    "officer": WATCH,
    "search": Bag(begins="", ends="", login="", action="", name=""),
    "searched": True,
    "actions": ("viewed", "listed"),
    "lines": [
        Bag(
            access=Bag(
                at=THEN,
                login_id="changwon",
                action="revealed",
                reference="AR-2026-0001",
                purpose="contact",
                words="기한 안내",
                address="192.0.2.1",
            ),
            names=("홍*동",),
            more=2,
        )
    ],
    "what": lambda line: "전자약정",
    "more": "x",
}

RIGHT: dict[str, Any] = {
    "officer": OFFICER,
    "asked": ASKED_FOR,
    "name": "홍길동",
    "plan": Bag(blocked=(), going=("1",), kept=("2",), whole=True),
    "own": False,
    "may_erase": True,
    "due": DEADLINE,
    "typed": "",
    "problem": "",
}

HOLD = Bag(
    id="h1",
    label="AR-2026-0001",
    reason="소송",
    set_at=THEN,
    lifted_at=None,
    lift_reason="",
)

RETENTION: dict[str, Any] = {
    "officer": OFFICER,
    "schedule": [
        Bag(key="drafts", period=0, unit="days", due=0),
        Bag(key="concluded", period=10, unit="years", due=3),
    ],
    "holds": [HOLD, Bag(**vars(HOLD) | {"id": "h2", "lifted_at": THEN, "lift_reason": "판결"})],
    "destroyed": [
        Bag(at=THEN, kind="sessions", reference="", count=12, until=THEN, by="system"),
        Bag(at=THEN, kind="erasure", reference="PR-2026-0001", count=1, until=THEN, by="staff:x"),
    ],
    "number": "",
    "reason": "",
    "problem": "까닭을 적어 주세요.",
    "lifting": "h1",
}

PAGES: Samples = {
    "desk-people": (
        "desk/people.html",
        {
            "officer": OFFICER,
            "typed": ASKED,
            "wrong": "",
            "lines": [DOSSIER.line],
            "changes": [CHANGE],
        },
    ),
    "desk-people-nobody": (
        "desk/people.html",
        {"officer": OFFICER, "typed": ASKED, "wrong": "born", "lines": [], "changes": []},
    ),
    "desk-person": (
        "desk/person.html",
        DESK_PERSON | {"problem": "번호 틀림"},
    ),
    "desk-person-joined": (
        "desk/person.html",
        DESK_PERSON | {"person": Bag(**vars(DOSSIER) | {"line": JOINED, "change": None})},
    ),
    "desk-number": (
        "desk/number.html",
        {"officer": OFFICER, "person": DOSSIER, "typed": WISHED, "problems": {}},
    ),
    "desk-number-wrong": (
        "desk/number.html",
        {
            "officer": OFFICER,
            "person": Bag(**vars(DOSSIER) | {"numbers": [("1", "010-****-0001")]}),
            "typed": WISHED,
            "problems": dict.fromkeys(("number", "reason", "shown", "compared"), "다시 확인"),
        },
    ),
    "desk-contacts": ("desk/contacts.html", CONTACTS),
    "desk-contacts-wrong": (
        "desk/contacts.html",
        CONTACTS | {"problem": "사유를 적어 주세요.", "asked": "2", "typed": "음"},
    ),
    "desk-taking": ("desk/taking.html", TAKING),
    "desk-taking-wrong": ("desk/taking.html", TAKING | {"problem": "사유를 적어 주세요."}),
    "desk-subjects": (
        "desk/subjects.html",
        {
            "officer": OFFICER,
            "requests": [ASKED_FOR, ERASED],
            "names": {"p1": "홍*동"},
            "due": lambda asked: DEADLINE,
            "more": "x",
        },
    ),
    "desk-subjects-none": (
        "desk/subjects.html",
        {"officer": OFFICER, "requests": [], "names": {}, "due": None, "more": ""},
    ),
    "desk-subject": ("desk/subject.html", RIGHT),
    "desk-subject-wrong": (
        "desk/subject.html",
        RIGHT
        | {
            "problem": "답변을 적어 주세요.",
            "asked": Bag(**vars(ASKED_FOR) | {"kind": "correction"}),
        },
    ),
    "desk-subject-erased": ("desk/subject.html", RIGHT | {"asked": ERASED, "plan": None}),
    "desk-retention": ("desk/retention.html", RETENTION),
    "desk-retention-none": (
        "desk/retention.html",
        RETENTION | {"holds": [], "destroyed": [], "lifting": ""},
    ),
    "desk-records": ("desk/records.html", RECORDS),
    "desk-records-none": ("desk/records.html", RECORDS | {"lines": [], "more": ""}),
    "desk-months": (
        "desk/records-months.html",
        {
            "officer": WATCH,
            "months": [
                Bag(month="2026-11", accesses=12, over=False, review=None),
                Bag(month="2026-10", accesses=1234, over=True, review=None),
                Bag(month="2026-09", accesses=3, over=True, review=LOOKED_THROUGH),
            ],
        },
    ),
    "desk-month": ("desk/records-month.html", MONTH),
    "desk-month-signed": ("desk/records-month.html", MONTH | {"review": LOOKED_THROUGH}),
}
