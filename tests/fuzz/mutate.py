"""Real inputs, damaged at random: the same seed makes the same damage."""

import random
import re
from collections.abc import Sequence

NUMBER = re.compile(rb"\d+")
ODD_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"2147483648", b"9" * 20, b"9" * 5000, b"1e999")


class Mutator:
    """Makes damaged inputs of samples; `words` are what the format is sensitive to."""

    def __init__(self, samples: Sequence[bytes], words: Sequence[bytes], chance: random.Random):
        self._samples = list(samples)
        self._words = [*words, b"\x00", b"\xff" * 8, b"\xed\xa0\x80", b"\xef\xbb\xbf", b"["]
        self._chance = chance

    def next(self) -> bytes:
        """One more; now and then bytes that are no sample's at all."""
        pick = self._chance
        if pick.random() < 0.02:
            return pick.randbytes(pick.randrange(200))
        data = pick.choice(self._samples)
        for _ in range(pick.choice((1, 1, 1, 2, 3, 5, 9))):
            data = pick.choice(self._WAYS)(self, data)
        return data

    def _place(self, data: bytes) -> int:
        """Anywhere, and more often near the ends, where a format keeps its frame."""
        near, pick = min(400, len(data)), self._chance
        if pick.random() < 0.4:
            return (
                pick.randrange(near + 1)
                if pick.random() < 0.4
                else len(data) - pick.randrange(near + 1)
            )
        return pick.randrange(len(data) + 1)

    def _bit(self, data: bytes) -> bytes:
        at = self._place(data)
        if at >= len(data):
            return data
        return data[:at] + bytes((data[at] ^ 1 << self._chance.randrange(8),)) + data[at + 1 :]

    def _byte(self, data: bytes) -> bytes:
        at = self._place(data)
        return data[:at] + self._chance.randbytes(1) + data[at + 1 :]

    def _drop(self, data: bytes) -> bytes:
        at = self._place(data)
        return data[:at] + data[at + self._chance.choice((1, 2, 8, 64, 512)) :]

    def _repeat(self, data: bytes) -> bytes:
        at, long = self._place(data), self._chance.choice((1, 4, 32, 256))
        return (
            data[:at] + data[at : at + long] * self._chance.choice((2, 3, 40)) + data[at + long :]
        )

    def _word(self, data: bytes) -> bytes:
        at, word = self._place(data), self._chance.choice(self._words)
        over = len(word) if self._chance.random() < 0.5 else 0
        return data[:at] + word + data[at + over :]

    def _number(self, data: bytes) -> bytes:
        start = self._place(data)
        found = NUMBER.search(data, start) or NUMBER.search(data)
        if not found:
            return data
        near = str(int(found[0][:18]) + self._chance.choice((-1, 1))).encode()
        other = self._chance.choice((near, *ODD_NUMBERS))
        return data[: found.start()] + other + data[found.end() :]

    def _splice(self, data: bytes) -> bytes:
        other = self._chance.choice(self._samples)
        return data[: self._place(data)] + other[self._place(other) :]

    def _cut(self, data: bytes) -> bytes:
        return data[: self._place(data)]

    def _deep(self, data: bytes) -> bytes:
        at, mark = (
            self._place(data),
            self._chance.choice((b"[", b"<<", b"{", b'{"a":', b"\x30\x80")),
        )
        return data[:at] + mark * self._chance.choice((50, 2000, 20_000)) + data[at:]

    _WAYS = (_bit, _bit, _byte, _byte, _drop, _repeat, _word, _word, _number, _splice, _cut, _deep)
