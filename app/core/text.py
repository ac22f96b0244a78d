"""How long a text message is: bytes in cp949, as Korean carriers count them."""

SMS_LIMIT = 90
"""Bytes of one short message (SMS); longer ones are refused, never sent as LMS."""


def sms_bytes(text: str) -> int:
    """The length in cp949 bytes (Hangul 2, ASCII 1).

    Raises ValueError naming the first character that no Korean phone could show. Not `euc-kr`:
    Python's codec writes eight bytes for Hangul outside KS X 1001.
    """
    try:
        return len(text.encode("cp949"))
    except UnicodeEncodeError as problem:
        strange = text[problem.start]
        raise ValueError(
            f"문자메시지에 쓸 수 없는 글자가 있습니다: {strange!r} (U+{ord(strange):04X})"
        ) from problem
