"""The register of expectations: topics, and who expects what, why, and what was answered."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.records import Account
from tracker.customers.records import Customer
from tracker.expectations.rules import Answer, ExpectationFacts, PromiseMade
from tracker.kernel.storage import Numbered, Record, partial_index
from tracker.promises.records import Kind, Promise
from tracker.promises.rules import State

IN_GERMAN = "de"


class Topic(Numbered, Record):
    """Something that customers come to count on, and the honest sentence to say early.

    It concerns promises of one kind, or of any. `written_at` is the address of the policy that it follows from.
    """

    __tablename__ = "expectation_topic"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    title_de: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(80))
    honest_de: Mapped[str] = mapped_column(Text, server_default="")
    honest_en: Mapped[str] = mapped_column(Text, server_default="")
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("kind.id"))
    written_at: Mapped[str] = mapped_column(String(200), server_default="")
    position: Mapped[int] = mapped_column(server_default="100")
    active: Mapped[bool] = mapped_column(server_default=text("true"))

    kind: Mapped[Kind | None] = relationship(lazy="raise")

    def title_in(self, language: str) -> str:
        """Return what it is called in a language."""
        return self.title_de if language == IN_GERMAN else self.title_en

    def honest_in(self, language: str) -> str:
        """Return the sentence to say early, in a language."""
        return self.honest_de if language == IN_GERMAN else self.honest_en


class Expectation(Numbered, Record):
    """What one customer counts on, in their words; `said` is what we told them, `decision_id` a precedent they mean.

    Where it `is_own_word` they wrote it themselves, and who noted it is who was in charge of them then.
    """

    __tablename__ = "expectation"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("expectation_topic.id"))
    source: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, server_default="")
    answer: Mapped[str] = mapped_column(String(10), server_default="open")
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    is_own_word: Mapped[bool] = mapped_column(server_default=text("false"))
    complained_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[str | None] = mapped_column(String(12))
    said: Mapped[str] = mapped_column(Text, server_default="")
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"))
    decision_id: Mapped[int | None] = mapped_column(BigInteger)
    row_version: Mapped[int] = mapped_column(server_default="1")

    customer: Mapped[Customer] = relationship(lazy="raise")
    topic: Mapped[Topic] = relationship(lazy="raise")
    promise: Mapped[Promise | None] = relationship(lazy="raise")
    noted_by: Mapped[Account] = relationship(lazy="raise", foreign_keys=[noted_by_id])
    answered_by: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[answered_by_id])

    __table_args__ = (
        CheckConstraint("source IN ('experience', 'word_of_mouth', 'other_companies', 'communication')", name="source"),
        CheckConstraint("answer IN ('open', 'met', 'corrected')", name="answer"),
        CheckConstraint("(answer = 'open') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(answer = 'met') = (promise_id IS NOT NULL)", name="met"),
        CheckConstraint("answer <> 'corrected' OR said <> ''", name="said"),
        Index("ix_expectation_topic_id", "topic_id", "noted_at", "id"),
        Index("ix_expectation_noted_at", "noted_at"),
        Index("ix_expectation_customer_id", "customer_id", "noted_at", "id"),
        partial_index("ix_expectation_promise_id", "promise_id", where="promise_id IS NOT NULL"),
        partial_index("uq_expectation_open", "customer_id", "topic_id", where="answer = 'open'", unique=True),
    )
    __mapper_args__ = {"version_id_col": row_version}

    def facts(self) -> ExpectationFacts:
        """Return what the rules need to know; asks for the promise to be loaded, if there is one."""
        made = self.promise if self.promise_id is not None else None
        return ExpectationFacts(
            answer=Answer(self.answer),
            answered_at=self.answered_at,
            complained_at=self.complained_at,
            promise=_made(made) if made is not None else None,
        )


def _made(promise: Promise) -> PromiseMade | None:
    if promise.late_at is None:
        return None
    return PromiseMade(state=State(promise.state), late_at=promise.late_at, kept_at=promise.kept_at)
