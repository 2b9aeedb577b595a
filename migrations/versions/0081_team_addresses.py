"""Give teams addresses for copies of mails.

Revision ID: 0081
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "team_address",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_team_address")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_address_team_id"), ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_team_address_team_id"), "team_address", ["team_id"])


def downgrade() -> None:
    """Forget the addresses."""
    op.drop_table("team_address")
