"""Let customers read their promises behind a secret link, and say a word about them.

Revision ID: 0070
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0051"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "customer_link",
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("made_by_id", BIG_ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("language IN ('de', 'en')", name=op.f("ck_customer_link_language")),
        sa.CheckConstraint("created_at < expires_at", name=op.f("ck_customer_link_order")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_link_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_customer_link_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_customer_link_token_hash")),
    )
    op.create_index("ix_customer_link_customer_id", "customer_link", ["customer_id"])
    op.create_table(
        "customer_word",
        sa.Column("link_id", BIG_ID, nullable=False),
        sa.Column("promise_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.CheckConstraint("kind IN ('objects', 'call', 'thanks')", name=op.f("ck_customer_word_kind")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["customer_link.id"], name=op.f("fk_customer_word_link_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_customer_word_promise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_word")),
    )
    op.create_index("ix_customer_word_link_id", "customer_word", ["link_id", "at"])
    op.create_index("ix_customer_word_promise_id", "customer_word", ["promise_id", "at"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("customer_word")
    op.drop_table("customer_link")
