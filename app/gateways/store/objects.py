"""The store over obstore: the local folder now, S3 by the same calls."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore

from app.gateways.store import AlreadyThere


class Objects:
    """StorePort over any obstore store."""

    def __init__(self, store: ObjectStore):
        self._store = store

    def put(self, key: str, content: bytes) -> None:
        """Keep `content` under a new key; raises AlreadyThere."""
        try:
            self._store.put(key, content, mode="create")
        except AlreadyExistsError as problem:
            raise AlreadyThere(key) from problem

    def get(self, key: str) -> bytes:
        """What is kept under the key; raises FileNotFoundError."""
        return bytes(self._store.get(key).bytes())

    def has(self, key: str) -> bool:
        """Whether something is kept under the key."""
        try:
            self._store.head(key)
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Destroy what is kept under the key, if anything: its time is over."""
        with suppress(FileNotFoundError):
            self._store.delete(key)

    def keys(self) -> Iterator[str]:
        """Every key, in no order."""
        for some in self._store.list():
            yield from (str(each["path"]) for each in some)


def in_folder(folder: Path) -> Objects:
    """A store in a folder, made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return Objects(LocalStore(folder))
