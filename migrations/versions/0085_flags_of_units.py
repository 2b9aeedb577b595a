"""Let flags be about a situation in a team, about a team, or about a person, besides decisions.

Revision ID: 0085
Revises: 0081
"""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0081"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD_TYPE = "type IN ('policy', 'expectation', 'treatment', 'amount')"
NEW_TYPE = "type IN ('policy', 'expectation', 'treatment', 'amount', 'drift', 'agent_noise')"
OLD_STATE = (
    "state IN ('open', 'justified', 'corrected', 'policy_changed', 'accepted_once', 'not_comparable',"
    " 'evidence_removed')"
)
NEW_STATE = (
    "state IN ('open', 'justified', 'corrected', 'policy_changed', 'accepted_once', 'not_comparable',"
    " 'evidence_removed', 'passed')"
)
ABOUT = (
    "(decision_id IS NULL) = (type IN ('drift', 'agent_noise'))"
    " AND (situation_id IS NOT NULL) = (type = 'drift')"
    " AND (account_id IS NULL OR type = 'agent_noise')"
)
ONE_EACH = (
    ("uq_flag_drift", ["situation_id", "team_id"], "type = 'drift'"),
    ("uq_flag_team_rate", ["team_id"], "type = 'agent_noise' AND account_id IS NULL"),
    ("uq_flag_account_rate", ["account_id"], "account_id IS NOT NULL"),
)


def upgrade() -> None:
    """Let a flag be about something else than a decision."""
    with op.batch_alter_table("flag") as flag:
        flag.alter_column("decision_id", existing_type=BIG_ID, nullable=True)
        flag.add_column(sa.Column("situation_id", BIG_ID, nullable=True))
        flag.add_column(sa.Column("account_id", BIG_ID, nullable=True))
        flag.create_foreign_key(op.f("fk_flag_situation_id"), "situation", ["situation_id"], ["id"])
        flag.create_foreign_key(op.f("fk_flag_account_id"), "account", ["account_id"], ["id"])
        flag.drop_constraint(op.f("ck_flag_type"), type_="check")
        flag.drop_constraint(op.f("ck_flag_state"), type_="check")
        flag.create_check_constraint(op.f("ck_flag_type"), NEW_TYPE)
        flag.create_check_constraint(op.f("ck_flag_state"), NEW_STATE)
        flag.create_check_constraint(op.f("ck_flag_about"), ABOUT)
    for name, columns, where in ONE_EACH:
        condition = sa.text(where)
        op.create_index(name, "flag", columns, unique=True, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Forget the flags that are about no decision."""
    op.execute("DELETE FROM flag_evidence WHERE flag_id IN (SELECT id FROM flag WHERE decision_id IS NULL)")
    op.execute("DELETE FROM flag WHERE decision_id IS NULL")
    for name, _, _ in ONE_EACH:
        op.drop_index(name, table_name="flag")
    with op.batch_alter_table("flag") as flag:
        flag.drop_constraint(op.f("ck_flag_about"), type_="check")
        flag.drop_constraint(op.f("ck_flag_state"), type_="check")
        flag.drop_constraint(op.f("ck_flag_type"), type_="check")
        flag.create_check_constraint(op.f("ck_flag_state"), OLD_STATE)
        flag.create_check_constraint(op.f("ck_flag_type"), OLD_TYPE)
        flag.drop_constraint(op.f("fk_flag_account_id"), type_="foreignkey")
        flag.drop_constraint(op.f("fk_flag_situation_id"), type_="foreignkey")
        flag.drop_column("account_id")
        flag.drop_column("situation_id")
        flag.alter_column("decision_id", existing_type=BIG_ID, nullable=False)
