"""What customers count on that nobody promised: topics with an honest sentence, and the register.

Revision ID: 0091
Revises: 0090
"""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

TOPICS = (
    (
        "expired_coupon",
        "Abgelaufene Gutscheine werden noch eingelöst",
        "Expired coupons are still redeemed",
        (
            "Ein Gutschein gilt bis zu dem Tag, der darauf steht. Was danach möglich ist, sagt unsere Regel; "
            "eine frühere Ausnahme gilt nicht von selbst noch einmal."
        ),
        (
            "A coupon is valid until the day printed on it. What is possible after that is laid down in our policy; "
            "an exception made earlier does not apply again by itself."
        ),
    ),
    (
        "terms_of_others",
        "Die Bedingungen anderer gelten auch für mich",
        "The terms of others apply to me as well",
        (
            "Solche Bedingungen hängen an Voraussetzungen, zum Beispiel am Umsatz im Jahr. "
            "Ich sage Ihnen, was für Sie gilt und was wir für Sie tun können."
        ),
        (
            "Such terms have conditions, such as a yearly volume. "
            "I will tell you what applies to you and what we can do for you."
        ),
    ),
    (
        "fast_delivery",
        "Geliefert wird am nächsten Tag",
        "Delivery is the next day",
        "Bei der Bestellung nennen wir Ihnen den Liefertag. Wird es später, hören Sie es vorher von uns.",
        "When you order we name the day of delivery. If it gets later, you hear it from us before.",
    ),
    (
        "callback_at_once",
        "Zurückgerufen wird sofort",
        "We call back at once",
        "Wir rufen zu der Zeit zurück, die wir Ihnen nennen, und melden uns vorher, wenn sie nicht zu halten ist.",
        "We call back at the time that we name, and let you know before if we cannot keep it.",
    ),
    (
        "other",
        "Etwas anderes",
        "Something else",
        "",
        "",
    ),
)
"""Key, German, English, and the honest sentence in both; what each firm says, it writes itself."""


def upgrade() -> None:
    """Make both tables, and name the topics to start with."""
    _create_topics()
    _create_register()


def downgrade() -> None:
    """Forget the register."""
    op.drop_table("expectation")
    op.drop_table("expectation_topic")


def _create_topics() -> None:
    table = op.create_table(
        "expectation_topic",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title_de", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=80), nullable=False),
        sa.Column("honest_de", sa.Text(), server_default="", nullable=False),
        sa.Column("honest_en", sa.Text(), server_default="", nullable=False),
        sa.Column("kind_id", BIG_ID, nullable=True),
        sa.Column("written_at", sa.String(length=200), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="100", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["kind_id"], ["kind.id"], name=op.f("fk_expectation_topic_kind_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expectation_topic")),
        sa.UniqueConstraint("key", name=op.f("uq_expectation_topic_key")),
    )
    names = ("key", "title_de", "title_en", "honest_de", "honest_en")
    rows = [dict(zip(names, topic, strict=True)) for topic in TOPICS]
    op.bulk_insert(table, [{**row, "position": 10 * place} for place, row in enumerate(rows, start=1)])


def _create_register() -> None:
    op.create_table(
        "expectation",
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("topic_id", BIG_ID, nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.String(length=10), server_default="open", nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by_id", BIG_ID, nullable=False),
        sa.Column("complained_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", BIG_ID, nullable=True),
        sa.Column("channel", sa.String(length=12), nullable=True),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.Column("promise_id", BIG_ID, nullable=True),
        sa.Column("decision_id", sa.BigInteger(), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint(
            "source IN ('experience', 'word_of_mouth', 'other_companies', 'communication')",
            name=op.f("ck_expectation_source"),
        ),
        sa.CheckConstraint("answer IN ('open', 'met', 'corrected')", name=op.f("ck_expectation_answer")),
        sa.CheckConstraint("(answer = 'open') = (answered_at IS NULL)", name=op.f("ck_expectation_answered")),
        sa.CheckConstraint("(answer = 'met') = (promise_id IS NOT NULL)", name=op.f("ck_expectation_met")),
        sa.CheckConstraint("answer <> 'corrected' OR said <> ''", name=op.f("ck_expectation_said")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_expectation_customer_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["expectation_topic.id"], name=op.f("fk_expectation_topic_id")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["account.id"], name=op.f("fk_expectation_noted_by_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_expectation_answered_by_id")),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_expectation_promise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expectation")),
    )
    op.create_index("ix_expectation_topic_id", "expectation", ["topic_id", "noted_at", "id"])
    op.create_index("ix_expectation_noted_at", "expectation", ["noted_at"])
    op.create_index("ix_expectation_customer_id", "expectation", ["customer_id", "noted_at", "id"])
    _partial("ix_expectation_promise_id", ["promise_id"], "promise_id IS NOT NULL")
    _partial("uq_expectation_open", ["customer_id", "topic_id"], "answer = 'open'", unique=True)


def _partial(name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, "expectation", columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
