"""The short assessment that is kept with a decision, and with a request for approval.

Revision ID: 0111
Revises: 0110
"""

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for table in ("decision", "approval"):
        op.add_column(table, sa.Column("assessment", sa.Text(), server_default="{}", nullable=False))


def downgrade() -> None:
    """Take them away."""
    for table in ("approval", "decision"):
        op.drop_column(table, "assessment")
