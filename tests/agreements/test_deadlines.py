"""A deadline that was moved: nobody is reminded of the old one, everybody once of the new one."""

from datetime import timedelta
from typing import Any

from app.agreements.requests import correct
from app.worker import drain
from tests.agreements.orders import order
from tests.support.signer import NUMBER, Signer, texts_on_phone


def reminders(signer: Signer) -> int:
    """How many reminders have arrived once the worker has done what is due."""
    drain(signer.settings)
    return len([text for text in texts_on_phone() if "기한이 다가옵니다" in text])


def test_only_the_deadline_in_force_is_reminded_of(clock: Any, signer: Signer) -> None:
    later = clock.instant + timedelta(days=35)
    correct(NUMBER, order(amount=40_000_000, deadline=later.isoformat()), demo=True)
    clock.move(timedelta(days=20))
    assert reminders(signer) == 0
    clock.set(later - timedelta(hours=1))
    assert reminders(signer) == 2
