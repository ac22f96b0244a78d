"""Everything the compose page shows beside what was typed: who it is for, what it comes to, and
what the signers will see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agreements import rules
from app.agreements import typed as forms
from app.agreements.desk.firm import FirmView, firm_of, firm_view, signers_of
from app.agreements.models import AgreementRequest, Product
from app.agreements.officers import Officer
from app.agreements.products import products_of
from app.agreements.queries import AgreementView
from app.agreements.register import CORPORATION
from app.agreements.signatories import Signatories
from app.core import clock
from app.core.business_days import is_business_day
from app.core.errors import Refused
from app.core.phone import hyphened
from app.core.text import sms_bytes
from app.core.texts import t
from app.delivery.templates import compose
from app.parties.models import Branch, Firm, Institution
from app.parties.policies import RELEASE_LIMIT, in_force
from app.signing.queries import SignerView

UNTOUCHED: dict[str, Any] = {
    "id": "",
    "branch_mail": None,
    "designated": "",
    "version": 1,
    "state": rules.REQUESTED,
    "ended_at": None,
    "ended_by": "",
    "reason": None,
}
"""A request nobody has done anything to yet, as its signers meet it."""


@dataclass(frozen=True)
class Composition:
    """The compose page; figures are None while what they are made of is missing."""

    firm: FirmView | None
    products: list[Product]
    product: Product | None
    branches: list[Branch]
    banks: list[str]
    amount: int | None
    days: int
    fee: int | None
    end: date | None
    deadline: datetime | None
    limit: int
    sms: str
    preview: AgreementView

    @property
    def people(self) -> list[str]:
        """Whose data the page shows (person ids), for the access log."""
        return [each.person_id for each in self.firm.people] if self.firm else []

    @property
    def sms_bytes(self) -> int:
        """How long the text message is."""
        return sms_bytes(self.sms)

    @property
    def days_left(self) -> int:
        """Days from today to the deadline; negative when it is past."""
        return (clock.kst(self.deadline).date() - clock.today()).days if self.deadline else 0

    @property
    def closed_day(self) -> bool:
        """Whether nobody works on the day of the deadline, whom a signer could ask."""
        return bool(self.deadline) and not is_business_day(clock.kst(self.deadline).date())  # type: ignore[arg-type]

    @property
    def second_person(self) -> bool:
        """Whether somebody else must release it."""
        return self.amount is not None and self.amount > self.limit


def compose_view(
    session: Session, officer: Officer, typed: Mapping[str, str], *, number: str, corrects: bool
) -> Composition:
    """Put the page together; number: what stands for the 약정번호 in the preview."""
    institution = session.get_one(Institution, officer.institution_id)
    branches = _branches(session, officer)
    if not branches:
        raise Refused("NO_BRANCH", 409)
    firm = firm_of(session, typed)
    signers = signers_of(session, firm, typed)
    products = products_of(session, institution.id)
    product = next((each for each in products if each.name == typed.get("product")), None)
    branch = next((b for b in branches if typed.get("branch") in ("", None, b.id)), branches[0])
    given = forms.given(typed, institution.code, branch.name)
    start, end = _period(given)
    amount, rate = forms.amount(typed), given["fee_bps"]
    counted = amount is not None and isinstance(rate, int) and start and end
    text = "delivery.corrected" if corrects else "delivery.requested"
    return Composition(
        firm=firm_view(session, firm, signers, institution.id) if firm else None,
        products=products,
        product=product,
        branches=branches if officer.branch_id is None else [],
        banks=_banks(session, institution.id),
        amount=amount,
        days=(end - start).days + 1 if start and end else 0,
        fee=rules.fee(amount, rate, start, end) if counted else None,  # type: ignore[arg-type]
        end=end,
        deadline=forms.deadline(typed),
        limit=in_force(session, institution.id, RELEASE_LIMIT),
        sms=compose(text, {"institution": institution.short_name}),
        preview=_preview(institution, branch, firm, signers, given, start, end, number),
    )


def _preview(
    institution: Institution,
    branch: Branch,
    firm: Firm | None,
    signers: Signatories,
    given: Mapping[str, object],
    start: date | None,
    end: date | None,
    number: str,
) -> AgreementView:
    """The request as its signer will see it; what is missing yet is a dash."""
    later = t("desk.compose.later")
    amount, ratio, fee = (given[name] for name in ("amount", "ratio_bps", "fee_bps"))
    ends = str(given["deadline"])
    return AgreementView(
        number=number,
        institution_id=institution.id,
        institution=institution.name,
        institution_short=institution.short_name,
        branch_name=branch.name,
        branch_phone=hyphened(branch.phone),
        product=str(given["product"]) or later,
        applicant=", ".join(each.name for each in signers.guarantee) or later,
        firm=firm.name if firm else later,
        business_number=firm.business_number if firm else "0000000000",
        amount=amount if isinstance(amount, int) else 0,
        period_start=start or clock.today(),
        period_end=end or start or clock.today(),
        ratio_bps=ratio if isinstance(ratio, int) else 0,
        fee_bps=fee if isinstance(fee, int) else 0,
        bank=str(given["bank"]) or later,
        purpose=str(given["purpose"]) or later,
        deadline=datetime.fromisoformat(ends) if ends else clock.now(),
        corporation=bool(firm and firm.kind == CORPORATION),
        signers=[
            SignerView(each.name, t(f"signing.role.{each.role}"), None, place == 0)
            for place, each in enumerate(signers.guarantee)
        ],
        **UNTOUCHED,
    )


def _period(given: Mapping[str, object]) -> tuple[date | None, date | None]:
    start, years = forms.day(str(given["period_start"])), given["years"]
    if start is None or not isinstance(years, int) or not 1 <= years <= 30 or start.year > 2900:
        return start, None
    return start, rules.period_end(start, years)


def _branches(session: Session, officer: Officer) -> list[Branch]:
    query = select(Branch).where(
        Branch.institution_id == officer.institution_id, Branch.closed_at.is_(None)
    )
    if officer.branch_id:
        query = query.where(Branch.id == officer.branch_id)
    return list(session.scalars(query.order_by(Branch.id)))


def _banks(session: Session, institution_id: str) -> list[str]:
    """The banks of the institution's latest requests, to be offered again."""
    latest = (
        select(AgreementRequest.bank)
        .where(AgreementRequest.institution_id == institution_id)
        .order_by(AgreementRequest.id.desc())
        .limit(200)
        .subquery()
    )
    return sorted(session.scalars(select(latest.c.bank).distinct()))
