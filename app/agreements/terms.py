"""What is agreed, with whom, and the papers that go out, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.signing.documents import Prepared


@dataclass(frozen=True)
class Terms:
    """What is agreed: amounts in won, rates in basis points, days inclusive at both ends."""

    product: str
    applicant: str
    amount: int
    period_start: date
    period_end: date
    ratio_bps: int
    fee_bps: int
    bank: str
    purpose: str
    deadline: datetime


@dataclass(frozen=True)
class Place:
    """Where a request belongs: ids of institution, branch and firm; of several representatives
    the person designated to sign the guarantee.
    """

    institution_id: str
    branch_id: str
    firm_id: str
    designated: str = ""


@dataclass(frozen=True)
class Sent:
    """A paper and who must sign it, as (person id, name, role)."""

    paper: Prepared
    signers: Sequence[tuple[str, str, str]]
