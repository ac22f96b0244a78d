"""What a request carries as JSON, read so that nothing a stranger sends can break the reading."""

from typing import Any

from flask import request


def posted_json(*, force: bool = False) -> Any:
    """The body's value, or None if it is no JSON; `force`: whatever kind it claims to be."""
    try:
        return request.get_json(force=force, silent=True)
    except RecursionError:  # nested without end: the parser knows no milder way to say so
        return None
