"""What each template is rendered with in tests and pictures: the demo's people and papers, a file
for each room."""

from importlib import import_module
from pkgutil import iter_modules

from tests.web.samples.common import Samples

_ROOMS = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]


def _all(kind: str) -> Samples:
    return {name: each for room in _ROOMS for name, each in getattr(room, kind, {}).items()}


PAGES, PARTS = _all("PAGES"), _all("PARTS")
