"""Numbers of record that rest while they are being replaced; those being replaced now rest too."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("number_of_record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("resting_until", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE number_of_record SET resting_until = (SELECT in_force_at FROM number_change"
        " WHERE number_change.number_id = number_of_record.id AND state = 'APPROVED')"
    )
