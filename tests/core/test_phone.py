"""The number policy: what a number is, what it may be used for, how it is shown."""

import pytest

from app.core.phone import Kind, digits, hyphened, kind, masked, may_call, may_text

TABLE = [
    ("010-0000-0001", Kind.MOBILE, True, True),
    ("011-234-5678", Kind.MOBILE, True, True),
    ("+82 10-1234-5678", Kind.MOBILE, True, True),
    ("055-000-0001", Kind.LANDLINE, False, True),
    ("02-0000-0041", Kind.LANDLINE, False, True),
    ("070-1234-5678", Kind.VOIP, False, False),
    ("0505-123-4567", Kind.PERSONAL, False, False),
    ("080-123-4567", Kind.TOLL_FREE, False, False),
    ("060-700-1234", Kind.PREMIUM, False, False),
    ("1500-0000", Kind.REPRESENTATIVE, False, False),
    ("1688-1234", Kind.REPRESENTATIVE, False, False),
    ("+1 212 555 0100", Kind.FOREIGN, False, False),
    ("001-1-212-555-0100", Kind.FOREIGN, False, False),
    ("012-3456-7890", Kind.UNKNOWN, False, False),
    ("010-0000-001", Kind.MOBILE, True, True),
    ("010-0000-00", Kind.UNKNOWN, False, False),
    ("114", Kind.UNKNOWN, False, False),
]


@pytest.mark.parametrize(("number", "what", "text", "call"), TABLE)
def test_policy(number: str, what: Kind, text: bool, call: bool) -> None:
    assert (kind(number), may_text(number), may_call(number)) == (what, text, call)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("01000000001", "010-****-0001"),
        ("0550000001", "055-***-0001"),
        ("0200000041", "02-****-0041"),
        ("+12125550100", "********0100"),
        ("15000000", "1500-0000"),
    ],
)
def test_masked(number: str, shown: str) -> None:
    assert masked(number) == shown


def test_written_out_and_back() -> None:
    assert digits("(010) 0000.0001") == "01000000001"
    assert hyphened("01000000001") == "010-0000-0001"


@pytest.mark.parametrize("number", ["", "전화", "010-0000-000x", "０１０００００００01", "1" * 16])
def test_what_is_no_number_is_refused_in_words(number: str) -> None:
    with pytest.raises(ValueError, match="전화번호"):
        digits(number)
