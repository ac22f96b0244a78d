"""Logs for machines, one JSON object a line, without personal data.

The message of an exception is left out, since it may quote what somebody typed; its type and the
places it passed through are enough to find the fault.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from app.core import request_id

HIDDEN = "[hidden]"
PATTERNS = (
    re.compile(r"(?<!\d)\d{6}[-\s]?[0-9]\d{6}(?!\d)"),  # resident registration numbers
    re.compile(r"(?<![\w-])(?:\+?82[-.\s]?|0)\d{1,3}[-.\s]?\d{3,4}[-.\s]?\d{4}(?!\d)"),  # telephone
    re.compile(r"(?<![\w-])\d{6}(?:\d{2})?(?![\w-])"),  # codes of six or eight digits
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),  # mail addresses
)


def install() -> None:
    """Write our own lines, and the warnings of libraries, as redacted JSON to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("app").setLevel(logging.INFO)


def redact(text: str) -> str:
    """The text without numbers and addresses that could belong to a person."""
    for pattern in PATTERNS:
        text = pattern.sub(HIDDEN, text)
    return text


class JsonLines(logging.Formatter):
    """One record as one line of JSON; newlines in it cannot forge another."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "where": record.name,
            "request": request_id.current(),
            "words": redact(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1]:
            line |= _fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _fault(problem: BaseException) -> dict[str, str]:
    frames = traceback.extract_tb(problem.__traceback__)
    path = " > ".join(f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames[-8:])
    return {"fault": type(problem).__name__, "path": path}


def _short(filename: str) -> str:
    return "/".join(filename.split("/")[-3:])
