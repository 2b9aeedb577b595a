"""Say of a settled flag which version of the policy answered it, and which factor told the cases apart.

Revision ID: 0109
Revises: 0108
"""

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None

VERSION_KEY = "fk_flag_policy_version_id_policy_version"


def upgrade() -> None:
    """Add both columns."""
    with op.batch_alter_table("flag") as flag:
        flag.add_column(sa.Column("factor", sa.String(40), server_default="", nullable=False))
        flag.add_column(
            sa.Column("policy_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        flag.create_foreign_key(op.f(VERSION_KEY), "policy_version", ["policy_version_id"], ["id"])


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("flag") as flag:
        flag.drop_constraint(op.f(VERSION_KEY), type_="foreignkey")
        flag.drop_column("policy_version_id")
        flag.drop_column("factor")
