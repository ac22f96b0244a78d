"""Every models module, imported so that the metadata is whole (migrations, tests)."""

import importlib
from pathlib import Path

APP = Path(__file__).parents[1]


def load() -> None:
    """Import `app/**/models.py`."""
    for path in sorted(APP.rglob("models.py")):
        importlib.import_module(".".join(path.with_suffix("").relative_to(APP.parent).parts))
