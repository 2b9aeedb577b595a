"""Customers, their tiers, contact points, tags and numbers in other systems."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeEngine

from tracker.customers.rules import names
from tracker.customers.rules.contacts import Contact, ContactKind
from tracker.customers.rules.details import Details
from tracker.customers.rules.tiers import TierFacts
from tracker.kernel.storage import Numbered, Record, partial_index


def sorted_by_code_point(length: int) -> TypeEngine[str]:
    """Return a text type that sorts the same on both databases, whatever the installation's locale.

    Prefix searches ask for a range of such a column, so its order must be that of the code points.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Tier(Numbered, Record):
    """A customer tier; a higher rank matters more. Check-ins recur, silent customers are asked, by days where set."""

    __tablename__ = "tier"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    name_de: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    rank: Mapped[int] = mapped_column(server_default="0")
    check_in_days: Mapped[int | None]
    survey_after_days: Mapped[int | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))

    __table_args__ = (CheckConstraint("check_in_days IS NULL OR check_in_days > 0", name="check_in_days"),)

    def facts(self) -> TierFacts:
        """Return what is configured."""
        return TierFacts(
            name_de=self.name_de,
            name_en=self.name_en,
            rank=self.rank,
            check_in_days=self.check_in_days,
            survey_after_days=self.survey_after_days,
            active=self.active,
        )

    def take(self, facts: TierFacts) -> None:
        """Be as configured from now on."""
        self.name_de, self.name_en = facts.name_de, facts.name_en
        self.rank, self.active = facts.rank, facts.active
        self.check_in_days, self.survey_after_days = facts.check_in_days, facts.survey_after_days

    def name_in(self, language: str) -> str:
        """Return the name in one of our languages, `de` or `en`."""
        return self.name_de if language == "de" else self.name_en


class Customer(Numbered, Record):
    """Somebody to whom promises are made.

    `search_text` is the folded text that search looks in, `alike_key` what two spellings of one name have in common.
    Of an erased one only the number, the tier and the team are left.
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
    erased_at: Mapped[datetime | None]
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

    def take(self, details: Details, merged_references: Iterable[str] = ()) -> None:
        """Know these details from now on; the reference stays where they name none."""
        self.name = details.name
        self.reference = details.reference or self.reference
        self.yearly_volume = details.yearly_volume
        self.region, self.language, self.time_zone = details.region, details.language, details.time_zone
        self.team_id = details.team_id
        self.sort_key = names.sort_key(details.name)
        self.alike_key = names.alike_key(details.name)
        self.search_text = details.search_text(self.reference, merged_references)
        self._take_contacts(details.contacts)
        self._take_tags(details.tags)

    def _take_contacts(self, contacts: tuple[Contact, ...]) -> None:
        kept = {Contact(ContactKind(each.kind), each.value): each for each in self.contacts}
        new = {each: ContactPoint(kind=each.kind, value=each.value, match_key=each.match_key) for each in contacts}
        self.contacts = [kept.get(each, point) for each, point in new.items()]

    def _take_tags(self, tags: tuple[str, ...]) -> None:
        kept = {each.tag: each for each in self.tags}
        self.tags = [kept.get(tag) or CustomerTag(tag=tag) for tag in tags]

    def details(self) -> Details:
        """Return what the rules need to know; contact points and tags must be loaded."""
        return Details(
            name=self.name,
            reference=self.reference,
            contacts=tuple(Contact(ContactKind(each.kind), each.value) for each in self.contacts),
            tags=tuple(each.tag for each in self.tags),
            tier_id=self.tier_id,
            team_id=self.team_id,
            yearly_volume=self.yearly_volume,
            region=self.region,
            language=self.language,
            time_zone=self.time_zone,
        )


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
