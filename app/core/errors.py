"""The catalogue of failures: a code for machines, a text key for people, an HTTP status."""


class Refused(Exception):
    """A request that is refused with a sentence; the unit of work it was raised in changes nothing.

    code: stable name in capitals (`LOCKED`, `STALE_VERSION`); status: HTTP status;
    key: text key of the sentence, by default `errors.<code in lower case>`; params fill it.
    """

    def __init__(self, code: str, status: int = 409, key: str | None = None, **params: object):
        super().__init__(code)
        self.code = code
        self.status = status
        self.key = key or f"errors.{code.lower()}"
        self.params = params


class NotFound(Refused):
    """No such thing, or not this person's: the two look the same from outside."""

    def __init__(self) -> None:
        super().__init__("NOT_FOUND", status=404)
