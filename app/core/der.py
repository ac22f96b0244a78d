"""Writing DER: just what a signature's envelope needs (X.690), from bytes already encoded."""

SEQUENCE, SET, INTEGER, OCTETS, OID, NULL, BOOLEAN = 0x30, 0x31, 0x02, 0x04, 0x06, 0x05, 0x01
GENERALIZED_TIME, BIT_STRING = 0x18, 0x03


def tagged(tag: int, *content: bytes) -> bytes:
    """One element: tag, length, content."""
    body = b"".join(content)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def sequence(*content: bytes) -> bytes:
    """SEQUENCE of elements."""
    return tagged(SEQUENCE, *content)


def set_of(*content: bytes) -> bytes:
    """SET OF elements, in the order DER asks for."""
    return tagged(SET, *sorted(content))


def explicit(number: int, *content: bytes) -> bytes:
    """A constructed context tag `[number]`."""
    return tagged(0xA0 | number, *content)


def octets(content: bytes) -> bytes:
    """OCTET STRING."""
    return tagged(OCTETS, content)


def integer(value: int) -> bytes:
    """INTEGER, not negative."""
    return tagged(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    return tagged(OID, *(_base128(arc) for arc in (40 * first + second, *rest)))


def _base128(arc: int) -> bytes:
    digits = [arc & 0x7F]
    while arc := arc >> 7:
        digits.append(0x80 | arc & 0x7F)
    return bytes(reversed(digits))


def element_size(der: bytes) -> int:
    """Length of the first DER element with its header."""
    if der[1] < 0x80:
        return 2 + der[1]
    count = der[1] & 0x7F
    return 2 + count + int.from_bytes(der[2 : 2 + count], "big")
