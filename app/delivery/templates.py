"""The text messages: which field of each may be cut, and the proof that it always fits 90 bytes."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.text import SMS_LIMIT, sms_bytes
from app.core.texts import sentence, speaking


@dataclass(frozen=True)
class Template:
    """A text message. `widest`: the longest value of every field; `shrinks`: the one that is cut
    from its end when the message is too long; `shortest`: what at least remains of it."""

    key: str
    widest: Mapping[str, str]
    shrinks: str
    shortest: str


INSTITUTION = "데모경남신용보증재단"
SHORTEST = "데모경남"
NUMBER = "AR-2026-0000001"

TEMPLATES = {
    template.key: template
    for template in (
        Template(
            "delivery.otp",
            {
                "institution": INSTITUTION,
                "code": "000000",
                "purpose": "이용승인",
                "amount": "9,999억 9,999만 9,999원",
            },
            "institution",
            SHORTEST,
        ),
        Template(
            "delivery.plain_otp",
            {"institution": INSTITUTION, "code": "000000", "purpose": "전자약정 가입"},
            "institution",
            SHORTEST,
        ),
        *(
            Template(
                f"delivery.{key}",
                {"institution": INSTITUTION, "phone": "055-0000-0000", "at": "12.31 18:00"},
                "institution",
                SHORTEST,
            )
            for key in (
                "requested_by_mail",
                "requested_unlinked",
                "joined",
                "password",
                "number_change",
                "number_changed",
            )
        ),
        Template("delivery.requested", {"institution": INSTITUTION}, "institution", SHORTEST),
        Template("delivery.corrected", {"institution": INSTITUTION}, "institution", SHORTEST),
        Template(
            "delivery.recalled",
            {"institution": INSTITUTION, "number": NUMBER},
            "institution",
            SHORTEST,
        ),
        *(
            Template(key, {"institution": INSTITUTION, "number": NUMBER}, "institution", SHORTEST)
            for key in ("delivery.declined", "delivery.expired", "delivery.reminded")
        ),
        Template(
            "delivery.partial",
            {"institution": INSTITUTION, "who": "공동사업자", "signed": "20", "signers": "20"},
            "institution",
            SHORTEST,
        ),
        Template(
            "delivery.extended",
            {"institution": INSTITUTION, "number": NUMBER, "until": "12월 31일 18:00"},
            "institution",
            SHORTEST,
        ),
        Template("delivery.pledge", {"institution": INSTITUTION}, "institution", SHORTEST),
        Template(
            "delivery.concluded",
            {"institution": INSTITUTION, "number": NUMBER},
            "institution",
            SHORTEST,
        ),
    )
}
"""Every text message that is sent; one that is not here is not sent."""


def check(template: Template) -> None:
    """Refuse a template that could exceed 90 bytes in its shortest form; raises ValueError."""
    values = {**template.widest, template.shrinks: template.shortest}
    size = sms_bytes(_filled(template.key, values))
    if size > SMS_LIMIT:
        raise ValueError(f"{template.key} 문자가 {size}바이트까지 길어질 수 있습니다.")


def compose(key: str, params: Mapping[str, object]) -> str:
    """The text in Korean, its shrinkable field cut until it fits.

    Raises ValueError for a character outside cp949 or a text that cannot be made to fit.
    """
    template = TEMPLATES[key]
    field = str(params[template.shrinks])
    for length in range(len(field), 0, -1):
        text = _filled(key, {**params, template.shrinks: field[:length]})
        if sms_bytes(text) <= SMS_LIMIT:
            return text
    raise ValueError("문자는 한글 45자(90바이트)까지 보낼 수 있습니다.")


def _filled(key: str, values: Mapping[str, object]) -> str:
    with speaking("ko"):
        return sentence(key).format_map(values)
