"""Find what is overdue of a kind in a team, for the hint at logging.

Revision ID: 0092
Revises: 0091
"""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_promise_team_kind_late",
        "promise",
        ["team_id", "kind_id", "late_at"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_promise_team_kind_late", "promise")
