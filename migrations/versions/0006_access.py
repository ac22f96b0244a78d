"""access"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "access_reason",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_reason")),
    )
    with op.batch_alter_table("access_reason", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_reason_account_id_person_id_at"),
            ["account_id", "person_id", "at"],
            unique=False,
        )

    op.create_table(
        "access",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("institution_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("login_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("subjects", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_access_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access")),
    )
    with op.batch_alter_table("access", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_institution_id_at"), ["institution_id", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_access_institution_id_id"), ["institution_id", "id"], unique=False
        )

    op.create_table(
        "access_review",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("institution_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("unusual", sa.Boolean(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("signed_by", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_access_review_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review")),
        sa.UniqueConstraint(
            "institution_id", "month", name=op.f("uq_access_review_institution_id_month")
        ),
    )
    op.create_table(
        "access_subject",
        sa.Column("access_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["access_id"], ["access.id"], name=op.f("fk_access_subject_access_id")
        ),
        sa.PrimaryKeyConstraint("access_id", "person_id", name=op.f("pk_access_subject")),
    )
    with op.batch_alter_table("access_subject", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_subject_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("access_subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_subject_person_id"))

    op.drop_table("access_subject")
    op.drop_table("access_review")
    with op.batch_alter_table("access", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_institution_id_id"))
        batch_op.drop_index(batch_op.f("ix_access_institution_id_at"))

    op.drop_table("access")
    with op.batch_alter_table("access_reason", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_reason_account_id_person_id_at"))

    op.drop_table("access_reason")
