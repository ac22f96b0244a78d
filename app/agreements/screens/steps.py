"""Step key -> the module that shows it and takes its answer."""

from types import ModuleType

from app.agreements.screens import cautions, done, request
from app.signing.screens import identify, sign, text, ticks

STEPS: dict[str, ModuleType] = {
    "request": request,
    "cautions": cautions,
    "text": text,
    "ticks": ticks,
    "sign": sign,
    "identify": identify,
    "done": done,
}
