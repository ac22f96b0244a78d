"""A bundle whose paper holds, taken apart for those who check the rest of it."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from cryptography import x509

from app.core.names import masked_name
from app.core.texts import t
from app.evidence.bundles import layout
from app.evidence.bundles.cut import Signed
from app.evidence.sealed import SealedPaper


class Opened:
    """The files of a bundle; nothing in them is believed but the paper, and whatever is malformed
    raises."""

    def __init__(self, files: Mapping[str, bytes], roots: Sequence[x509.Certificate]):
        self.files, self.roots = files, roots
        self.pdf = files[layout.PAPER]
        self.paper = SealedPaper(self.pdf, roots)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the bundle says of itself."""
        found: dict[str, Any] = json.loads(self.files[layout.MANIFEST])
        return found

    @cached_property
    def signers(self) -> list[dict[str, Any]]:
        """Who signed, in the order of the paper, as the paper itself has it."""
        found: list[dict[str, Any]] = self.paper.evidence["signers"]
        return found

    @cached_property
    def signed(self) -> list[Signed]:
        """What each signature of the paper covers, the seal's first."""
        ranges = (list(map(int, each.byte_range)) for each in self.paper.signatures)
        return [Signed(before, after, length) for _, before, after, length in ranges]

    @cached_property
    def links(self) -> list[str]:
        """The entries of the audit chain, each as the text its hash covers."""
        text = self.files[layout.CHAIN].decode()
        if not text.endswith("\n"):
            raise ValueError("the chain does not end in a line")
        return text[:-1].split("\n")

    @cached_property
    def entries(self) -> list[dict[str, Any]]:
        """The same, read."""
        return [json.loads(link) for link in self.links]

    def entry(self, action: str, fact: str, value: object) -> dict[str, Any]:
        """The entry of that action which has that fact; StopIteration without one."""
        actions = (entry for entry in self.entries if entry["action"] == action)
        return next(entry for entry in actions if entry["facts"].get(fact) == value)

    def inked(self) -> list[int]:
        """The places, from 1, of those who signed by hand."""
        return [n for n, it in enumerate(self.signers, start=1) if it["ink"] is not None]

    def who(self, place: int) -> str:
        """`2번째 서명자 공동대표 박*모`."""
        it = self.signers[place - 1]
        name = masked_name(str(it["name"]))
        return t("bundle.who", place=place, role=it["role"], name=name)
