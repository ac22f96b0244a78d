"""A bundle changed by somebody who holds it: as it stands, or with its lists made anew."""

import json

from app.evidence.bundles import container, layout
from app.evidence.bundles.report import report_on
from tests.evidence.tampering import inside_a_page

Files = dict[str, bytes]


def failed(bundle: bytes, trust: bytes) -> str:
    """The checks that notice, or `holds`."""
    report = report_on(bundle, trust)
    return ", ".join(check.key for check in report.checks if not check.ok) or "holds"


def sealed_up(files: Files) -> bytes:
    """The files with their lists made anew, as any forger would."""
    listed = {n: c for n, c in files.items() if n not in (layout.SUMS, layout.MANIFEST)}
    listed[layout.SUMS] = layout.sums(listed)
    facts = json.loads(files[layout.MANIFEST])
    for key in ("v", "kind", "files"):
        facts.pop(key, None)
    listed[layout.MANIFEST] = layout.manifest(facts, listed)
    return container.write(listed)


def without(files: Files, name: str) -> Files:
    return {there: content for there, content in files.items() if there != name}


def changed(files: Files, name: str) -> Files:
    """One letter or digit of the file is another one; what is JSON stays JSON."""
    content = files[name]
    start = len(content) // 2
    if name == layout.PAPER:
        start = inside_a_page(content)
    elif name == layout.CHAIN:  # in the second entry, wherever that begins
        start = content.index(b'"action":"', content.index(b"\n")) + len(b'"action":"')
    plain = b"0123456789abcdefghijklmnopqrstuvwxyz"
    place = next(at for at in range(start, len(content)) if content[at] in plain)
    other = b"1" if content[place : place + 1] != b"1" else b"2"
    return {**files, name: content[:place] + other + content[place + 1 :]}
