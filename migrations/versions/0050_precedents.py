"""Situations, policies with versions, decisions with their counts, and flags.

Revision ID: 0050
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0045"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "flag_evidence",
    "flag",
    "decision",
    "policy_version",
    "situation_scale",
    "decision_count",
    "situation",
)


def upgrade() -> None:
    """Make the tables."""
    _make_situations()
    _make_policies()
    _make_decisions()
    _make_flags()


def downgrade() -> None:
    """Forget them."""
    for table in TABLES:
        op.drop_table(table)


def _make_situations() -> None:
    op.create_table(
        "situation",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title_de", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=80), nullable=False),
        sa.Column("factors", sa.Text(), server_default="[]", nullable=False),
        sa.Column("customer_fields", sa.String(length=60), server_default="tier_rank", nullable=False),
        sa.Column("has_amount", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("amount_basis", sa.String(length=40), nullable=True),
        sa.Column("window_days", sa.Integer(), server_default="365", nullable=False),
        sa.Column("position", sa.Integer(), server_default="100", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("window_days > 0", name=op.f("ck_situation_window")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation")),
        sa.UniqueConstraint("key", name=op.f("uq_situation_key")),
    )
    op.create_table(
        "situation_scale",
        sa.Column("situation_id", BIG_ID, nullable=False),
        sa.Column("decided", sa.Integer(), server_default="0", nullable=False),
        sa.Column("scaled_at", sa.Integer(), server_default="0", nullable=False),
        sa.Column("points", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["situation_id"], ["situation.id"], name=op.f("fk_situation_scale_situation_id")),
        sa.PrimaryKeyConstraint("situation_id", name=op.f("pk_situation_scale")),
    )
    op.create_table(
        "decision_count",
        sa.Column("situation_id", BIG_ID, nullable=False),
        sa.Column("rule_key", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=1), nullable=False),
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.CheckConstraint("asked >= granted AND granted >= 0", name=op.f("ck_decision_count_shares")),
        sa.ForeignKeyConstraint(["situation_id"], ["situation.id"], name=op.f("fk_decision_count_situation_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_decision_count_team_id")),
        sa.PrimaryKeyConstraint("situation_id", "rule_key", "zone", "team_id", "day", name=op.f("pk_decision_count")),
    )
    op.create_index("ix_decision_count_day", "decision_count", ["zone", "day"], unique=False)


def _make_policies() -> None:
    op.create_table(
        "policy_version",
        sa.Column("situation_id", BIG_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", MOMENT, nullable=False),
        sa.Column("valid_to", MOMENT, nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("rule_key", sa.String(length=16), nullable=False),
        sa.Column("text_de", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_by_id", BIG_ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_policy_version_validity")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["account.id"], name=op.f("fk_policy_version_changed_by_id")),
        sa.ForeignKeyConstraint(["situation_id"], ["situation.id"], name=op.f("fk_policy_version_situation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("situation_id", "number", name=op.f("uq_policy_version_situation_id_number")),
        sa.UniqueConstraint("situation_id", "valid_from", name=op.f("uq_policy_version_situation_id_valid_from")),
    )
    op.create_index(
        "uq_policy_version_open",
        "policy_version",
        ["situation_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )


def _make_decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("situation_id", BIG_ID, nullable=False),
        sa.Column("policy_version_id", BIG_ID, nullable=True),
        sa.Column("rule_key", sa.String(length=16), server_default="", nullable=False),
        sa.Column("zone", sa.String(length=1), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="decided", nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("countable", sa.Boolean(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", BIG_ID, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("customer_id", BIG_ID, nullable=True),
        sa.Column("channel", sa.String(length=12), server_default="phone", nullable=False),
        sa.Column("request", sa.Text(), server_default="", nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("departure", sa.String(length=14), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("approver_role", sa.String(length=10), nullable=True),
        sa.Column("one_off", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("corrects_id", BIG_ID, nullable=True),
        sa.Column("overruled_by_id", BIG_ID, nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.Column("retracted_at", MOMENT, nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(state = 'retracted') = (retracted_at IS NOT NULL)", name=op.f("ck_decision_retracted")),
        sa.CheckConstraint("departure = '' OR reason <> ''", name=op.f("ck_decision_reason")),
        sa.CheckConstraint(
            "departure IN ('', 'distinguished', 'overruled', 'excepted')", name=op.f("ck_decision_departure")
        ),
        sa.CheckConstraint("outcome IN ('granted', 'partial', 'refused')", name=op.f("ck_decision_outcome")),
        sa.CheckConstraint("state = 'decided' OR NOT countable", name=op.f("ck_decision_countable")),
        sa.CheckConstraint("state IN ('decided', 'retracted')", name=op.f("ck_decision_state")),
        sa.CheckConstraint("zone IN ('E', 'P', 'D', 'U')", name=op.f("ck_decision_zone")),
        sa.CheckConstraint("amount IS NULL OR amount > 0", name=op.f("ck_decision_amount")),
        sa.CheckConstraint("corrects_id IS NULL OR corrects_id <> id", name=op.f("ck_decision_correction")),
        sa.ForeignKeyConstraint(["corrects_id"], ["decision.id"], name=op.f("fk_decision_corrects_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_decision_customer_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_decision_decided_by_id")),
        sa.ForeignKeyConstraint(["overruled_by_id"], ["decision.id"], name=op.f("fk_decision_overruled_by_id")),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_version.id"], name=op.f("fk_decision_policy_version_id")
        ),
        sa.ForeignKeyConstraint(["situation_id"], ["situation.id"], name=op.f("fk_decision_situation_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_decision_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(
        "ix_decision_customer",
        "decision",
        ["customer_id", "situation_id", "decided_at"],
        unique=False,
        sqlite_where=sa.text("customer_id IS NOT NULL"),
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("ix_decision_decided_at", "decision", ["decided_at", "id"], unique=False)
    op.create_index(
        "ix_decision_precedents",
        "decision",
        ["situation_id", "rule_key", "zone", "countable", "decided_at", "id"],
        unique=False,
    )
    op.create_index("ix_decision_situation_id", "decision", ["situation_id", "decided_at", "id"], unique=False)
    op.create_index(
        "uq_decision_corrects_id",
        "decision",
        ["corrects_id"],
        unique=True,
        sqlite_where=sa.text("corrects_id IS NOT NULL"),
        postgresql_where=sa.text("corrects_id IS NOT NULL"),
    )
    op.create_index(
        "uq_decision_form_key",
        "decision",
        ["form_key"],
        unique=True,
        sqlite_where=sa.text("form_key IS NOT NULL"),
        postgresql_where=sa.text("form_key IS NOT NULL"),
    )


def _make_flags() -> None:
    op.create_table(
        "flag",
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="open", nullable=False),
        sa.Column("decision_id", BIG_ID, nullable=False),
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("numbers", sa.Text(), server_default="{}", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by_id", BIG_ID, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name=op.f("ck_flag_closed")),
        sa.CheckConstraint("severity IN ('notice', 'strong')", name=op.f("ck_flag_severity")),
        sa.CheckConstraint(
            "state IN ('open', 'justified', 'corrected', 'policy_changed', 'accepted_once', 'not_comparable',"
            " 'evidence_removed')",
            name=op.f("ck_flag_state"),
        ),
        sa.CheckConstraint("type IN ('policy', 'expectation', 'treatment', 'amount')", name=op.f("ck_flag_type")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_flag_closed_by_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_flag_decision_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_flag_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("decision_id", "type", name=op.f("uq_flag_decision_id_type")),
    )
    op.create_index("ix_flag_created_at", "flag", ["created_at", "id"], unique=False)
    op.create_index(
        "ix_flag_open",
        "flag",
        ["team_id", "created_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "flag_evidence",
        sa.Column("flag_id", BIG_ID, nullable=False),
        sa.Column("decision_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_flag_evidence_decision_id")),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_flag_evidence_flag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("flag_id", "decision_id", name=op.f("pk_flag_evidence")),
    )
    op.create_index("ix_flag_evidence_decision_id", "flag_evidence", ["decision_id"], unique=False)
