"""Counts for the reports: the day each promise is due on, what changed about what is measured, and the tally itself.

Triggers note what a promise counted as before and counts as now, whoever writes it: a form, an import, a merge.
Noting only adds rows, so that writers never wait for each other; folding them into the tally is left to a worker.
No promise can be without its day: what is noted of it demands one.

Revision ID: 0040
Revises: 0011
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 5_000
COUNTED = (
    "kept_on_time",
    "kept_late",
    "partly_kept",
    "broken",
    "withdrawn",
    "open",
    "as_first_promised",
    "informed_instead",
    "open_informed",
    "moved",
    "new_dates",
    "handovers",
)
WATCHED = (
    "due_on",
    "team_id",
    "kind_id",
    "owner_id",
    "customer_id",
    "channel",
    "state",
    "kept_at",
    "due_at",
    "late_at",
    "first_due_at",
    "made_at",
    "first_informed_at",
    "renegotiations",
    "handovers",
    "cause_id",
    "seconds_to_log",
)
NOTED = (
    "sign, due_on, team_id, home_id, kind_id, owner_id, tier_id, channel, cause_id, outcome, as_first_promised,"
    " informed, lead, late_minutes, renegotiations, handovers, seconds_to_log"
)


def upgrade() -> None:
    """Add the day, fill it, create the tables, begin to watch, and note everything there is."""
    op.add_column("promise", sa.Column("due_on", sa.Date()))
    _fill_days()
    _create_tables()
    dialect = op.get_bind().dialect.name
    noted = _noted("promise", 1, dialect)
    op.execute(f"INSERT INTO tally_change ({NOTED}) SELECT {noted} FROM promise WHERE state <> 'draft'")  # noqa: S608
    if dialect == "postgresql":
        _watch_on_postgresql()
    else:
        _watch_on_sqlite()


def downgrade() -> None:
    """Stop watching, and forget the counts and the days."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER promise_is_tallied ON promise")
        op.execute("DROP TRIGGER customer_is_tallied ON customer")
        op.execute("DROP FUNCTION note_promise_for_tally()")
        op.execute("DROP FUNCTION note_customer_for_tally()")
    else:
        for name in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER promise_tally_{name}")
        op.execute("DROP TRIGGER customer_tally_update")
    op.drop_table("tally")
    op.drop_table("tally_change")
    op.drop_column("promise", "due_on")


def _create_tables() -> None:
    op.create_table(
        "tally_change",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("sign", sa.SmallInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *(sa.Column(name, BIG_ID, nullable=False) for name in ("team_id", "home_id", "kind_id", "owner_id")),
        sa.Column("tier_id", BIG_ID, nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("cause_id", BIG_ID),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("as_first_promised", sa.Boolean(), nullable=False),
        sa.Column("informed", sa.Boolean(), nullable=False),
        sa.Column("lead", sa.SmallInteger(), nullable=False),
        sa.Column("late_minutes", sa.Integer()),
        sa.Column("renegotiations", sa.Integer(), nullable=False),
        sa.Column("handovers", sa.Integer(), nullable=False),
        sa.Column("seconds_to_log", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_tally_change"),
        sa.CheckConstraint("sign IN (-1, 1)", name="ck_tally_change_sign"),
    )
    op.create_table(
        "tally",
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("facet", sa.String(8), nullable=False),
        sa.Column("grain", sa.String(5), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind_id", sa.BigInteger(), nullable=False),
        sa.Column("home_id", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(20), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False, server_default="0") for name in COUNTED),
        sa.PrimaryKeyConstraint("team_id", "facet", "grain", "day", "kind_id", "home_id", "value", name="pk_tally"),
        sa.CheckConstraint("grain IN ('day', 'month')", name="ck_tally_grain"),
    )


def _fill_days() -> None:
    """Give every promise the day it is due on, as the clocks of its zone have it."""
    promise = sa.table(
        "promise",
        sa.column("id", sa.BigInteger),
        sa.column("due_at", sa.DateTime(timezone=True)),
        sa.column("due_day", sa.Date),
        sa.column("zone", sa.String),
        sa.column("due_on", sa.Date),
    )
    asked = sa.select(promise).where(promise.c.due_at.is_not(None), promise.c.due_on.is_(None)).limit(BATCH)
    write = sa.update(promise).where(promise.c.id == sa.bindparam("b_id")).values(due_on=sa.bindparam("b_day"))
    connection = op.get_bind()
    while rows := connection.execute(asked).all():
        connection.execute(write, [{"b_id": row.id, "b_day": row.due_day or _local_day(row)} for row in rows])


def _local_day(row: sa.Row) -> object:  # type: ignore[type-arg]
    moment: datetime = row.due_at
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(row.zone)).date()


def _noted(row: str, sign: int, dialect: str) -> str:
    """Return what is noted of a promise, in the order of NOTED. The definitions are those of the measures."""
    true, false = ("true", "false") if dialect == "postgresql" else ("1", "0")
    first = f"{row}.state = 'kept' AND {row}.kept_at <= {row}.first_due_at"
    ahead = _seconds(f"{row}.made_at", f"{row}.first_due_at", dialect)
    minutes = _minutes(_seconds(f"{row}.due_at", f"{row}.kept_at", dialect))
    return f"""
        {sign}, {row}.due_on, {row}.team_id,
        (SELECT coalesce(c.team_id, 0) FROM customer c WHERE c.id = {row}.customer_id),
        {row}.kind_id, {row}.owner_id, (SELECT c.tier_id FROM customer c WHERE c.id = {row}.customer_id),
        {row}.channel, {row}.cause_id,
        CASE WHEN {row}.state = 'kept' AND {row}.kept_at <= {row}.late_at THEN 'kept_on_time'
             WHEN {row}.state = 'kept' THEN 'kept_late' ELSE {row}.state END,
        CASE WHEN {first} THEN {true} ELSE {false} END,
        CASE WHEN {row}.first_informed_at < {row}.first_due_at THEN {true} ELSE {false} END,
        CASE WHEN {ahead} < 14400 THEN 0 WHEN {ahead} < 86400 THEN 1 WHEN {ahead} < 259200 THEN 2
             WHEN {ahead} < 604800 THEN 3 WHEN {ahead} < 1209600 THEN 4 ELSE 5 END,
        CASE WHEN {row}.state = 'kept' AND {row}.kept_at > {row}.late_at THEN {minutes} END,
        {row}.renegotiations, {row}.handovers,
        CASE WHEN {row}.seconds_to_log > 999 THEN 999 ELSE {row}.seconds_to_log END
    """  # noqa: S608 - made of names in this file


def _seconds(start: str, end: str, dialect: str) -> str:
    if dialect == "postgresql":
        return f"extract(epoch FROM {end} - {start})"
    return f"round((julianday({end}) - julianday({start})) * 86400.0, 3)"


def _minutes(seconds: str) -> str:
    """Return minutes: each one below ten hours, then quarters of an hour, from forty days on whole days."""
    minutes = f"CAST(floor({seconds} / 60) AS INTEGER)"
    return (
        f"CASE WHEN {minutes} < 600 THEN {minutes} WHEN {minutes} < 57600 THEN ({minutes} / 15) * 15"
        f" ELSE ({minutes} / 1440) * 1440 END"
    )


def _watch_on_sqlite() -> None:
    def note(row: str, sign: int) -> str:
        return f"INSERT INTO tally_change ({NOTED}) SELECT {_noted(row, sign, 'sqlite')} WHERE {row}.state <> 'draft';"

    differs = " OR ".join(f"old.{name} IS NOT new.{name}" for name in WATCHED)
    op.execute(f"CREATE TRIGGER promise_tally_insert AFTER INSERT ON promise BEGIN {note('new', 1)} END")
    op.execute(f"CREATE TRIGGER promise_tally_delete AFTER DELETE ON promise BEGIN {note('old', -1)} END")
    op.execute(
        f"CREATE TRIGGER promise_tally_update AFTER UPDATE ON promise WHEN {differs} "
        f"BEGIN {note('old', -1)} {note('new', 1)} END"
    )
    op.execute(
        "CREATE TRIGGER customer_tally_update AFTER UPDATE OF tier_id, team_id ON customer "
        "WHEN old.tier_id IS NOT new.tier_id OR old.team_id IS NOT new.team_id "
        f"BEGIN {_moved('sqlite')} END"
    )


def _moved(dialect: str) -> str:
    """Note all promises of a customer that changes its tier or team: away from the old one, to the new one."""
    known = _noted("promise", 1, dialect)
    tier = "(SELECT c.tier_id FROM customer c WHERE c.id = promise.customer_id)"
    home = "(SELECT coalesce(c.team_id, 0) FROM customer c WHERE c.id = promise.customer_id)"
    earlier = _noted("promise", -1, dialect).replace(tier, "old.tier_id").replace(home, "coalesce(old.team_id, 0)")
    theirs = "FROM promise WHERE customer_id = new.id AND state <> 'draft'"
    return (
        f"INSERT INTO tally_change ({NOTED}) SELECT {earlier} {theirs};"
        f"INSERT INTO tally_change ({NOTED}) SELECT {known} {theirs};"
    )


def _watch_on_postgresql() -> None:
    differs = " OR ".join(f"old.{name} IS DISTINCT FROM new.{name}" for name in WATCHED)
    op.execute(
        f"""
        CREATE FUNCTION note_promise_for_tally() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND NOT ({differs}) THEN
                RETURN NULL;
            END IF;
            IF TG_OP <> 'INSERT' AND old.state <> 'draft' THEN
                INSERT INTO tally_change ({NOTED}) SELECT {_noted("old", -1, "postgresql")};
            END IF;
            IF TG_OP <> 'DELETE' AND new.state <> 'draft' THEN
                INSERT INTO tally_change ({NOTED}) SELECT {_noted("new", 1, "postgresql")};
            END IF;
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        f"""
        CREATE FUNCTION note_customer_for_tally() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {_moved("postgresql")}
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER promise_is_tallied AFTER INSERT OR UPDATE OR DELETE ON promise "
        "FOR EACH ROW EXECUTE FUNCTION note_promise_for_tally()"
    )
    op.execute(
        "CREATE TRIGGER customer_is_tallied AFTER UPDATE OF tier_id, team_id ON customer FOR EACH ROW "
        "WHEN (old.tier_id IS DISTINCT FROM new.tier_id OR old.team_id IS DISTINCT FROM new.team_id) "
        "EXECUTE FUNCTION note_customer_for_tally()"
    )
