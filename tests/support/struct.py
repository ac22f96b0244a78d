"""The structure of a tagged PDF: its elements as pyHanko reads them, its text as poppler does."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader


@dataclass(frozen=True)
class Element:
    """A structure element: its kind without the slash (`TH`), alternate text, elements inside."""

    kind: str
    alt: str
    inside: tuple["Element", ...]

    def walk(self) -> Iterator["Element"]:
        """This and everything inside, in reading order."""
        yield self
        for each in self.inside:
            yield from each.walk()

    def all(self, kind: str) -> list["Element"]:
        """Every element of a kind, in reading order."""
        return [each for each in self.walk() if each.kind == kind]


def structure(path: Path) -> Element:
    """The tree of a tagged PDF."""
    with path.open("rb") as file:
        root = PdfFileReader(file).root
        return _element(root["/StructTreeRoot"])


def read_aloud(path: Path) -> str:
    """The text in the order of the structure tree, without spaces and line ends."""
    command = ["pdfinfo", "-struct-text", str(path)]
    # Poppler prints the binary names of elements as they are.
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace")
    quoted = (line.strip() for line in told.split("\n"))
    pieces = (line[1:-1] for line in quoted if len(line) > 1 and line[0] == line[-1] == '"')
    return "".join("".join(pieces).split())


def _element(node: Any) -> Element:
    inside = node.get("/K", [])
    inside = inside if isinstance(inside, list) else [inside]
    kept = (each.get_object() if hasattr(each, "get_object") else each for each in inside)
    return Element(
        kind=str(node.get("/S", "/Root"))[1:],
        alt=str(node.get("/Alt", "")),
        inside=tuple(_element(e) for e in kept if isinstance(e, DictionaryObject) and "/S" in e),
    )
