"""The order is strict (S2-09), and nothing is lost on the way."""

import pytest

from tests.support.signer import ANSWERS, Signer

STEPS = ("request", "cautions", "text", "ticks", "sign", "identify", "done")


@pytest.mark.parametrize("here", STEPS[:-1])
def test_a_step_too_far_leads_to_where_the_person_stands(signer: Signer, here: str) -> None:
    signer.to(here)
    for step in STEPS[STEPS.index(here) + 1 :]:
        seen = signer.see(step)
        assert (seen.status_code, seen.location) == (303, signer.at(here))


@pytest.mark.parametrize("here", STEPS[:-1])
def test_an_earlier_step_can_be_looked_at_again(signer: Signer, here: str) -> None:
    signer.to(here)
    for step in STEPS[: STEPS.index(here) + 1]:
        assert signer.see(step).status_code == 200


@pytest.mark.parametrize("step", STEPS[1:-1])
def test_a_forged_step_is_refused_and_changes_nothing(signer: Signer, step: str) -> None:
    forged = signer.answer(step, ANSWERS.get(step, {"code": "123456"}), key="k")
    assert forged.status_code == 409
    assert signer.see("done").location == signer.at("request")


def test_the_last_step_takes_no_answer(signer: Signer) -> None:
    assert signer.answer("done", {}, key="k").status_code == 409


def test_an_unknown_step_is_not_there(signer: Signer) -> None:
    assert signer.see("elsewhere").status_code == 404
    assert signer.answer("elsewhere", {}, key="k").status_code == 404


def test_the_bare_number_leads_to_where_the_person_stands(signer: Signer) -> None:
    signer.to("ticks")
    assert signer.get(f"/agreements/{signer.number}").location == signer.at("ticks")


def test_another_device_goes_on_where_this_one_stopped(signer: Signer) -> None:
    signer.to("sign")
    other = Signer(signer.client.application, signer.settings).enter()
    assert other.get(f"/agreements/{signer.number}").location == signer.at("sign")
