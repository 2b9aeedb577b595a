"""Indexes of what a team did not keep on time or promised to make good: its whole past was read for some days.

Revision ID: 0121
Revises: 0120
"""

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None

MISSED = sa.text("state IN ('partly_kept', 'broken') OR (state = 'kept' AND kept_at > late_at)")
AMENDS = sa.text("makes_good_id IS NOT NULL")


def upgrade() -> None:
    """Make them."""
    _index("ix_promise_team_missed", ["team_id", "due_on", "customer_id", "kind_id"], MISSED)
    _index("ix_promise_team_amends", ["team_id", "due_at", "id"], AMENDS)


def _index(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "promise", columns, postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_promise_team_amends", "promise")
    op.drop_index("ix_promise_team_missed", "promise")
