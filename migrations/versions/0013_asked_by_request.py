"""Work in the outbox says by which request it was asked for; what waits now does not know."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("request_id", sa.String(length=40), nullable=False, server_default="")
        )
