"""How high whoever answers a request for approval has to stand.

Revision ID: 0115
Revises: 0113
"""

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0113"
branch_labels = None
depends_on = None

KNOWN = "approver_role IN ('manager', 'above')"


def upgrade() -> None:
    """Add the column: what waits already waits for the manager of its team."""
    with op.batch_alter_table("approval") as table:
        table.add_column(sa.Column("approver_role", sa.String(10), server_default="manager", nullable=False))
        table.create_check_constraint(op.f("ck_approval_approver"), KNOWN)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("approval") as table:
        table.drop_constraint(op.f("ck_approval_approver"), type_="check")
        table.drop_column("approver_role")
