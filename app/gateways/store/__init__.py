"""Where sealed papers lie: write-once objects in a folder or an S3-compatible store."""

from collections.abc import Iterator
from typing import Protocol


class AlreadyThere(Exception):
    """Something is kept under this key already; it is never overwritten."""


class StorePort(Protocol):
    """Objects by key; a key is written once. The last part of a key begins with the SHA-256 (hex)
    of what lies under it, so that a backup can be checked without the database."""

    def put(self, key: str, content: bytes) -> None:
        """Keep `content` under a new key; raises AlreadyThere."""

    def get(self, key: str) -> bytes:
        """What is kept under the key; raises FileNotFoundError."""

    def has(self, key: str) -> bool:
        """Whether something is kept under the key."""

    def delete(self, key: str) -> None:
        """Destroy what is kept under the key, if anything: its time is over."""

    def keys(self) -> Iterator[str]:
        """Every key, in no order."""
