"""유의사항 확인: one by one, with the time."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.db.unit import reading
from app.signing.models import Mark
from tests.support.signer import CAUTIONS, Signer


def times() -> dict[str, Any]:
    with reading() as session:
        rows = session.scalars(select(Mark).where(Mark.kind == "caution"))
        return {row.key: row.at for row in rows}


def test_each_missing_one_is_named(signer: Signer) -> None:
    signer.to("cautions")
    answered = signer.answer("cautions", {"caution": CAUTIONS[:1]})
    assert answered.status_code == 422
    assert answered.text.count('aria-invalid="true"') == len(CAUTIONS) - 1


def test_an_acknowledgement_keeps_its_first_time(signer: Signer, clock: Any) -> None:
    signer.to("cautions")
    signer.answer("cautions", {"caution": CAUTIONS[:1]})
    first = times()[CAUTIONS[0]]
    clock.move(timedelta(minutes=5))
    assert signer.answer("cautions", {"caution": CAUTIONS}).status_code == 303
    assert times()[CAUTIONS[0]] == first
    assert times()[CAUTIONS[1]] == first + timedelta(minutes=5)


def test_one_that_is_sent_twice_is_one(signer: Signer) -> None:
    signer.to("cautions")
    assert signer.answer("cautions", {"caution": CAUTIONS * 2}).status_code == 303
    assert set(times()) == set(CAUTIONS)


def test_an_unknown_caution_is_not_recorded(signer: Signer) -> None:
    signer.to("cautions")
    assert signer.answer("cautions", {"caution": ["made-up"]}).status_code == 422
    assert times() == {}


def test_ticks_made_with_javascript_are_kept_at_once(signer: Signer) -> None:
    signer.to("cautions")
    kept = signer.client.post(
        signer.at("draft"),
        json={"step": "cautions", "values": {"caution": CAUTIONS[:2]}},
        headers={"X-CSRFToken": signer.token()},
        base_url=signer.base_url,
    )
    assert kept.status_code == 204
    assert set(times()) == set(CAUTIONS[:2])
