"""Which roles a firm's people have, and what may be entered of them. Pure."""

from datetime import date

from app.agreements.signatories import (
    CONTACT,
    JOINT,
    MANAGER,
    PARTNER,
    PROPRIETOR,
    SEVERAL,
    SOLE,
)

SOLE_PROPRIETOR, CORPORATION = "SOLE", "CORPORATION"
"""개인사업자, 법인사업자 (`Firm.kind`)."""

ROLES = {
    SOLE_PROPRIETOR: (PROPRIETOR, PARTNER, CONTACT),
    CORPORATION: (SOLE, JOINT, SEVERAL, MANAGER, CONTACT),
}
"""What somebody may be there, the usual one first."""

FROM_THE_FILE = "file"
"""The proof of a first number: it stands in the application's papers."""

OLDEST = date(1900, 1, 1)
YOUNGEST = 14
"""Years below which nobody stands for a firm."""


def born_plausibly(born: date, today: date) -> bool:
    """Whether somebody born then may stand for a firm today."""
    of_age = (born.year + YOUNGEST, born.month, born.day)
    return born >= OLDEST and of_age <= (today.year, today.month, today.day)
