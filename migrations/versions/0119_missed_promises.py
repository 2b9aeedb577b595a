"""An index of what was not kept on time, for the customers who met with it most often.

Revision ID: 0119
Revises: 0118
"""

import sqlalchemy as sa
from alembic import op

revision = "0119"
down_revision = "0118"
branch_labels = None
depends_on = None

INDEX = "ix_promise_missed"
MISSED = sa.text("state IN ('partly_kept', 'broken') OR (state = 'kept' AND kept_at > late_at)")


def upgrade() -> None:
    """Make it."""
    columns = ["due_on", "customer_id", "team_id", "kind_id"]
    op.create_index(INDEX, "promise", columns, postgresql_where=MISSED, sqlite_where=MISSED)


def downgrade() -> None:
    """Take it away."""
    op.drop_index(INDEX, "promise")
