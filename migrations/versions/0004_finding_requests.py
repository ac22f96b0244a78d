"""Indexes by which the desk finds requests, however many there are."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("agreement_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_request_firm_id"))
        batch_op.create_index(
            "ix_agreement_request_branch", ["branch_id", "state", "id"], unique=False
        )
        batch_op.create_index("ix_agreement_request_firm", ["firm_id", "id"], unique=False)
        batch_op.create_index(
            "ix_agreement_request_institution", ["institution_id", "state", "id"], unique=False
        )

    with op.batch_alter_table("firm", schema=None) as batch_op:
        batch_op.create_index(
            "ix_firm_name", ["name"], unique=False, postgresql_ops={"name": "text_pattern_ops"}
        )
