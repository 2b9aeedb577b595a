"""A request for approval keeps what was meant: for once, in which words, and instead of which answer.

Revision ID: 0113
Revises: 0111
"""

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0111"
branch_labels = None
depends_on = None

CORRECTED = "fk_approval_corrects_id_decision"


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("approval") as table:
        table.add_column(sa.Column("one_off", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        table.add_column(sa.Column("told", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        table.create_foreign_key(CORRECTED, "decision", ["corrects_id"], ["id"])


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("approval") as table:
        table.drop_constraint(CORRECTED, type_="foreignkey")
        for column in ("corrects_id", "told", "one_off"):
            table.drop_column(column)
