"""The catalogue: both languages say the same things."""

import string
from pathlib import Path

import pytest

from app.core import texts

TEMPLATES = Path(__file__).parents[2] / "templates"


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert texts.catalogue("ko").keys() == texts.catalogue("en").keys()


def test_both_languages_have_the_same_placeholders() -> None:
    english = texts.catalogue("en")
    differing = [
        key
        for key, sentence in texts.catalogue("ko").items()
        if placeholders(sentence) != placeholders(english[key])
    ]
    assert not differing


def test_no_sentence_is_empty_or_dodges_a_particle() -> None:
    for language in texts.LANGUAGES:
        for key, sentence in texts.catalogue(language).items():
            assert sentence.strip(), key
    dodges = ("(을)를", "을(를)", "이(가)", "은(는)", "(이)가", "(은)는")
    assert not [s for s in texts.catalogue("ko").values() if any(d in s for d in dodges)]


def test_a_sentence_is_filled_and_wants_everything_it_names() -> None:
    assert texts.t("ui.inn_name", name="홍길동") == "(인) 홍길동"
    with pytest.raises(KeyError):
        texts.t("ui.inn_name")


def test_an_unknown_key_is_an_error() -> None:
    assert not texts.has("ui.nothing_like_this")
    with pytest.raises(KeyError):
        texts.t("ui.nothing_like_this")


def test_speaking_another_language_ends_with_the_block() -> None:
    with texts.speaking("en"):
        assert texts.t("ui.next") == "Next"
    assert texts.t("ui.next") == "다음"


def test_an_unknown_language_is_korean() -> None:
    with texts.speaking("xx"):
        assert texts.language() == "ko"
