"""Length of text messages in cp949."""

import pytest

from app.core.text import sms_bytes


@pytest.mark.parametrize(
    ("text", "size"),
    [("", 0), ("abc", 3), ("가" * 45, 90), ("가" * 46, 92), ("펲", 2), ("㈜", 2)],
)
def test_bytes(text: str, size: int) -> None:
    assert sms_bytes(text) == size


@pytest.mark.parametrize("text", ["고맙습니다🙏", "한\u200b글", "龘😀"])
def test_what_a_phone_cannot_show_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"U\+[0-9A-F]{4}"):
        sms_bytes(text)
