"""What is agreed, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime


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
