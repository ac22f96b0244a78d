"""The address of a link that invites: known to the mail that carries it, and to nobody else."""

_site = ""


def use_site(base_url: str) -> None:
    """Let links lead to this address from now on (wiring)."""
    global _site
    _site = base_url.rstrip("/")


def link(token: str) -> str:
    """The address for a token."""
    return f"{_site}/join/link/{token}"
