"""Masked names."""

import pytest

from app.core.names import masked_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [("홍길동", "홍*동"), ("김구", "김*"), ("남궁민수", "남**수"), ("김", "김"), ("", "")],
)
def test_names_are_masked(name: str, shown: str) -> None:
    assert masked_name(name) == shown
