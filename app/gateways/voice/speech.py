"""From what a call says to sound: fixed clips put together in memory. No code becomes a file.

The clips (8 kHz, 16 bit, mono; made by `make_clips.sh`) are data that an institution can replace
by recordings of its own. Amounts are put together from digits and units.
"""

import io
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.core.texts import speaking, t
from app.gateways.voice import ReadOut

CLIPS = Path(__file__).parents[3] / "static" / "voice"
RATE = 8000
_BYTES = 2

BETWEEN_DIGITS = 0.55
BETWEEN_PHRASES = 0.45
WITHIN_AMOUNT = 0.04

PHRASES = ("amount", "won", "code", "again", "secret")

_UNITS = {1: "", 10: "ten", 100: "hundred", 1000: "thousand"}
_MYRIADS = ((10**8, "hundred-million"), (10**4, "ten-thousand"), (1, ""))


@dataclass(frozen=True)
class Sound:
    """A clip and the silence after it, in seconds."""

    clip: str
    pause: float


def sounds(script: ReadOut) -> list[Sound]:
    """Everything the call says, in order: who and how much, the code twice, the warning."""
    amount = [Sound(clip, WITHIN_AMOUNT) for clip in amount_clips(script.amount)]
    sum_ = [Sound("amount", WITHIN_AMOUNT), *amount, Sound("won", BETWEEN_PHRASES)]
    code = [Sound(digit, BETWEEN_DIGITS) for digit in script.code]
    return [
        Sound("intro", BETWEEN_PHRASES),
        *(sum_ if script.amount else []),
        Sound("code", BETWEEN_PHRASES),
        *code,
        Sound("again", BETWEEN_PHRASES),
        *code,
        Sound("secret", BETWEEN_PHRASES),
    ]


def words(script: ReadOut) -> str:
    """The same as a Korean text, for those who read it."""
    with speaking("ko"):
        figure = "".join(t(f"delivery.voice.{clip}") for clip in amount_clips(script.amount))
        fixed = {name: t(f"delivery.voice.{name}") for name in PHRASES}
        intro = t("delivery.voice.intro", institution=script.institution)
        digits = " ".join(script.code)
        key = "delivery.voice.script" if script.amount else "delivery.voice.plain_script"
        return t(key, intro=intro, figure=figure, digits=digits, **fixed)


def amount_clips(amount: int) -> list[str]:
    """Won as clips, the way it is said: 30,000,000 -> 3, thousand, ten-thousand (삼천만)."""
    return list(_amount(amount)) or ["0"]


def wav(spoken: Sequence[Sound]) -> bytes:
    """The clips and their pauses as one WAV file in memory."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(_BYTES)
        out.setframerate(RATE)
        for sound in spoken:
            out.writeframes(_samples(sound.clip))
            out.writeframes(bytes(int(sound.pause * RATE) * _BYTES))
    return buffer.getvalue()


def _amount(amount: int) -> Iterator[str]:
    for size, myriad in _MYRIADS:
        count, amount = divmod(amount, size)
        if not count:
            continue
        # 10,000 is 만, not 일만; 100,000,000 is 일억.
        if not (count == 1 and myriad == "ten-thousand"):
            yield from _below_myriad(count)
        if myriad:
            yield myriad


def _below_myriad(count: int) -> Iterator[str]:
    for size, unit in sorted(_UNITS.items(), reverse=True):
        digit, count = divmod(count, size)
        if digit > 1 or (digit == 1 and size == 1):
            yield str(digit)
        if digit and unit:
            yield unit


@cache
def _samples(clip: str) -> bytes:
    with wave.open(str(CLIPS / f"{clip}.wav"), "rb") as file:
        shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        if shape != (1, _BYTES, RATE):
            raise ValueError(f"the clip {clip}.wav must be 8 kHz, 16 bit, mono")
        return file.readframes(file.getnframes())
