"""Customers, their tiers, contact points, tags and numbers in other systems."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeEngine

from tracker.kernel.storage import Numbered, Record, partial_index


def sorted_by_code_point(length: int) -> TypeEngine[str]:
    """Return a text type that sorts the same on both databases, whatever the installation's locale.

    Prefix searches ask for a range of such a column, so its order must be that of the code points.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Tier(Numbered, Record):
    """A customer tier; a higher rank matters more. Check-ins recur every so many days where set."""

    __tablename__ = "tier"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    name_de: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    rank: Mapped[int] = mapped_column(server_default="0")
    check_in_days: Mapped[int | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))

    __table_args__ = (CheckConstraint("check_in_days IS NULL OR check_in_days > 0", name="check_in_days"),)


class Customer(Numbered, Record):
    """Somebody to whom promises are made.

    `search_text` is the folded text that search looks in, `alike_key` what two spellings of one name have in common.
    """

    __tablename__ = "customer"

    reference: Mapped[str] = mapped_column(sorted_by_code_point(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(sorted_by_code_point(120))
    alike_key: Mapped[str] = mapped_column(String(120), server_default="")
    search_text: Mapped[str] = mapped_column(Text)
    tier_id: Mapped[int] = mapped_column(ForeignKey("tier.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    yearly_volume: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    region: Mapped[str] = mapped_column(String(60), server_default="")
    language: Mapped[str] = mapped_column(String(5), server_default="de")
    time_zone: Mapped[str] = mapped_column(String(40), server_default="Europe/Berlin")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    external_system: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(80))
    next_check_in_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(server_default="1")

    tier: Mapped[Tier] = relationship(lazy="raise")
    contacts: Mapped[list["ContactPoint"]] = relationship(
        lazy="raise", order_by="ContactPoint.id", cascade="all, delete-orphan"
    )
    tags: Mapped[list["CustomerTag"]] = relationship(
        lazy="raise", order_by="CustomerTag.tag", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("external_system", "external_id"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="merge"),
        CheckConstraint("yearly_volume IS NULL OR yearly_volume >= 0", name="volume"),
        Index("ix_customer_sort_key", "sort_key", "id"),
        Index("ix_customer_tier_id", "tier_id", "sort_key", "id"),
        Index("ix_customer_region", "region", "sort_key", "id"),
        Index("ix_customer_language", "language", "sort_key", "id"),
        Index("ix_customer_yearly_volume", "yearly_volume"),
        Index("ix_customer_alike_key", "alike_key"),
        partial_index("ix_customer_merged_into_id", "merged_into_id", where="merged_into_id IS NOT NULL"),
        Index("ix_customer_team_id", "team_id"),
        partial_index("ix_customer_next_check_in_at", "next_check_in_at", where="next_check_in_at IS NOT NULL"),
        Index(
            "ix_customer_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ).ddl_if(dialect="postgresql"),
    )
    __mapper_args__ = {"version_id_col": row_version}


class ContactPoint(Numbered, Record):
    """How a customer is reached; `match_key` is the folded mail address, or the digits of a phone number."""

    __tablename__ = "contact_point"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(254))
    match_key: Mapped[str] = mapped_column(String(254))

    __table_args__ = (
        Index("ix_contact_point_customer_id", "customer_id"),
        Index("ix_contact_point_match_key", "match_key"),
        CheckConstraint("kind IN ('phone', 'mail', 'other')", name="kind"),
    )


class CustomerTag(Record):
    """A word by which customers are grouped."""

    __tablename__ = "customer_tag"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)

    __table_args__ = (Index("ix_customer_tag_tag", "tag", "customer_id"),)
