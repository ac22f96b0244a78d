"""확인 항목 체크."""

import re
from typing import Any

from tests.support.signer import PAPER, REQUIRED, Signer

OPTIONAL = [tick.key for tick in PAPER.ticks if not tick.required]


def boxes(page: str) -> dict[str, bool]:
    found = re.findall(r'<input type="checkbox"[^>]*name="tick" value="([^"]+)"([^>]*)>', page)
    return {key: " checked" in rest for key, rest in found}


def test_nothing_is_ticked_beforehand_and_all_kinds_are_there(signer: Signer) -> None:
    page = signer.to("ticks").see("ticks").text
    assert boxes(page) == dict.fromkeys([*REQUIRED, *OPTIONAL], False)
    assert page.count(">필수</b>") == len(REQUIRED) == 4
    assert page.count(">선택</b>") == len(OPTIONAL) == 1


def test_a_missing_mandatory_tick_is_named_and_the_others_stay(signer: Signer) -> None:
    signer.to("ticks")
    answered = signer.answer("ticks", {"tick": [REQUIRED[0], *OPTIONAL]})
    assert answered.status_code == 422
    assert "필수 항목을 모두 체크해 주세요." in answered.text
    assert boxes(answered.text)[REQUIRED[0]]
    assert boxes(signer.see("ticks").text)[OPTIONAL[0]]


def test_optional_ones_are_optional(signer: Signer) -> None:
    signer.to("ticks")
    assert signer.answer("ticks", {"tick": REQUIRED}).status_code == 303


def test_a_cleared_mandatory_tick_closes_what_follows(signer: Signer) -> None:
    signer.to("identify")
    draft = {"step": "ticks", "values": {"tick": REQUIRED[1:]}}
    assert keep(signer, draft) == 204
    assert signer.see("identify").location == signer.at("ticks")


def test_ticks_changed_after_execution_ask_for_it_again(signer: Signer) -> None:
    signer.to("identify")
    assert keep(signer, {"step": "ticks", "values": {"tick": [*REQUIRED, *OPTIONAL]}}) == 204
    assert signer.see("identify").location == signer.at("sign")


def test_what_is_no_draft_is_refused(signer: Signer) -> None:
    signer.to("ticks")
    for wrong in ([], {}, {"step": "ticks"}, {"step": "x", "values": {}}, {"values": 1}, "text"):
        assert keep(signer, wrong) == 400
    assert not any(boxes(signer.see("ticks").text).values())


def test_what_cannot_be_stored_or_read_to_its_end_is_refused(signer: Signer) -> None:
    signer.to("sign")
    half = {"way": ["name"], "name": ["\ud800"]}
    assert keep(signer, {"step": "sign", "values": half}) == 400
    headers = {"X-CSRFToken": signer.token(), "Content-Type": "application/json"}
    deep = signer.client.post(
        signer.at("draft"), data="[" * 100_000, headers=headers, base_url=signer.base_url
    )
    assert deep.status_code == 400
    assert signer.see("sign").status_code == 200


def test_a_draft_cannot_run_ahead(signer: Signer) -> None:
    signer.to("cautions")
    assert keep(signer, {"step": "ticks", "values": {"tick": REQUIRED}}) == 409
    signer.to("ticks")
    assert not any(boxes(signer.see("ticks").text).values())


def keep(signer: Signer, draft: Any) -> int:
    return signer.client.post(
        signer.at("draft"),
        json=draft,
        headers={"X-CSRFToken": signer.token()},
        base_url=signer.base_url,
    ).status_code
