"""Let people go through promises one at a time.

Revision ID: 0071
Revises: 0070
"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "review",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("about_id", BIG_ID, nullable=True),
        sa.Column("deputy_id", BIG_ID, nullable=True),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("kind IN ('overdue', 'absence')", name=op.f("ck_review_kind")),
        sa.CheckConstraint(
            "(kind = 'absence') = (about_id IS NOT NULL AND until IS NOT NULL)", name=op.f("ck_review_about")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_review_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["about_id"], ["account.id"], name=op.f("fk_review_about_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_review_deputy_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_account_id", "review", ["account_id", "id"])
    op.create_table(
        "review_item",
        sa.Column("review_id", BIG_ID, nullable=False),
        sa.Column("promise_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("skipped_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_item_review_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_review_item_promise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review_id", "promise_id", name=op.f("pk_review_item")),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("review_item")
    op.drop_table("review")
