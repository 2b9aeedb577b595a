"""Versions of policies that end on a day that was said, after which the version before is in force again.

Revision ID: 0116
Revises: 0115
"""

import sqlalchemy as sa
from alembic import op

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

ENDS_THEN = "ends_at IS NULL OR (valid_to IS NOT NULL AND valid_to <= ends_at)"

ONE_AT_A_TIME = """
UPDATE policy_version SET valid_to = (SELECT min(later.valid_from) FROM policy_version AS later
    WHERE later.situation_id = policy_version.situation_id AND later.valid_from > policy_version.valid_from)
WHERE EXISTS (SELECT 1 FROM policy_version AS later WHERE later.situation_id = policy_version.situation_id
    AND later.valid_from > policy_version.valid_from
    AND (policy_version.valid_to IS NULL OR later.valid_from < policy_version.valid_to))
"""


def upgrade() -> None:
    """Add the column: so far every version ended when the next one began."""
    with op.batch_alter_table("policy_version") as table:
        table.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        table.create_check_constraint(op.f("ck_policy_version_end"), ENDS_THEN)


def downgrade() -> None:
    """Take it away: a version ends what was before it, for none goes on behind another one any more."""
    with op.batch_alter_table("policy_version") as table:
        table.drop_constraint(op.f("ck_policy_version_end"), type_="check")
        table.drop_column("ends_at")
    op.execute(ONE_AT_A_TIME)
