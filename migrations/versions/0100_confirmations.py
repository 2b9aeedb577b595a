"""Confirm promises to customers by mail, and know of every word to a customer for which date it was said.

Revision ID: 0100
Revises: 0104
"""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0104"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

SAID_BY_THEN = """
    UPDATE informing SET level = (
        SELECT count(*) FROM renegotiation
        WHERE renegotiation.promise_id = informing.promise_id AND renegotiation.at <= informing.at
    )
"""


def upgrade() -> None:
    """Make the table and the column; what was said before belongs to the date that was agreed by then."""
    op.add_column("informing", sa.Column("level", sa.Integer(), server_default="0", nullable=False))
    op.execute(SAID_BY_THEN)
    op.create_table(
        "confirmation",
        sa.Column("promise_id", BIG_ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("delivery_key", sa.String(length=120), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("noted_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_confirmation_promise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_confirmation_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("delivery_key", name=op.f("uq_confirmation_delivery_key")),
    )
    op.create_index("ix_confirmation_promise_id", "confirmation", ["promise_id", "id"])
    waiting = sa.text("noted_at IS NULL")
    op.create_index("ix_confirmation_waiting", "confirmation", ["id"], sqlite_where=waiting, postgresql_where=waiting)


def downgrade() -> None:
    """Forget them."""
    op.drop_table("confirmation")
    op.drop_column("informing", "level")
