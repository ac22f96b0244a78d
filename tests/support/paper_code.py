"""The code of a paper, as somebody reads it off the last page."""

import re
import subprocess


def code_on(paper: bytes) -> str:
    """Twelve letters in fours, parted by hyphens."""
    shown = subprocess.run(["pdftotext", "-", "-"], input=paper, capture_output=True, check=True)
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", shown.stdout.decode())
    assert found
    return found[0]
