"""Each night: certificates that end within sixty days are announced."""

import logging

from app.db.unit import Unit
from app.keys import queries

log = logging.getLogger(__name__)


def watch(u: Unit) -> None:
    """A line in the log every night, and once an entry in the audit chain and on the key's row."""
    from app.keys import actions  # what makes keys and certificates is rarely needed, and heavy

    for row in queries.ending(u.session, u.now):
        log.warning("certificate of %s key %s ends %s", row.purpose, row.id, row.not_after)
        if row.warned_at is None:
            actions.announce(u, row)
