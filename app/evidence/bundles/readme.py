"""README.txt of a bundle: what is what, and commands that need nothing of ours."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.core.clock import kst

FOLDER = Path(__file__).parents[3] / "templates" / "bundles"


def readme(**told: Any) -> bytes:
    """The text, filled with what `templates/bundles/README.txt` says it takes."""
    text: str = _template().render(kst=kst, **told)
    return text.encode()


@cache
def _template() -> Any:
    environment = Environment(  # noqa: S701 - plain text, nothing a browser would run
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("README.txt")
