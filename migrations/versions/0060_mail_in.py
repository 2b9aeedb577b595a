"""Remember which mails were read, so that none makes drafts twice.

Revision ID: 0060
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "mail_read",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_mail_read")),
        sa.CheckConstraint("drafts >= 0", name=op.f("ck_mail_read_drafts")),
    )


def downgrade() -> None:
    """Forget the mails."""
    op.drop_table("mail_read")
