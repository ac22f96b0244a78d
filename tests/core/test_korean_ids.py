"""Check digits and shapes, right ones, wrong ones, and those that must not block."""

import pytest

from app.core.korean_ids import (
    business_number_ok,
    corporate_number_check_ok,
    rrn_check_ok,
    rrn_shape_ok,
)

BUSINESSES = [
    "099-81-00014",
    "0998100028",
    "099 81 00033",
    "099-86-00042",
    "099-12-00056",
]
CORPORATIONS = ["000011-0000015", "0000110000023", "000011-0000031", "000021-0000048"]
PEOPLE = [
    "850101-1999907",
    "7808151999913",
    "920704-2999921",
    "880229-1999944",
    "950101-5999908",
]


@pytest.mark.parametrize("number", BUSINESSES)
def test_business_numbers(number: str) -> None:
    assert business_number_ok(number)


@pytest.mark.parametrize(
    "number",
    [
        "099-81-00015",
        "000-00-00000",
        "",
        "099-81-0001",
        "099-81-000144",
        "0-99810-0014",
        "일구",
    ],
)
def test_wrong_business_numbers(number: str) -> None:
    assert not business_number_ok(number)


@pytest.mark.parametrize("number", BUSINESSES)
def test_one_digit_off_is_no_business_number(number: str) -> None:
    last = int(number[-1])
    assert not business_number_ok(number[:-1] + str((last + 1) % 10))


@pytest.mark.parametrize("number", CORPORATIONS)
def test_corporate_numbers(number: str) -> None:
    assert corporate_number_check_ok(number)
    assert not corporate_number_check_ok(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize("number", PEOPLE)
def test_resident_numbers(number: str) -> None:
    assert rrn_shape_ok(number) and rrn_check_ok(number)


def test_a_wrong_check_digit_does_not_spoil_the_shape() -> None:
    assert rrn_shape_ok("850101-1999908") and not rrn_check_ok("850101-1999908")


@pytest.mark.parametrize(
    "number",
    ["900229-2999911", "851301-1999907", "850100-1999907", "850101-199990", "850101"],
)
def test_no_such_birthday_or_length(number: str) -> None:
    assert not rrn_shape_ok(number) and not rrn_check_ok(number)


def test_the_seventh_digit_says_the_century() -> None:
    assert rrn_shape_ok("000229-3000000") and not rrn_shape_ok("000229-1000000")


@pytest.mark.parametrize("sign", ["０", "٣"])
def test_digits_of_other_scripts_are_no_digits(sign: str) -> None:
    assert not business_number_ok("099-81-0001" + sign)
    assert not rrn_shape_ok("850101-199990" + sign)
