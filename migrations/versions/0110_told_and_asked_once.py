"""What a customer was told with a decision, and a form that asks for approval once.

Revision ID: 0110
Revises: 0109
"""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None

ONCE = "form_key IS NOT NULL"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("decision", sa.Column("told", sa.Text(), server_default="", nullable=False))
    op.add_column("approval", sa.Column("form_key", sa.String(40), nullable=True))
    op.create_index(
        "uq_approval_form_key",
        "approval",
        ["form_key"],
        unique=True,
        sqlite_where=sa.text(ONCE),
        postgresql_where=sa.text(ONCE),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("uq_approval_form_key", "approval")
    op.drop_column("approval", "form_key")
    op.drop_column("decision", "told")
