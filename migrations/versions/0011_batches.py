"""Lists of requests from a file, and their lines."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "agreement_batch",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("institution_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=36), nullable=True),
        sa.Column("composed_by", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("ignored", sa.LargeBinary(), nullable=False),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_agreement_batch_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["composed_by"], ["account.id"], name=op.f("fk_agreement_batch_composed_by")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_agreement_batch_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_batch")),
        sa.UniqueConstraint("digest", name=op.f("uq_agreement_batch_digest")),
    )
    with op.batch_alter_table("agreement_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_batch_institution_id_looked_at"),
            ["institution_id", "looked_at"],
            unique=False,
        )
    op.create_table(
        "agreement_batch_row",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("business_number", sa.String(length=20), nullable=False),
        sa.Column("firm_id", sa.String(length=36), nullable=True),
        sa.Column("branch_id", sa.String(length=36), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("register", sa.String(length=64), nullable=False),
        sa.Column("typed", sa.LargeBinary(), nullable=False),
        sa.Column("problems", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["agreement_batch.id"], name=op.f("fk_agreement_batch_row_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_agreement_batch_row_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_agreement_batch_row_firm_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_batch_row")),
        sa.UniqueConstraint("batch_id", "line", name=op.f("uq_agreement_batch_row_batch_id_line")),
    )
    with op.batch_alter_table("agreement_batch_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_batch_row_mark"), ["mark"], unique=False)
