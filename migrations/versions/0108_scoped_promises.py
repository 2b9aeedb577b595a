"""Find special conditions that hold for more than one customer, which are few, without reading all promises.

Revision ID: 0108
Revises: 0107
"""

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None

SCOPED = sa.text("scope <> 'customer' AND state = 'open'")


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_promise_scoped", "promise", ["id"], sqlite_where=SCOPED, postgresql_where=SCOPED)


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_promise_scoped", "promise")
