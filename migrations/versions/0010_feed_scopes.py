"""Let feeds be named, and be about teams, customers, for customers, and saved filters.

Revision ID: 0010
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0002"
branch_labels = None
depends_on = None

OLD_SCOPE = "scope IN ('mine', 'team', 'overdue', 'customer', 'filter')"
NEW_SCOPE = (
    "scope IN ('mine', 'team', 'overdue', 'customer', 'for_customer', 'filter')"
    " AND (scope_id IS NULL) = (scope IN ('mine', 'overdue'))"
)


def upgrade() -> None:
    """Name feeds, and let a number say what each is about."""
    with op.batch_alter_table("feed") as feed:
        feed.add_column(sa.Column("name", sa.String(length=60), server_default="", nullable=False))
        feed.alter_column("scope_id", existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=True)
        feed.drop_constraint(op.f("ck_feed_scope"), type_="check")
        feed.create_check_constraint(op.f("ck_feed_scope"), NEW_SCOPE)


def downgrade() -> None:
    """Go back; feeds for customers have no place there."""
    op.execute("DELETE FROM feed WHERE scope = 'for_customer'")
    with op.batch_alter_table("feed") as feed:
        feed.drop_constraint(op.f("ck_feed_scope"), type_="check")
        feed.create_check_constraint(op.f("ck_feed_scope"), OLD_SCOPE)
        feed.alter_column("scope_id", existing_type=sa.BigInteger(), type_=sa.Integer(), existing_nullable=True)
        feed.drop_column("name")
