"""Appointments that customers were invited to.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
FOLLOWED = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "invitation",
        sa.Column("promise_id", BIG_ID, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_invitation_promise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_invitation_by_id")),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_invitation")),
    )
    op.create_index(
        "ix_invitation_followed",
        "invitation",
        ["promise_id"],
        unique=False,
        sqlite_where=FOLLOWED,
        postgresql_where=FOLLOWED,
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_index("ix_invitation_followed", "invitation")
    op.drop_table("invitation")
