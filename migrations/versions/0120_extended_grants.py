"""Extensions of grants: a decision names the grant that goes on by it, a request which one and until when.

Revision ID: 0120
Revises: 0119
"""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0119"
branch_labels = None
depends_on = None

EXTENSION = "extends_id IS NULL OR (extends_id <> id AND corrects_id IS NULL)"
ENDS = sa.text("expires_at IS NOT NULL")
EXTENDS = sa.text("extends_id IS NOT NULL")


def upgrade() -> None:
    """Add the columns; nothing was extended so far."""
    with op.batch_alter_table("decision") as table:
        table.add_column(sa.Column("extends_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        table.create_foreign_key(op.f("fk_decision_extends_id_decision"), "decision", ["extends_id"], ["id"])
        table.create_check_constraint(op.f("ck_decision_extension"), EXTENSION)
    _index("ix_decision_expires_at", ["expires_at", "id"], ENDS)
    _index("ix_decision_extends_id", ["extends_id"], EXTENDS)
    with op.batch_alter_table("approval") as table:
        table.add_column(sa.Column("extends_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        table.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(op.f("fk_approval_extends_id_decision"), "decision", ["extends_id"], ["id"])
        table.create_check_constraint(op.f("ck_approval_extension"), "ends_at IS NULL OR extends_id IS NOT NULL")


def _index(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "decision", columns, postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    """Take them away: an extension is a grant like any other then."""
    with op.batch_alter_table("approval") as table:
        table.drop_constraint(op.f("ck_approval_extension"), type_="check")
        table.drop_constraint(op.f("fk_approval_extends_id_decision"), type_="foreignkey")
        table.drop_column("ends_at")
        table.drop_column("extends_id")
    op.drop_index("ix_decision_extends_id", table_name="decision")
    op.drop_index("ix_decision_expires_at", table_name="decision")
    with op.batch_alter_table("decision") as table:
        table.drop_constraint(op.f("ck_decision_extension"), type_="check")
        table.drop_constraint(op.f("fk_decision_extends_id_decision"), type_="foreignkey")
        table.drop_column("extends_id")
