"""Step key -> the module that shows it and takes its answer."""

from typing import Protocol

from werkzeug.wrappers import Response

from app.agreements.screens import cautions, done, pledge, request
from app.signing.screens import identify, sign, text, ticks
from app.signing.screens.frame import Frame


class Screen(Protocol):
    """What every step's module offers."""

    def show(self, frame: Frame) -> Response:
        """The page."""

    def answer(self, frame: Frame) -> Response:
        """What happens when its form is posted."""


STEPS: dict[str, Screen] = {
    "request": request,
    "cautions": cautions,
    "text": text,
    "ticks": ticks,
    "sign": sign,
    "identify": identify,
    "done": done,
    "pledge": pledge,
    "pledge-text": text,
    "pledge-ticks": ticks,
    "pledge-sign": sign,
    "pledge-identify": identify,
    "pledge-done": done,
}
