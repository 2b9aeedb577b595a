"""What a request for approval meant, grants that are revoked, and the key of a policy that decides nothing.

Revision ID: 0113
Revises: 0112
"""

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None

CORRECTED = "fk_approval_corrects_id_decision"
NOTHING_DECIDED = "36ab53834ea554f7"
"""The key that a policy without any condition had."""
KEYED_ANEW = (
    """
    UPDATE decision_count SET
        asked = asked + (SELECT twin.asked FROM decision_count AS twin WHERE twin.rule_key = :old
            AND twin.situation_id = decision_count.situation_id AND twin.zone = decision_count.zone
            AND twin.team_id = decision_count.team_id AND twin.day = decision_count.day),
        granted = granted + (SELECT twin.granted FROM decision_count AS twin WHERE twin.rule_key = :old
            AND twin.situation_id = decision_count.situation_id AND twin.zone = decision_count.zone
            AND twin.team_id = decision_count.team_id AND twin.day = decision_count.day)
    WHERE rule_key = '' AND EXISTS (SELECT 1 FROM decision_count AS twin WHERE twin.rule_key = :old
        AND twin.situation_id = decision_count.situation_id AND twin.zone = decision_count.zone
        AND twin.team_id = decision_count.team_id AND twin.day = decision_count.day)
    """,
    """
    DELETE FROM decision_count WHERE rule_key = :old AND EXISTS (SELECT 1 FROM decision_count AS twin
        WHERE twin.rule_key = '' AND twin.situation_id = decision_count.situation_id
        AND twin.zone = decision_count.zone AND twin.team_id = decision_count.team_id
        AND twin.day = decision_count.day)
    """,
    "UPDATE decision_count SET rule_key = '' WHERE rule_key = :old",
    "UPDATE decision SET rule_key = '' WHERE rule_key = :old",
    "UPDATE policy_version SET rule_key = '' WHERE rule_key = :old",
)


def upgrade() -> None:
    """Add the columns, and know what nothing decides by the key of no policy."""
    with op.batch_alter_table("approval") as table:
        table.add_column(sa.Column("one_off", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        table.add_column(sa.Column("told", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        table.create_foreign_key(CORRECTED, "decision", ["corrects_id"], ["id"])
    op.add_column("decision", sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("decision", sa.Column("revoked_for", sa.Text(), server_default="", nullable=False))
    for statement in KEYED_ANEW:
        op.get_bind().execute(sa.text(statement), {"old": NOTHING_DECIDED})


def downgrade() -> None:
    """Take the columns away; the key may stay."""
    for column in ("revoked_for", "revoked_at"):
        op.drop_column("decision", column)
    with op.batch_alter_table("approval") as table:
        table.drop_constraint(CORRECTED, type_="foreignkey")
        for column in ("corrects_id", "told", "one_off"):
            table.drop_column(column)
