"""When a paper's protection must be renewed. Pure.

A document timestamp protects what lies below it as long as its certificate lasts and nobody can
forge its kind of signature; before either ends, another one goes on top (PAdES B-LTA).
"""

from datetime import UTC, datetime, timedelta

MARGIN = timedelta(days=120)
"""How long before the end the renewal begins: time for authorities to be replaced."""

LEVEL = "B-LTA"

ENDS = {
    ("RSA", 2048): datetime(2031, 1, 1, tzinfo=UTC),
    ("RSA", 16384): datetime(2036, 1, 1, tzinfo=UTC),
    ("EC", 521): datetime(2036, 1, 1, tzinfo=UTC),
}
"""Until when a kind of signature counts as unforgeable, by kind and most bits: keys below 3072 bits
of RSA until the end of 2030, RSA and elliptic curves until the end of 2035 (NIST SP 800-57, draft
IR 8547). Institutions' own rules may end earlier."""


def algorithm_ends(kind: str, bits: int) -> datetime | None:
    """The end of a kind of key, or None for a kind without one in the table."""
    fitting = [end for (its, most), end in ENDS.items() if its == kind and bits <= most]
    return min(fitting, default=None)


def renew_by(certificate_ends: datetime, key_ends: datetime | None, now: datetime) -> datetime:
    """When the next timestamp must be there: `MARGIN` before certificate or kind of key ends.

    An authority whose kind of key has ended already is renewed by its certificate alone: asking it
    again would change nothing.
    """
    ends = [certificate_ends]
    if key_ends is not None and key_ends - MARGIN > now:
        ends.append(key_ends)
    return max(min(ends) - MARGIN, now + timedelta(days=1))
