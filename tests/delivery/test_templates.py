"""Text messages always fit 90 cp949 bytes, whatever is filled in."""

from dataclasses import replace

import pytest

from app.core.text import SMS_LIMIT, sms_bytes
from app.delivery import templates
from app.delivery.templates import TEMPLATES, check, compose

SAMPLES = {
    "institution": "데모신보재단",
    "number": "AR-2026-0001",
    "code": "402917",
    "purpose": "약정",
    "amount": "3천만원",
}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_template_fits_in_its_shortest_form(template: templates.Template) -> None:
    check(template)


def test_one_that_could_be_too_long_is_refused() -> None:
    wide = replace(TEMPLATES["delivery.concluded"], widest={"number": "가" * 30})
    with pytest.raises(ValueError, match="바이트"):
        check(wide)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            "delivery.concluded",
            "[데모신보재단]AR-2026-0001 약정이 체결되었습니다. 전체메뉴>전자약정에서 확인해 주세요",
        ),
        (
            "delivery.requested",
            "[데모신보재단]전자약정 요청이 도착했습니다. 전체메뉴>전자약정에서 확인해 주세요",
        ),
        ("delivery.otp", "[데모신보재단]인증번호 402917 약정 3천만원. 남에게 알리지 마세요"),
    ],
)
def test_wording(key: str, text: str) -> None:
    assert compose(key, SAMPLES) == text


def test_a_long_name_is_cut_and_nothing_else() -> None:
    name = "데모경상남도지역신용보증재단중앙회"
    text = compose("delivery.concluded", {**SAMPLES, "institution": name})
    assert sms_bytes(text) <= SMS_LIMIT
    assert text.endswith("]AR-2026-0001 약정이 체결되었습니다. 전체메뉴>전자약정에서 확인해 주세요")
    assert text.startswith("[데모경상남도")


def test_what_cannot_fit_or_be_shown_is_refused() -> None:
    with pytest.raises(ValueError, match="90바이트"):
        compose("delivery.concluded", {**SAMPLES, "number": "가" * 60})
    with pytest.raises(ValueError, match=r"U\+"):
        compose("delivery.concluded", {**SAMPLES, "institution": "데모🙏"})
