"""Looking at the demo phone as a person does: what arrived, newest first."""

import time
from typing import Any

from tests.support.server import LiveServer

PATIENCE = 20
"""Seconds to wait for a message before giving up."""


def messages(live: LiveServer, channel: str = "") -> list[dict[str, Any]]:
    """What arrived (`sms`, `voice`, `mail` or `totp`; everything when not said), newest first."""
    found: list[dict[str, Any]] = live.json("/demo/phone.json")
    return [message for message in found if not channel or message["channel"] == channel]


def code(live: LiveServer, channel: str, *, after: int = 0) -> str:
    """The newest code, once more than `after` messages carry one; raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        codes = [message["code"] for message in messages(live, channel) if message["code"]]
        if len(codes) > after:
            return str(codes[0])
        time.sleep(0.1)
    raise TimeoutError(f"no {channel} code arrived: {messages(live)}")
