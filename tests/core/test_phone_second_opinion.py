"""Our table of Korean numbers beside Google's: what ours lets through, theirs calls the same.

Theirs also counts 012 (machines) as mobile; ours does not, because nobody reads a text there.
"""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from app.core.phone import Kind, digits, hyphened, kind

THEIRS = {
    PhoneNumberType.MOBILE: Kind.MOBILE,
    PhoneNumberType.FIXED_LINE: Kind.LANDLINE,
    PhoneNumberType.VOIP: Kind.VOIP,
    PhoneNumberType.PERSONAL_NUMBER: Kind.PERSONAL,
    PhoneNumberType.TOLL_FREE: Kind.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE: Kind.PREMIUM,
}


@given(st.from_regex(r"01[016789][0-9]{7,8}", fullmatch=True))
def test_mobile_numbers(number: str) -> None:
    theirs = phonenumbers.parse(number, "KR")
    if phonenumbers.is_valid_number(theirs):
        assert kind(number) is Kind.MOBILE
        assert hyphened(number) == phonenumbers.format_number(theirs, PhoneNumberFormat.NATIONAL)


@pytest.mark.parametrize("wanted", THEIRS)
def test_an_example_of_every_kind(wanted: int) -> None:
    theirs = phonenumbers.example_number_for_type("KR", wanted)
    assert theirs
    national = phonenumbers.format_number(theirs, PhoneNumberFormat.NATIONAL)
    international = phonenumbers.format_number(theirs, PhoneNumberFormat.INTERNATIONAL)
    assert kind(national) is THEIRS[wanted]
    assert digits(international) == digits(national)
