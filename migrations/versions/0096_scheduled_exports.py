"""Remember which reports are mailed to whom, and when.

Revision ID: 0096
Revises: 0095
"""

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None

WAITS = sa.text("paused_at IS NULL")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "scheduled_export",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=200), nullable=False),
        sa.Column("file_format", sa.String(length=4), nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=True),
        sa.Column("minute", sa.SmallInteger(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_key", sa.String(length=120), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("file_format IN ('csv', 'xlsx')", name=op.f("ck_scheduled_export_file_format")),
        sa.CheckConstraint("rhythm IN ('daily', 'weekly', 'monthly')", name=op.f("ck_scheduled_export_rhythm")),
        sa.CheckConstraint("(weekday IS NOT NULL) = (rhythm = 'weekly')", name=op.f("ck_scheduled_export_weekly")),
        sa.CheckConstraint("weekday IS NULL OR weekday BETWEEN 0 AND 6", name=op.f("ck_scheduled_export_weekday")),
        sa.CheckConstraint("minute BETWEEN 0 AND 1439", name=op.f("ck_scheduled_export_minute")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_scheduled_export_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_export")),
    )
    op.create_index("ix_scheduled_export_account_id", "scheduled_export", ["account_id", "id"])
    op.create_index(
        "ix_scheduled_export_next_at",
        "scheduled_export",
        ["next_at", "id"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("scheduled_export")
