"""Endpoints belong to one account or one team; their signing secrets can be replaced while the old ones still count.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NEW = ("account_id", "team_id", "old_secret_encrypted", "old_secret_until", "created_at", "trouble", "removed_at")


def upgrade() -> None:
    """Add whose an endpoint is. Nothing could make one before, so there is nobody's to give away."""
    op.execute("UPDATE delivery SET endpoint_id = NULL")
    op.execute("DELETE FROM endpoint")
    with op.batch_alter_table("endpoint") as endpoint:
        endpoint.add_column(sa.Column("account_id", BIG_ID, nullable=True))
        endpoint.add_column(sa.Column("team_id", BIG_ID, nullable=True))
        endpoint.add_column(sa.Column("old_secret_encrypted", sa.Text(), nullable=True))
        endpoint.add_column(sa.Column("old_secret_until", MOMENT, nullable=True))
        endpoint.add_column(sa.Column("created_at", MOMENT, nullable=False))
        endpoint.add_column(sa.Column("trouble", sa.String(200), server_default="", nullable=False))
        endpoint.add_column(sa.Column("removed_at", MOMENT, nullable=True))
        endpoint.create_foreign_key(
            op.f("fk_endpoint_account_id"), "account", ["account_id"], ["id"], ondelete="CASCADE"
        )
        endpoint.create_foreign_key(op.f("fk_endpoint_team_id"), "team", ["team_id"], ["id"], ondelete="CASCADE")
        endpoint.create_check_constraint(op.f("ck_endpoint_owner"), "(account_id IS NULL) <> (team_id IS NULL)")
    op.create_index("ix_endpoint_account_id", "endpoint", ["account_id"])
    op.create_index("ix_endpoint_team_id", "endpoint", ["team_id"])
    op.create_index(
        "ix_delivery_endpoint_id",
        "delivery",
        ["endpoint_id", "id"],
        sqlite_where=sa.text("endpoint_id IS NOT NULL"),
        postgresql_where=sa.text("endpoint_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Take the owners away, and the endpoints with them: they would be nobody's."""
    op.drop_index("ix_delivery_endpoint_id", "delivery")
    op.drop_index("ix_endpoint_team_id", "endpoint")
    op.drop_index("ix_endpoint_account_id", "endpoint")
    op.execute("UPDATE delivery SET endpoint_id = NULL")
    op.execute("DELETE FROM endpoint")
    with op.batch_alter_table("endpoint") as endpoint:
        endpoint.drop_constraint(op.f("ck_endpoint_owner"), type_="check")
        endpoint.drop_constraint(op.f("fk_endpoint_team_id"), type_="foreignkey")
        endpoint.drop_constraint(op.f("fk_endpoint_account_id"), type_="foreignkey")
        for name in NEW:
            endpoint.drop_column(name)
