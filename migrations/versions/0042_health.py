"""Health: when a clock last jumped, and an index of what was given up.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

DEAD = sa.text("state = 'dead'")


def upgrade() -> None:
    """Add the column and the index."""
    op.add_column("scheduler_state", sa.Column("last_jump_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_delivery_dead", "delivery", ["channel", "id"], sqlite_where=DEAD, postgresql_where=DEAD, unique=False
    )


def downgrade() -> None:
    """Take both away."""
    op.drop_index("ix_delivery_dead", "delivery")
    with op.batch_alter_table("scheduler_state") as table:
        table.drop_column("last_jump_at")
