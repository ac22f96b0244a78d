"""The people of the demo. All of them, their numbers and firms are invented."""

from dataclasses import dataclass
from datetime import date

from app.accounts.rules import ADMIN, AUDITOR, BRANCH
from app.agreements.signatories import CONTACT, JOINT, MANAGER, PROPRIETOR, SEVERAL, SOLE

PASSWORD = "Demo!2026"  # noqa: S105 - printed on the start page of demo mode


@dataclass(frozen=True)
class DemoPerson:
    """Someone to sign in as; `story` names the sentences that say who they are and what to try.

    born: the birth date, asked for with the number when somebody wants a new password.
    """

    login: str
    name: str
    mobile: str
    story: str
    born: date | None = None


PEOPLE = (
    DemoPerson("gildong", "홍길동", "01000000001", "gildong", date(1985, 1, 1)),
    DemoPerson("han-gyeonbon", "한견본", "01000000007", "gyeonbon", date(1960, 10, 20)),
    DemoPerson("kim-gasang", "김가상", "01000000002", "gasang", date(1978, 8, 15)),
    DemoPerson("lee-siheom", "이시험", "01000000003", "siheom", date(1992, 7, 4)),
    DemoPerson("park-demo", "박데모", "01000000004", "siheom", date(1988, 2, 29)),
    DemoPerson("choi-yesi", "최예시", "01000000005", "yesi", date(1975, 6, 6)),
    DemoPerson("jung-pyobon", "정표본", "01000000006", "yesi", date(1983, 3, 3)),
    DemoPerson("han-miseong", "한미성년", "01000000008", "miseong", date(2011, 3, 5)),
    DemoPerson("oh-hanjeong", "오한정", "01000000009", "hanjeong", date(2000, 12, 31)),
    DemoPerson("staff-siheom", "김담당", "01000000020", "staff"),
)


NEWCOMER = DemoPerson("newcomer", "나처음", "01000000010", "newcomer", date(1995, 5, 5))
"""Somebody who was asked to sign and has yet to join: no account, a mail that invites."""


@dataclass(frozen=True)
class DemoInstitution:
    """An institution and its branches."""

    code: str
    name: str
    short_name: str
    phone: str
    branches: tuple[str, ...]


INSTITUTIONS = (
    DemoInstitution(
        "FOUND",
        "데모경남신용보증재단",
        "데모신보재단",
        "0550000000",
        ("창원지점", "진주지점", "김해지점"),
    ),
    DemoInstitution(
        "COOP",
        "데모설비건설공제조합",
        "데모공제조합",
        "0200000041",
        ("서울지점", "부산지점", "대구지점"),
    ),
    DemoInstitution("FUND", "데모신용보험기금", "데모신보기금", "0200000042", ("서울센터",)),
)


@dataclass(frozen=True)
class DemoStaff:
    """A member of staff; without a branch, of the whole institution."""

    login: str
    name: str
    institution: str
    role: str
    branch: str | None = None


STAFF = (
    DemoStaff("changwon", "김창구", "FOUND", BRANCH, "창원지점"),
    DemoStaff("changwon2", "이창구", "FOUND", BRANCH, "창원지점"),
    DemoStaff("found-admin", "박관리", "FOUND", ADMIN),
    DemoStaff("auditor", "정감사", "FOUND", AUDITOR),
    DemoStaff("coop-admin", "최관리", "COOP", ADMIN),
    DemoStaff("coop-officer", "강담당", "COOP", BRANCH, "서울지점"),
    DemoStaff("fund-officer", "윤보험", "FUND", BRANCH, "서울센터"),
    DemoStaff("fund-officer2", "한보험", "FUND", BRANCH, "서울센터"),
)


@dataclass(frozen=True)
class DemoFirm:
    """A firm of the register, its people given as (login, role)."""

    kind: str
    name: str
    business_number: str
    people: tuple[tuple[str, str], ...]
    corporate_number: str | None = None


FIRMS = (
    DemoFirm("SOLE", "예시길동설비", "0991200056", (("gildong", PROPRIETOR),)),
    DemoFirm("SOLE", "견본상사", "0994500068", (("han-gyeonbon", PROPRIETOR),)),
    DemoFirm("SOLE", "처음상사", "0991200075", ((NEWCOMER.login, PROPRIETOR),)),
    DemoFirm(
        "CORPORATION",
        "가상건설 주식회사",
        "0998100014",
        (("kim-gasang", SOLE),),
        "0000110000015",
    ),
    DemoFirm(
        "CORPORATION",
        "데모설비 주식회사",
        "0998100028",
        (("lee-siheom", JOINT), ("park-demo", JOINT), ("staff-siheom", CONTACT)),
        "0000110000023",
    ),
    DemoFirm(
        "CORPORATION",
        "㈜예시기공",
        "0998100033",
        (("choi-yesi", SEVERAL), ("jung-pyobon", SEVERAL)),
        "0000110000031",
    ),
    DemoFirm(
        "CORPORATION",
        "견본유통 주식회사",
        "0998600042",
        (("jung-pyobon", SOLE), ("han-gyeonbon", MANAGER)),
    ),
)

PRODUCTS = {
    "FOUND": ("소상공인 일반보증", "창업보증", "재기지원보증"),
    "COOP": ("입찰보증", "계약보증", "선급금보증"),
    "FUND": ("소상공인 보증", "간편 보증"),
}
"""What each institution guarantees, by its code."""
