"""Note how consistent decisions are and when what was granted ends; take histories from elsewhere.

Revision ID: 0087
Revises: 0086
"""

import json
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
EXCEPTIONS = sa.text("departure = 'excepted' AND outcome <> 'refused'")


def upgrade() -> None:
    """Make the tables, and give what was granted so far the end that its policy says."""
    op.create_table(
        "consistency",
        sa.Column("situation_id", BIG_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Double(), nullable=False),
        sa.CheckConstraint("agreed >= 0 AND agreed <= cases", name=op.f("ck_consistency_share")),
        sa.ForeignKeyConstraint(["situation_id"], ["situation.id"], name=op.f("fk_consistency_situation_id")),
        sa.PrimaryKeyConstraint("situation_id", "day", name=op.f("pk_consistency")),
    )
    op.create_index("ix_consistency_day", "consistency", ["day"])
    _make_histories()
    op.add_column("decision", sa.Column("expires_at", MOMENT, nullable=True))
    _fill()
    op.create_index(
        "ix_decision_exception",
        "decision",
        ["team_id", "decided_at", "id"],
        sqlite_where=EXCEPTIONS,
        postgresql_where=EXCEPTIONS,
    )


def _make_histories() -> None:
    op.create_table(
        "past_history",
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=8), server_default="waiting", nullable=False),
        sa.Column("upload", sa.LargeBinary(), nullable=True),
        sa.Column("judged_at", MOMENT, nullable=True),
        sa.Column("fault", sa.Text(), server_default="", nullable=False),
        sa.Column("decisions", sa.Integer(), server_default="0", nullable=False),
        sa.Column("flags", sa.Text(), server_default="", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (upload IS NOT NULL)", name=op.f("ck_past_history_upload")),
        sa.CheckConstraint("state IN ('waiting', 'judged', 'failed')", name=op.f("ck_past_history_state")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_past_history_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_history")),
    )
    op.create_index("ix_past_history_asked_at", "past_history", ["asked_at", "id"])


def _fill() -> None:
    bind = op.get_bind()
    version = sa.table("policy_version", sa.column("id", BIG_ID), sa.column("rule", sa.Text()))
    decision = sa.table(
        "decision",
        sa.column("id", BIG_ID),
        sa.column("policy_version_id", BIG_ID),
        sa.column("outcome", sa.String()),
        sa.column("decided_at", MOMENT),
        sa.column("expires_at", MOMENT),
    )
    for row in bind.execute(sa.select(version.c.id, version.c.rule)).all():
        days = json.loads(row.rule).get("expires_after_days")
        if not days:
            continue
        granted = (decision.c.policy_version_id == row.id, decision.c.outcome != "refused")
        for each in bind.execute(sa.select(decision.c.id, decision.c.decided_at).where(*granted)).all():
            ends = each.decided_at + timedelta(days=days)
            bind.execute(sa.update(decision).where(decision.c.id == each.id).values(expires_at=ends))


def downgrade() -> None:
    """Forget all of it."""
    op.drop_index("ix_decision_exception", table_name="decision")
    op.drop_column("decision", "expires_at")
    op.drop_table("past_history")
    op.drop_table("consistency")
