"""Remember which links of mails were used: each is good for one answer.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "answered_link",
        sa.Column("delivery_id", BIG_ID, nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name="fk_answered_link_delivery_id_delivery", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery_id", "action", name="pk_answered_link"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("answered_link")
