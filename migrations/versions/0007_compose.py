"""Products, drafts of requests, and what staff did to a request that is out."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "product",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("institution_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("amount_least", sa.BigInteger(), nullable=False),
        sa.Column("amount_most", sa.BigInteger(), nullable=False),
        sa.Column("ratio_bps", sa.Integer(), nullable=False),
        sa.Column("ratio_least", sa.Integer(), nullable=False),
        sa.Column("ratio_most", sa.Integer(), nullable=False),
        sa.Column("fee_bps", sa.Integer(), nullable=False),
        sa.Column("fee_least", sa.Integer(), nullable=False),
        sa.Column("fee_most", sa.Integer(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("years_most", sa.Integer(), nullable=False),
        sa.Column("stamp_duty", sa.BigInteger(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_product_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("institution_id", "name", name=op.f("uq_product_institution_id_name")),
    )
    op.create_table(
        "agreement_draft",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("institution_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=36), nullable=True),
        sa.Column("composed_by", sa.String(length=36), nullable=False),
        sa.Column("typed", sa.LargeBinary(), nullable=False),
        sa.Column("correcting", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("register", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_agreement_draft_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["composed_by"], ["account.id"], name=op.f("fk_agreement_draft_composed_by")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_agreement_draft_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_draft")),
    )
    with op.batch_alter_table("agreement_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_draft_institution_id_state"),
            ["institution_id", "state"],
            unique=False,
        )

    op.create_table(
        "agreement_act",
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["agreement_request.id"], name=op.f("fk_agreement_act_request_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_agreement_act")),
    )
    with op.batch_alter_table("agreement_act", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_act_request_id"), ["request_id"], unique=False
        )

    with op.batch_alter_table("agreement_request", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("composed_by", sa.String(length=36), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("released_by", sa.String(length=36), server_default="", nullable=False)
        )
