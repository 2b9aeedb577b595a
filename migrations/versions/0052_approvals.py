"""Let requests wait for somebody who may make exceptions.

Revision ID: 0052
Revises: 0071
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0071"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OTHERS = ("answered_by_id", "asked_by_id", "customer_id", "decision_id", "situation_id", "team_id")
TABLES = {"answered_by_id": "account", "asked_by_id": "account"}


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "approval",
        sa.Column("situation_id", BIG_ID, nullable=False),
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("customer_id", BIG_ID, nullable=True),
        sa.Column("asked_by_id", BIG_ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer_by", MOMENT, nullable=False),
        sa.Column("request", sa.Text(), server_default="", nullable=False),
        sa.Column("channel", sa.String(length=12), server_default="phone", nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", BIG_ID, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("decision_id", BIG_ID, nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'answered', 'withdrawn')", name=op.f("ck_approval_state")),
        sa.CheckConstraint("outcome IN ('granted', 'partial')", name=op.f("ck_approval_outcome")),
        sa.CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name=op.f("ck_approval_answered")),
        sa.CheckConstraint("(state = 'answered') = (decision_id IS NOT NULL)", name=op.f("ck_approval_decision")),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR state <> 'answered' OR answered_by_id <> asked_by_id",
            name=op.f("ck_approval_other"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{TABLES.get(column, column[:-3])}.id"], name=op.f(f"fk_approval_{column}")
            )
            for column in OTHERS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index("ix_approval_asked_by_id", "approval", ["asked_by_id", "asked_at", "id"], unique=False)
    _partial("ix_approval_waiting", ["team_id", "answer_by", "id"], "state = 'waiting'")
    _partial("uq_approval_decision_id", ["decision_id"], "decision_id IS NOT NULL", unique=True)


def _partial(name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, "approval", columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Forget it."""
    op.drop_table("approval")
