"""Situations, the scales of their numbers, and the versions of the policies for them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.records import Account
from tracker.kernel.storage import Numbered, Record, partial_index
from tracker.precedents.rules import schema
from tracker.precedents.rules.policies import VersionFacts
from tracker.precedents.rules.situations import SituationFacts


class Situation(Numbered, Record):
    """A kind of request that comes up again.

    `factors` is the JSON of what is asked about its cases, and of what was asked once.
    `customer_fields` names, with commas, what of the customer is compared; `amount_basis` the factor that
    amounts are measured against; `words` how it is asked for, a text a line.
    """

    __tablename__ = "situation"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    title_de: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(80))
    factors: Mapped[str] = mapped_column(Text, server_default="[]")
    customer_fields: Mapped[str] = mapped_column(String(60), server_default="tier_rank")
    has_amount: Mapped[bool] = mapped_column(server_default=text("false"))
    amount_basis: Mapped[str | None] = mapped_column(String(40))
    window_days: Mapped[int] = mapped_column(server_default="365")
    words: Mapped[str] = mapped_column(Text, server_default="")
    position: Mapped[int] = mapped_column(server_default="100")
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    row_version: Mapped[int] = mapped_column(server_default="1")

    __table_args__ = (CheckConstraint("window_days > 0", name="window"),)
    __mapper_args__ = {"version_id_col": row_version}

    def facts(self) -> SituationFacts:
        """Return what the rules need to know."""
        every = schema.factors_from_json(self.factors)
        return SituationFacts(
            key=self.key,
            factors=tuple(each for each in every if not each.retired),
            retired=tuple(each for each in every if each.retired),
            customer_fields=tuple(filter(None, self.customer_fields.split(","))),
            has_amount=self.has_amount,
            amount_basis=self.amount_basis,
            window_days=self.window_days,
            active=self.active,
        )

    def title_in(self, language: str) -> str:
        """Return the title in one of our languages, `de` or `en`."""
        return self.title_de if language == "de" else self.title_en


class SituationScale(Record):
    """How many decisions a situation has, and the scales of its numbers, made when there were `scaled_at`."""

    __tablename__ = "situation_scale"

    situation_id: Mapped[int] = mapped_column(ForeignKey("situation.id"), primary_key=True)
    decided: Mapped[int] = mapped_column(server_default="0")
    scaled_at: Mapped[int] = mapped_column(server_default="0")
    points: Mapped[str] = mapped_column(Text, server_default="{}")


class PolicyVersion(Numbered, Record):
    """One version of what is written about a situation; append-only, but for its end; one that has not begun may go.

    It ends when a version without an end takes its place, or at `ends_at`, where that was said; `valid_to` is what
    comes first. Of versions that overlap the one that began last is in force. `rule_key` is the same for versions that
    decide alike, however they are worded.
    """

    __tablename__ = "policy_version"

    situation_id: Mapped[int] = mapped_column(ForeignKey("situation.id"))
    number: Mapped[int]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    rule: Mapped[str] = mapped_column(Text)
    rule_key: Mapped[str] = mapped_column(String(16))
    text_de: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, server_default="")
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]

    changed_by: Mapped[Account] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("situation_id", "number"),
        UniqueConstraint("situation_id", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="validity"),
        CheckConstraint("ends_at IS NULL OR (valid_to IS NOT NULL AND valid_to <= ends_at)", name="end"),
        partial_index("uq_policy_version_open", "situation_id", where="valid_to IS NULL", unique=True),
    )

    def facts(self) -> VersionFacts:
        """Return what the rules need to know."""
        return VersionFacts(
            rule=schema.rule_from_json(self.rule),
            rule_id=self.rule_key,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )

    @property
    def mark(self) -> str:
        """What tells this version from every other, also from a withdrawn one of the same number or another end."""
        mark = f"{self.number}@{self.created_at.isoformat()}"
        return mark if self.ends_at is None else f"{mark}-{self.ends_at.isoformat()}"

    def text_in(self, language: str) -> str:
        """Return the wording in one of our languages, `de` or `en`."""
        return self.text_de if language == "de" else self.text_en
