"""Where to go after signing in."""

from app.web.display import safe_next


def onward(address: str, home: str = "/menu") -> str:
    """Back to where somebody wanted to be, if that is a page of ours, else their home."""
    found = safe_next(address)
    return home if found == "/" or found.startswith("/log") else found
