"""Indexes by which messages are found that did not arrive, and all of one request."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

LOST = sa.text("state IN ('failed', 'unknown')")


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_subject", ["subject"])
        batch_op.create_index(
            "ix_message_lost",
            ["institution_id", "created_at"],
            sqlite_where=LOST,
            postgresql_where=LOST,
        )
