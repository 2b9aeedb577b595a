"""Ladders that repeat and press; notices that wait for working hours; acknowledgements; what people want.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
HOUR = 3600
DAY = 8 * HOUR
"""A working day of an office, for leads in office time."""

OFFICE, CLOCK = True, False
LADDERS = (
    ("callback", (
        (-HOUR, OFFICE, "owner", "app,mail", None, None),
        (-900, CLOCK, "owner", "app", None, None),
        (0, CLOCK, "owner", "app,mail", None, None),
        (1800, OFFICE, "owner,manager", "app,mail", HOUR, 8),
    )),
    ("appointment", (
        (-DAY, OFFICE, "owner", "app,mail", None, None),
        (-HOUR, CLOCK, "owner", "app,mail", None, None),
        (900, OFFICE, "owner,manager", "app,mail", HOUR, 4),
    )),
    ("delivery", (
        (-2 * DAY, OFFICE, "owner", "app,mail", None, None),
        (-4 * HOUR, OFFICE, "owner", "app,mail", None, None),
        (0, CLOCK, "owner", "app", None, None),
        (2 * HOUR, OFFICE, "owner,manager", "app,mail", DAY, 5),
    )),
    ("refund", (
        (-DAY, OFFICE, "owner", "app,mail", None, None),
        (0, CLOCK, "owner", "app", None, None),
        (2 * HOUR, OFFICE, "owner,manager", "app,mail", DAY, 5),
    )),
)  # fmt: skip
"""What ships besides the standard ladder: kind, and rungs as offset, time, audience, channels, repeat, how often."""


def upgrade() -> None:
    """Add columns and tables, and ladders for kinds that need their own."""
    with op.batch_alter_table("rung") as rung:
        rung.alter_column("audience", existing_type=sa.String(40), type_=sa.String(80), existing_nullable=False)
        rung.add_column(sa.Column("repeat_most", sa.Integer(), nullable=True))
        rung.add_column(sa.Column("is_urgent", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        rung.add_column(sa.Column("is_mandatory", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        rung.create_check_constraint(op.f("ck_rung_repeat_most"), "repeat_most IS NULL OR repeat_most > 0")
    with op.batch_alter_table("delivery") as delivery:
        delivery.add_column(sa.Column("at_any_hour", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("held_until", MOMENT, nullable=True))
    is_held = sa.text("held_until IS NOT NULL")
    op.create_index(
        "ix_notice_held_until",
        "notice",
        ["account_id", "held_until"],
        sqlite_where=is_held,
        postgresql_where=is_held,
    )
    _create_tables()
    _plant_ladders()


def _create_tables() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("promise_id", BIG_ID, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("at < until", name=op.f("ck_acknowledgement_order")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_acknowledgement_by_id")),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_acknowledgement_promise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
    )
    op.create_index("ix_acknowledgement_promise_id", "acknowledgement", ["promise_id", "id"])
    op.create_table(
        "notice_settings",
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("lets_urgent_through", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("daily_at", sa.Integer(), nullable=True),
        sa.Column("weekly_on", sa.Integer(), nullable=True),
        sa.Column("weekly_at", sa.Integer(), nullable=True),
        sa.Column("with_sound", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("with_count", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name=op.f("ck_notice_settings_quiet")),
        sa.CheckConstraint("(weekly_on IS NULL) = (weekly_at IS NULL)", name=op.f("ck_notice_settings_weekly")),
        sa.CheckConstraint("weekly_on IS NULL OR weekly_on BETWEEN 0 AND 6", name=op.f("ck_notice_settings_weekly_on")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_settings_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notice_settings")),
    )
    op.create_table(
        "unwanted",
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_unwanted_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "kind", "channel", name=op.f("pk_unwanted")),
    )
    op.create_table(
        "team_plan",
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("at_due_at", MOMENT, nullable=True),
        sa.Column("at_promise_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_plan_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_plan")),
    )


def _plant_ladders() -> None:
    connection = op.get_bind()
    kind, ladder, rung = sa.table("kind", *map(sa.column, ("id", "key", "name_en"))), _table("ladder"), _table("rung")
    for key, rungs in LADDERS:
        found = connection.execute(sa.select(kind.c.id, kind.c.name_en).where(kind.c.key == key)).one_or_none()
        if found is None:
            continue
        connection.execute(ladder.insert().values(name=found.name_en, kind_id=found.id))
        made = sa.select(sa.func.max(ladder.c.id)).scalar_subquery()
        for position, (offset, in_office_time, audience, channels, repeat, most) in enumerate(rungs, start=1):
            values = {
                "ladder_id": made,
                "position": position,
                "offset_s": offset,
                "in_office_time": in_office_time,
                "audience": audience,
                "channels": channels,
                "repeat_s": repeat,
                "repeat_most": most,
            }
            connection.execute(rung.insert().values(values))


def _table(name: str) -> sa.TableClause:
    columns = {
        "ladder": ("id", "name", "kind_id"),
        "rung": (
            *("ladder_id", "position", "offset_s", "in_office_time", "audience", "channels"),
            *("repeat_s", "repeat_most"),
        ),
    }
    return sa.table(name, *map(sa.column, columns[name]))


def downgrade() -> None:
    """Take away what was added, the planted ladders with their rungs too."""
    own = "(SELECT id FROM ladder WHERE kind_id IS NOT NULL OR team_id IS NOT NULL)"
    op.execute(f"DELETE FROM rung WHERE ladder_id IN {own}")  # noqa: S608 - a constant
    op.execute("DELETE FROM ladder WHERE kind_id IS NOT NULL OR team_id IS NOT NULL")
    for table in ("team_plan", "unwanted", "notice_settings", "acknowledgement"):
        op.drop_table(table)
    op.drop_index("ix_notice_held_until", "notice")
    with op.batch_alter_table("notice") as notice:
        notice.drop_column("held_until")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_column("at_any_hour")
    with op.batch_alter_table("rung") as rung:
        rung.drop_constraint(op.f("ck_rung_repeat_most"), type_="check")
        rung.drop_column("is_mandatory")
        rung.drop_column("is_urgent")
        rung.drop_column("repeat_most")
        rung.alter_column("audience", existing_type=sa.String(80), type_=sa.String(40), existing_nullable=False)
