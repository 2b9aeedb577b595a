"""Ask customers of whom nothing was heard two questions by mail; what they expect they may say themselves.

Revision ID: 0101
Revises: 0100
"""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables, and the columns that say who is asked and who spoke."""
    op.add_column("tier", sa.Column("survey_after_days", sa.Integer(), nullable=True))
    op.add_column(
        "expectation", sa.Column("is_own_word", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_table(
        "survey",
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("about_id", BIG_ID, nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("delivery_key", sa.String(length=120), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("kept", sa.String(length=6), nullable=True),
        sa.Column("expectation_id", BIG_ID, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("kept IN ('yes', 'partly', 'no')", name=op.f("ck_survey_kept")),
        sa.CheckConstraint("(kept IS NULL) = (answered_at IS NULL)", name=op.f("ck_survey_answered")),
        sa.CheckConstraint("sent_at < expires_at", name=op.f("ck_survey_order")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_survey_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["about_id"], ["promise.id"], name=op.f("fk_survey_about_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["expectation_id"], ["expectation.id"], name=op.f("fk_survey_expectation_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("delivery_key", name=op.f("uq_survey_delivery_key")),
    )
    op.create_index("ix_survey_customer_id", "survey", ["customer_id", "sent_at"])
    op.create_index("ix_survey_sent_at", "survey", ["sent_at"])
    op.create_table(
        "survey_refusal",
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_survey_refusal_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_survey_refusal")),
    )


def downgrade() -> None:
    """Forget all of it."""
    op.drop_table("survey_refusal")
    op.drop_table("survey")
    op.drop_column("expectation", "is_own_word")
    op.drop_column("tier", "survey_after_days")
