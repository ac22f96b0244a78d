"""The message catalogue: every sentence shown, spoken or sent, in Korean and English.

`app/texts/<language>/<room>.toml` holds them; a key is `<room>.<table>.<name>`. Both languages
have the same keys and the same `{placeholders}` (tested).
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "texts"
LANGUAGES = ("ko", "en")

_language: ContextVar[str] = ContextVar("language", default="ko")


def t(key: str, **params: object) -> str:
    """The sentence for `key` in the present language, its `{placeholders}` filled.

    Raises KeyError for an unknown key or a placeholder without its value.
    """
    return sentence(key).format_map(params)


def sentence(key: str) -> str:
    """The sentence for `key` as it stands in the catalogue, placeholders unfilled."""
    return catalogue(_language.get())[key]


def has(key: str) -> bool:
    """Whether the catalogue knows the key."""
    return key in catalogue(_language.get())


def language() -> str:
    """The present language: `ko` or `en`."""
    return _language.get()


def speak(language: str) -> None:
    """Speak this language from here on in this request or job; Korean if it is unknown."""
    _language.set(language if language in LANGUAGES else "ko")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language inside the block (a message to somebody else)."""
    before = _language.get()
    speak(language)
    try:
        yield
    finally:
        _language.set(before)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of a language by key."""
    return {
        key: sentence
        for path in sorted((FOLDER / language).glob("*.toml"))
        for key, sentence in _flat(path.stem, tomllib.loads(path.read_text("utf-8")))
    }


def _flat(prefix: str, table: dict[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            yield from _flat(key, value)
        else:
            yield key, str(value)
