"""The first schema: everything from accounts to alerts, with a starter set of kinds, causes, tiers and one ladder.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

KINDS = (
    ("callback", "Rückruf", "Callback"),
    ("reply", "Antwort", "Reply"),
    ("delivery", "Lieferung", "Delivery"),
    ("refund", "Erstattung", "Refund"),
    ("replacement", "Ersatz", "Replacement"),
    ("repair", "Reparatur", "Repair"),
    ("appointment", "Termin", "Appointment"),
    ("credit", "Gutschrift", "Credit or discount"),
    ("condition", "Sonderkondition", "Special condition"),
    ("check_in", "Nachfrage", "Check-in"),
    ("other", "Sonstiges", "Other"),
)
CAUSES = (
    ("forgotten", "Vergessen", "Forgotten"),
    ("supplier", "Lieferant", "Supplier"),
    ("stock", "Bestand", "Stock"),
    ("system", "System", "System"),
    ("unclear", "Unklare Anfrage", "Unclear request"),
    ("too_much", "Zu viel zugesagt", "Promised too much"),
    ("handed_on", "Weitergereicht", "Handed on"),
    ("other", "Anderes", "Other"),
)
TIERS = (
    ("standard", "Standard", "Standard", 0, None),
    ("plus", "Plus", "Plus", 10, 180),
    ("key_account", "Schlüsselkunde", "Key account", 20, 90),
)
RUNGS = (
    (1, -4 * 3600, True, "owner", "app,mail"),
    (2, 0, False, "owner", "app"),
    (3, 3600, True, "owner,manager", "app,mail"),
)


def by_code_point(length: int) -> sa.types.TypeEngine[str]:
    """Return a text type that sorts the same on both databases, whatever the installation's locale."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create every table, the search index, the guards of the history and the starter set."""
    _create_tables()
    with op.batch_alter_table("team") as team:
        team.create_foreign_key("fk_team_manager_id", "account", ["manager_id"], ["id"])
    if op.get_bind().dialect.name == "postgresql":
        _search_on_postgresql()
        _guard_history_on_postgresql()
    else:
        _search_on_sqlite()
        _guard_history_on_sqlite()
    _plant_starter_set()


def downgrade() -> None:
    """Drop everything again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER event_is_append_only ON event")
        op.execute("DROP FUNCTION refuse_to_change_history()")
        op.drop_constraint("fk_team_manager_id", "team")
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE customer_search")


def _search_on_postgresql() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_index(
        "ix_customer_search_text",
        "customer",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )


def _search_on_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE customer_search USING fts5("
        "search_text, content='customer', content_rowid='id', tokenize='trigram')"
    )
    remember = "INSERT INTO customer_search(rowid, search_text) VALUES (new.id, new.search_text)"
    forget = (
        "INSERT INTO customer_search(customer_search, rowid, search_text) VALUES ('delete', old.id, old.search_text)"
    )
    op.execute(f"CREATE TRIGGER customer_search_insert AFTER INSERT ON customer BEGIN {remember}; END")
    op.execute(f"CREATE TRIGGER customer_search_delete AFTER DELETE ON customer BEGIN {forget}; END")
    op.execute(
        "CREATE TRIGGER customer_search_update AFTER UPDATE OF search_text ON customer "
        f"WHEN old.search_text IS NOT new.search_text BEGIN {forget}; {remember}; END"
    )


HISTORY_KEPT = " AND ".join(
    f"new.{column} IS NOT DISTINCT FROM old.{column}"
    for column in ("id", "at", "actor_id", "kind", "subject_type", "subject_id", "digest", "hash")
)


def _guard_history_on_postgresql() -> None:
    op.execute(
        f"""
        CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND new.details IS NULL AND {HISTORY_KEPT} THEN
                RETURN new;
            END IF;
            RAISE EXCEPTION 'history is append-only';
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON event "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history()"
    )


def _guard_history_on_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    kept = HISTORY_KEPT.replace("IS NOT DISTINCT FROM", "IS")
    op.execute(f"CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event {refuse}")
    op.execute(
        f"CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event WHEN NOT (new.details IS NULL AND {kept}) {refuse}"
    )


def _plant_starter_set() -> None:
    named = ("key", "name_de", "name_en")
    _plant("kind", (*named, "position"), [(*kind, 10 * n) for n, kind in enumerate(KINDS, 1)])
    _plant("cause", (*named, "position"), [(*cause, 10 * n) for n, cause in enumerate(CAUSES, 1)])
    _plant("tier", (*named, "rank", "check_in_days"), TIERS)
    _plant("ladder", ("id", "name"), [(1, "Standard")])
    rung = ("position", "offset_s", "in_office_time", "audience", "channels", "ladder_id")
    _plant("rung", rung, [(*step, 1) for step in RUNGS])
    _plant("event_head", ("id", "last_event_id", "hash"), [(1, 0, "0" * 64)])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('ladder', 'id'), 1)")


def _plant(table: str, columns: tuple[str, ...], rows: object) -> None:
    target = sa.table(table, *(sa.column(name) for name in columns))
    op.bulk_insert(target, [dict(zip(columns, row, strict=True)) for row in rows])  # type: ignore[attr-defined]


def _create_tables() -> None:
    op.create_table(
        "cause",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name_de", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), server_default="100", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
        sa.UniqueConstraint("key", name=op.f("uq_cause_key")),
    )
    op.create_table(
        "endpoint",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("url_encrypted", sa.Text(), nullable=False),
        sa.Column("secret_encrypted", sa.Text(), nullable=True),
        sa.Column("fail_streak", sa.Integer(), server_default="0", nullable=False),
        sa.Column("paused_until", MOMENT, nullable=True),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endpoint")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_type", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_subject", "event", ["subject_type", "subject_id", "id"], unique=False)
    op.create_table(
        "event_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_event_id", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_event_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_head")),
    )
    op.create_table(
        "kind",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name_de", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("tolerance", sa.Integer(), server_default="0", nullable=False),
        sa.Column("position", sa.Integer(), server_default="100", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("tolerance >= 0", name=op.f("ck_kind_tolerance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kind")),
        sa.UniqueConstraint("key", name=op.f("uq_kind_key")),
    )
    op.create_table(
        "scheduler_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("high_water_at", MOMENT, nullable=False),
        sa.Column("last_jump_s", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_scheduler_state_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduler_state")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window_start", MOMENT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_attempt")),
    )
    op.create_table(
        "task_run",
        sa.Column("task_key", sa.String(length=40), nullable=False),
        sa.Column("run_at", MOMENT, nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("task_key", "run_at", name=op.f("pk_task_run")),
    )
    op.create_table(
        "team",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("country", sa.String(length=2), server_default="", nullable=False),
        sa.Column("region", sa.String(length=12), server_default="", nullable=False),
        sa.Column("is_closed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("manager_id", BIG_ID, nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "tier",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name_de", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("rank", sa.Integer(), server_default="0", nullable=False),
        sa.Column("check_in_days", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("check_in_days IS NULL OR check_in_days > 0", name=op.f("ck_tier_check_in_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier")),
        sa.UniqueConstraint("key", name=op.f("uq_tier_key")),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("host", sa.String(length=120), nullable=False),
        sa.Column("pid", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("heartbeat_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    op.create_table(
        "account",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sort_key", sa.String(length=80), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("locale", sa.String(length=5), server_default="de", nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("deputy_id", BIG_ID, nullable=True),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("signed_in_at", MOMENT, nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("role IN ('agent', 'manager', 'admin')", name=op.f("ck_account_role")),
        sa.CheckConstraint("deputy_id IS NULL OR deputy_id <> id", name=op.f("ck_account_deputy")),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_account_deputy_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_account_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
    )
    op.create_index("ix_account_team_id", "account", ["team_id"], unique=False)
    op.create_table(
        "closing_day",
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), server_default="", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_closing_day_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_day")),
        sa.UniqueConstraint("team_id", "day", name=op.f("uq_closing_day_team_id_day")),
    )
    op.create_table(
        "customer",
        sa.Column("reference", by_code_point(40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_key", by_code_point(120), nullable=False),
        sa.Column("alike_key", sa.String(length=120), server_default="", nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("tier_id", BIG_ID, nullable=False),
        sa.Column("team_id", BIG_ID, nullable=True),
        sa.Column("yearly_volume", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("region", sa.String(length=60), server_default="", nullable=False),
        sa.Column("language", sa.String(length=5), server_default="de", nullable=False),
        sa.Column("time_zone", sa.String(length=40), server_default="Europe/Berlin", nullable=False),
        sa.Column("merged_into_id", BIG_ID, nullable=True),
        sa.Column("external_system", sa.String(length=40), nullable=True),
        sa.Column("external_id", sa.String(length=80), nullable=True),
        sa.Column("next_check_in_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name=op.f("ck_customer_merge")),
        sa.CheckConstraint("yearly_volume IS NULL OR yearly_volume >= 0", name=op.f("ck_customer_volume")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["customer.id"], name=op.f("fk_customer_merged_into_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_customer_team_id")),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_customer_tier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("external_system", "external_id", name=op.f("uq_customer_external_system_external_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_customer_reference")),
    )
    op.create_index("ix_customer_alike_key", "customer", ["alike_key"], unique=False)
    op.create_index("ix_customer_language", "customer", ["language", "sort_key", "id"], unique=False)
    op.create_index(
        "ix_customer_merged_into_id",
        "customer",
        ["merged_into_id"],
        unique=False,
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index(
        "ix_customer_next_check_in_at",
        "customer",
        ["next_check_in_at"],
        unique=False,
        sqlite_where=sa.text("next_check_in_at IS NOT NULL"),
        postgresql_where=sa.text("next_check_in_at IS NOT NULL"),
    )
    op.create_index("ix_customer_region", "customer", ["region", "sort_key", "id"], unique=False)
    op.create_index("ix_customer_sort_key", "customer", ["sort_key", "id"], unique=False)
    op.create_index("ix_customer_team_id", "customer", ["team_id"], unique=False)
    op.create_index("ix_customer_tier_id", "customer", ["tier_id", "sort_key", "id"], unique=False)
    op.create_index("ix_customer_yearly_volume", "customer", ["yearly_volume"], unique=False)
    op.create_table(
        "ladder",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("team_id", BIG_ID, nullable=True),
        sa.Column("kind_id", BIG_ID, nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["kind_id"], ["kind.id"], name=op.f("fk_ladder_kind_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_ladder_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder")),
    )
    op.create_table(
        "office_slot",
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_minute", sa.Integer(), nullable=False),
        sa.Column("closes_minute", sa.Integer(), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint(
            "0 <= opens_minute AND opens_minute < closes_minute AND closes_minute <= 1440",
            name=op.f("ck_office_slot_order"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_office_slot_weekday")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_office_slot_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_slot")),
        sa.UniqueConstraint(
            "team_id", "weekday", "opens_minute", name=op.f("uq_office_slot_team_id_weekday_opens_minute")
        ),
    )
    op.create_table(
        "absence",
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("deputy_id", BIG_ID, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("deputy_id IS NULL OR deputy_id <> account_id", name=op.f("ck_absence_deputy")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_absence_order")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_absence_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_absence_deputy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_account_id_last_day", "absence", ["account_id", "last_day"], unique=False)
    op.create_table(
        "contact_point",
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("match_key", sa.String(length=254), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("kind IN ('phone', 'mail', 'other')", name=op.f("ck_contact_point_kind")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_contact_point_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
    )
    op.create_index("ix_contact_point_customer_id", "contact_point", ["customer_id"], unique=False)
    op.create_index("ix_contact_point_match_key", "contact_point", ["match_key"], unique=False)
    op.create_table(
        "customer_tag",
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_tag_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", "tag", name=op.f("pk_customer_tag")),
    )
    op.create_index("ix_customer_tag_tag", "customer_tag", ["tag", "customer_id"], unique=False)
    op.create_table(
        "feed",
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("scope", sa.String(length=12), server_default="mine", nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=10), server_default="full", nullable=False),
        sa.Column("with_alarm", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("fetched_at", MOMENT, nullable=True),
        sa.Column("fetched_by", sa.String(length=200), server_default="", nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("detail IN ('reference', 'initials', 'full')", name=op.f("ck_feed_detail")),
        sa.CheckConstraint("scope IN ('mine', 'team', 'overdue', 'customer', 'filter')", name=op.f("ck_feed_scope")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_feed_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_hash")),
    )
    op.create_index("ix_feed_account_id", "feed", ["account_id"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("customer_id", BIG_ID, nullable=True),
        sa.Column("kind_id", BIG_ID, nullable=False),
        sa.Column("team_id", BIG_ID, nullable=False),
        sa.Column("maker_id", BIG_ID, nullable=False),
        sa.Column("owner_id", BIG_ID, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=12), server_default="phone", nullable=False),
        sa.Column("conditions", sa.Text(), server_default="", nullable=False),
        sa.Column("source_reference", sa.String(length=80), server_default="", nullable=False),
        sa.Column("visible_to_customer", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("urgent", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column("first_due_at", MOMENT, nullable=True),
        sa.Column("first_due_day", sa.Date(), nullable=True),
        sa.Column("tolerance", sa.Integer(), server_default="0", nullable=False),
        sa.Column("late_at", MOMENT, nullable=True),
        sa.Column("renegotiations", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kept_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", BIG_ID, nullable=True),
        sa.Column("outcome_note", sa.Text(), server_default="", nullable=False),
        sa.Column("missing", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("cause_id", BIG_ID, nullable=True),
        sa.Column("first_informed_at", MOMENT, nullable=True),
        sa.Column("apologised_at", MOMENT, nullable=True),
        sa.Column("apologised_by_id", BIG_ID, nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("handovers", sa.Integer(), server_default="0", nullable=False),
        sa.Column("remind_at", MOMENT, nullable=True),
        sa.Column("makes_good_id", BIG_ID, nullable=True),
        sa.Column("chain_id", BIG_ID, nullable=True),
        sa.Column("scope", sa.String(length=12), server_default="customer", nullable=False),
        sa.Column("scope_value", sa.String(length=60), server_default="", nullable=False),
        sa.Column("scope_until", sa.Date(), nullable=True),
        sa.Column("external_system", sa.String(length=40), nullable=True),
        sa.Column("external_id", sa.String(length=80), nullable=True),
        sa.Column("seconds_to_log", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("attention_at", MOMENT, nullable=True),
        sa.Column("scheduled_at", MOMENT, nullable=False),
        sa.Column("schedule_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(state IN ('draft', 'open')) = (settled_at IS NULL)", name=op.f("ck_promise_settled")),
        sa.CheckConstraint("(state IN ('kept', 'partly_kept')) = (kept_at IS NOT NULL)", name=op.f("ck_promise_kept")),
        sa.CheckConstraint(
            "channel IN ('phone', 'mail', 'chat', 'in_person', 'letter', 'import', 'other')",
            name=op.f("ck_promise_channel"),
        ),
        sa.CheckConstraint(
            "scope IN ('customer', 'tier', 'volume', 'region', 'tag', 'everyone')", name=op.f("ck_promise_scope")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (customer_id IS NOT NULL AND due_at IS NOT NULL"
            " AND first_due_at IS NOT NULL AND late_at IS NOT NULL)",
            name=op.f("ck_promise_complete"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'kept', 'partly_kept', 'broken', 'withdrawn')", name=op.f("ck_promise_state")
        ),
        sa.CheckConstraint("tolerance >= 0", name=op.f("ck_promise_tolerance")),
        sa.ForeignKeyConstraint(["apologised_by_id"], ["account.id"], name=op.f("fk_promise_apologised_by_id")),
        sa.ForeignKeyConstraint(["cause_id"], ["cause.id"], name=op.f("fk_promise_cause_id")),
        sa.ForeignKeyConstraint(["chain_id"], ["promise.id"], name=op.f("fk_promise_chain_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_promise_customer_id")),
        sa.ForeignKeyConstraint(["kind_id"], ["kind.id"], name=op.f("fk_promise_kind_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["account.id"], name=op.f("fk_promise_maker_id")),
        sa.ForeignKeyConstraint(["makes_good_id"], ["promise.id"], name=op.f("fk_promise_makes_good_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_promise_owner_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["account.id"], name=op.f("fk_promise_settled_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_promise_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("external_system", "external_id", name=op.f("uq_promise_external_system_external_id")),
    )
    op.create_index(
        "ix_promise_attention_at",
        "promise",
        ["attention_at", "id"],
        unique=False,
        sqlite_where=sa.text("attention_at IS NOT NULL"),
        postgresql_where=sa.text("attention_at IS NOT NULL"),
    )
    op.create_index("ix_promise_customer_id", "promise", ["customer_id", "due_at", "id"], unique=False)
    op.create_index("ix_promise_due_at", "promise", ["due_at", "id"], unique=False)
    op.create_index(
        "ix_promise_makes_good_id",
        "promise",
        ["makes_good_id"],
        unique=False,
        sqlite_where=sa.text("makes_good_id IS NOT NULL"),
        postgresql_where=sa.text("makes_good_id IS NOT NULL"),
    )
    op.create_index(
        "ix_promise_open_due",
        "promise",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_promise_owner_due", "promise", ["owner_id", "due_at", "id"], unique=False)
    op.create_index(
        "ix_promise_owner_open",
        "promise",
        ["owner_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_promise_owner_draft",
        "promise",
        ["owner_id", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "ix_promise_settled_due",
        "promise",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NOT NULL"),
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.create_index(
        "ix_promise_settled",
        "promise",
        ["settled_by_id", "settled_at", "id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NOT NULL"),
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.create_index(
        "ix_promise_source_reference",
        "promise",
        ["source_reference", "id"],
        unique=False,
        sqlite_where=sa.text("source_reference <> ''"),
        postgresql_where=sa.text("source_reference <> ''"),
    )
    op.create_index("ix_promise_team_due", "promise", ["team_id", "due_at", "id"], unique=False)
    op.create_index(
        "uq_promise_form_key",
        "promise",
        ["form_key"],
        unique=True,
        sqlite_where=sa.text("form_key IS NOT NULL"),
        postgresql_where=sa.text("form_key IS NOT NULL"),
    )
    op.create_index(
        "ix_promise_team_late",
        "promise",
        ["team_id", "late_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_promise_team_open",
        "promise",
        ["team_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "rung",
        sa.Column("ladder_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("offset_s", sa.Integer(), nullable=False),
        sa.Column("in_office_time", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("channels", sa.String(length=80), nullable=False),
        sa.Column("repeat_s", sa.Integer(), nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("repeat_s IS NULL OR repeat_s > 0", name=op.f("ck_rung_repeat")),
        sa.ForeignKeyConstraint(["ladder_id"], ["ladder.id"], name=op.f("fk_rung_ladder_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rung")),
        sa.UniqueConstraint("ladder_id", "position", name=op.f("uq_rung_ladder_id_position")),
    )
    op.create_table(
        "saved_filter",
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_filter_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_filter_account_id_name")),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("program", sa.String(length=200), server_default="", nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index("ix_sign_in_session_account_id", "sign_in_session", ["account_id", "ended_at"], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("promise_id", BIG_ID, nullable=False),
        sa.Column("schedule_version", sa.Integer(), nullable=False),
        sa.Column("rung_key", sa.String(length=20), nullable=False),
        sa.Column("occurrence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rung_id", BIG_ID, nullable=True),
        sa.Column("fire_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=40), server_default="", nullable=False),
        sa.Column("fired_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'fired', 'superseded', 'suppressed', 'cancelled')", name=op.f("ck_alert_state")
        ),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_alert_promise_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["rung_id"], ["rung.id"], name=op.f("fk_alert_rung_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint(
            "promise_id",
            "schedule_version",
            "rung_key",
            "occurrence",
            name=op.f("uq_alert_promise_id_schedule_version_rung_key_occurrence"),
        ),
    )
    op.create_index(
        "ix_alert_fire_at",
        "alert",
        ["fire_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_table(
        "hand_over",
        sa.Column("promise_id", BIG_ID, nullable=False),
        sa.Column("from_id", BIG_ID, nullable=False),
        sa.Column("to_id", BIG_ID, nullable=False),
        sa.Column("asked_by_id", BIG_ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name=op.f("ck_hand_over_answered")),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'declined', 'returned', 'cancelled')", name=op.f("ck_hand_over_state")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_hand_over_asked_by_id")),
        sa.ForeignKeyConstraint(["from_id"], ["account.id"], name=op.f("fk_hand_over_from_id")),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_hand_over_promise_id")),
        sa.ForeignKeyConstraint(["to_id"], ["account.id"], name=op.f("fk_hand_over_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_index(
        "ix_hand_over_expires_at",
        "hand_over",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_hand_over_promise_id", "hand_over", ["promise_id"], unique=False)
    op.create_index(
        "ix_hand_over_to_waiting",
        "hand_over",
        ["to_id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_hand_over_waiting",
        "hand_over",
        ["promise_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "imported_promise",
        sa.Column("promise_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_imported_promise_promise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_imported_promise")),
    )
    op.create_table(
        "informing",
        sa.Column("promise_id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_informing_by_id")),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_informing_promise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informing")),
    )
    op.create_index("ix_informing_promise_id", "informing", ["promise_id", "at"], unique=False)
    op.create_table(
        "renegotiation",
        sa.Column("promise_id", BIG_ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", BIG_ID, nullable=False),
        sa.Column("old_due_at", MOMENT, nullable=False),
        sa.Column("old_due_day", sa.Date(), nullable=True),
        sa.Column("new_due_at", MOMENT, nullable=False),
        sa.Column("new_due_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("level > 0", name=op.f("ck_renegotiation_level")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_renegotiation_by_id")),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_renegotiation_promise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renegotiation")),
        sa.UniqueConstraint("promise_id", "level", name=op.f("uq_renegotiation_promise_id_level")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("alert_id", BIG_ID, nullable=True),
        sa.Column("promise_id", BIG_ID, nullable=True),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("recipient_id", BIG_ID, nullable=True),
        sa.Column("endpoint_id", BIG_ID, nullable=True),
        sa.Column("dedupe_key", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("visible_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("max_attempts", sa.Integer(), server_default="8", nullable=False),
        sa.Column("lease_owner", sa.String(length=36), nullable=True),
        sa.Column("lease_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("send_started_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("provider_ref", sa.String(length=200), server_default="", nullable=False),
        sa.Column("last_error", sa.String(length=500), server_default="", nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'dead', 'cancelled', 'uncertain')", name=op.f("ck_delivery_state")
        ),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_delivery_alert_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["endpoint_id"], ["endpoint.id"], name=op.f("fk_delivery_endpoint_id")),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_delivery_promise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["recipient_id"], ["account.id"], name=op.f("fk_delivery_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_delivery_dedupe_key")),
    )
    op.create_index("ix_delivery_promise_id", "delivery", ["promise_id"], unique=False)
    op.create_index(
        "ix_delivery_visible_at",
        "delivery",
        ["visible_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_table(
        "notice",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("promise_id", BIG_ID, nullable=True),
        sa.Column("alert_id", BIG_ID, nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("dedupe_key", sa.String(length=120), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_notice_alert_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_notice_promise_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("account_id", "dedupe_key", name=op.f("uq_notice_account_id_dedupe_key")),
    )
    op.create_index("ix_notice_account_id", "notice", ["account_id", "id"], unique=False)
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["account_id"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "delivery_attempt",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("delivery_id", BIG_ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=500), server_default="", nullable=False),
        sa.CheckConstraint(
            "outcome IN ('ok', 'transient', 'permanent', 'ambiguous')", name=op.f("ck_delivery_attempt_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_attempt_delivery_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempt")),
    )
    op.create_index("ix_delivery_attempt_delivery_id", "delivery_attempt", ["delivery_id", "n"], unique=False)


TABLES = (
    "delivery_attempt",
    "notice",
    "delivery",
    "renegotiation",
    "imported_promise",
    "informing",
    "hand_over",
    "alert",
    "sign_in_session",
    "saved_filter",
    "rung",
    "promise",
    "feed",
    "customer_tag",
    "contact_point",
    "absence",
    "office_slot",
    "ladder",
    "customer",
    "closing_day",
    "account",
    "worker",
    "tier",
    "team",
    "task_run",
    "sign_in_attempt",
    "scheduler_state",
    "kind",
    "event_head",
    "event",
    "endpoint",
    "cause",
)
