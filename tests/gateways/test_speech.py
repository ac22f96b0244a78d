"""What a call says: amounts as Koreans say them, the code twice, clips put together in memory."""

import io
import wave

import pytest

from app.core.texts import t
from app.gateways.voice import ReadOut, speech

SCRIPT = ReadOut("데모경남신용보증재단", 30_000_000, "402917")

AMOUNTS = [
    (30_000_000, "삼천만"),
    (64_000_000, "육천사백만"),
    (10_000, "만"),
    (110_000, "십일만"),
    (100_000_000, "일억"),
    (1_010_000, "백일만"),
    (123_456_789, "일억이천삼백사십오만육천칠백팔십구"),
    (1, "일"),
    (0, "공"),
]


@pytest.mark.parametrize(("amount", "said"), AMOUNTS)
def test_amounts(amount: int, said: str) -> None:
    clips = speech.amount_clips(amount)
    assert "".join(t(f"delivery.voice.{clip}") for clip in clips) == said


def test_who_and_how_much_come_before_the_code_which_comes_twice() -> None:
    clips = [sound.clip for sound in speech.sounds(SCRIPT)]
    assert clips[:2] == ["intro", "amount"]
    code = list("402917")
    first, again = clips.index("code"), clips.index("again")
    assert clips[first + 1 : again] == code
    assert clips[again + 1 :] == [*code, "secret"]


def test_the_text_for_readers_says_the_same() -> None:
    assert speech.words(SCRIPT) == (
        "데모경남신용보증재단 전자약정 확인 전화입니다. 약정 금액은 삼천만 원입니다. "
        "인증번호는 4 0 2 9 1 7. 다시 불러 드립니다. 4 0 2 9 1 7. "
        "인증번호를 남에게 알리지 마세요."
    )


def test_the_sound_holds_every_clip_with_its_pause() -> None:
    sounds = speech.sounds(SCRIPT)
    with wave.open(io.BytesIO(speech.wav(sounds))) as file:
        length = file.getnframes() / file.getframerate()
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (8000, 2, 1)
    assert 20 < length < 45
    assert length > sum(sound.pause for sound in sounds) + 10


def heard(recording: bytes) -> str:
    """The digits in a recording, found by the sound of each clip and nothing else."""
    with wave.open(io.BytesIO(recording)) as file:
        sound = file.readframes(file.getnframes())
    found = []
    for digit in "0123456789":
        with wave.open(str(speech.CLIPS / f"{digit}.wav")) as file:
            clip = file.readframes(file.getnframes())
        at = sound.find(clip)
        while at >= 0:
            found.append((at, digit))
            at = sound.find(clip, at + 1)
    return "".join(digit for _, digit in sorted(found))


def test_the_digits_that_are_heard_are_the_code_twice() -> None:
    script = ReadOut("데모경남신용보증재단", 10_000, "402917")
    assert heard(speech.wav(speech.sounds(script))) == "402917402917"


def test_every_clip_is_there_small_and_as_short_as_people_can_bear() -> None:
    spoken = {*"0123456789", *speech.PHRASES, "intro"}
    spoken |= {"ten", "hundred", "thousand", "ten-thousand", "hundred-million"}
    files = {path.stem: path for path in speech.CLIPS.glob("*.wav")}
    assert set(files) == spoken
    assert sum(path.stat().st_size for path in files.values()) < 700_000
    with wave.open(str(files["intro"])) as file:
        assert file.getnframes() / file.getframerate() <= 4.0


def test_a_recording_of_another_shape_is_refused(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    with wave.open(str(folder / "odd.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44100)
    monkeypatch.setattr(speech, "CLIPS", folder)
    with pytest.raises(ValueError, match=r"odd\.wav"):
        speech.wav([speech.Sound("odd", 0)])
