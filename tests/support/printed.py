"""Tables that a test prints into a document, between two comments that name them."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def printed(document: str, name: str, text: str) -> bool:
    """Whether the document says so already. One that differs is written anew, to be read and
    committed, and fails its test this once."""
    path = ROOT / document
    stands = path.read_text("utf-8")
    begin, end = f"<!-- {name} begins -->\n", f"<!-- {name} ends -->"
    head, rest = stands.split(begin)
    _, tail = rest.split(end)
    found = head + begin + text + end + tail
    if found != stands:
        path.write_text(found, "utf-8")
    return found == stands


def table(head: list[str], lines: list[list[str]]) -> str:
    """A table in Markdown."""
    rows = [head, ["---"] * len(head), *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
