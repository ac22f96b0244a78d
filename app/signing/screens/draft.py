"""The autosave: what a page holds while it is filled in, kept on the server (decision 46)."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response

from app.core.errors import Refused
from app.signing.screens import sign, ticks
from app.signing.screens.frame import Frame
from app.web.posted import posted_json

Values = Mapping[str, list[str]]
Keeper = Callable[[Frame, Values], None]

KEEPERS: dict[str, Keeper] = {"ticks": ticks.keep, "sign": sign.keep}


def answer(frame: Frame, keepers: Mapping[str, Keeper]) -> Response:
    """Keep `{"step": key, "values": {field: [text, …]}}`; the room adds keepers of its own."""
    step, values = _draft(posted_json())
    keeper = {**KEEPERS, **keepers}.get(step)
    if keeper is None:
        raise Refused("BAD_REQUEST", 400)
    keeper(frame, values)
    return Response(status=204)


def posted_step() -> str:
    """Which step's page the posted draft says it is of."""
    return _draft(posted_json())[0]


def _draft(given: Any) -> tuple[str, Values]:
    if not isinstance(given, dict) or not isinstance(given.get("values"), dict):
        raise Refused("BAD_REQUEST", 400)
    values = {
        str(name): [text for text in texts if isinstance(text, str)]
        for name, texts in given["values"].items()
        if isinstance(texts, list)
    }
    if not all(_storable(text) for texts in values.values() for text in texts):
        raise Refused("BAD_REQUEST", 400)
    return str(given.get("step")), values


def _storable(text: str) -> bool:
    """Whether it is text: half of a surrogate pair, which JSON can carry, is not."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
