"""Where sealed papers lie: write-once objects in a folder or an S3-compatible store."""

from typing import Protocol


class AlreadyThere(Exception):
    """Something is kept under this key already; it is never overwritten."""


class StorePort(Protocol):
    """Objects by key; a key is written once."""

    def put(self, key: str, content: bytes) -> None:
        """Keep `content` under a new key; raises AlreadyThere."""

    def get(self, key: str) -> bytes:
        """What is kept under the key; raises FileNotFoundError."""
