"""From when on somebody here can know of what a customer said.

Revision ID: 0118
Revises: 0117
"""

import sqlalchemy as sa
from alembic import op

revision = "0118"
down_revision = "0117"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was said before was told long ago."""
    op.add_column("customer_word", sa.Column("told_from", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("customer_word", "told_from")
