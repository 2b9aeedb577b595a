"""Naming topics, and the honest sentence that belongs to each."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain, count

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.expectations.queries import register
from tracker.expectations.records import Topic
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.folding import fold
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises.records import Kind

LONGEST_KEY = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWish:
    """A topic as it shall be. `written_at` is an address, of this tracker or elsewhere."""

    title_de: str
    title_en: str
    honest_de: str
    honest_en: str
    kind_id: int | None = None
    written_at: str = ""
    position: int = 100
    active: bool = True


def save_topic(session: Session, topic_id: int | None, wish: TopicWish, *, actor: Viewer, now: datetime) -> Topic:
    """Make or change a topic. Raises Invalid for a name that is taken and for a strange address."""
    if actor.role is not Role.ADMIN:
        raise Forbidden(N_("Only administrators name topics."))
    topic = Topic() if topic_id is None else register.topic(session, topic_id)
    others = [each for each in session.scalars(select(Topic)) if each is not topic]
    _check(session, wish, others)
    if topic_id is None:
        topic.key = _free_key(wish.title_en, others)
    changes = {
        name: (getattr(topic, name), value) for name, value in asdict(wish).items() if getattr(topic, name) != value
    }
    for name, (_, value) in changes.items():
        setattr(topic, name, value)
    session.add(topic)
    session.flush()
    if changes:
        told = Happening(
            kind="topic_saved", subject_type="topic", subject_id=topic.id, actor_id=actor.id, changes=changes
        )
        record(session, told, now)
    return topic


def _check(session: Session, wish: TopicWish, others: Iterable[Topic]) -> None:
    for name in ("title_de", "title_en"):
        if fold(getattr(wish, name)) in {fold(getattr(each, name)) for each in others}:
            raise Invalid(N_("This name is in use already."), field=name)
    if wish.written_at and not wish.written_at.startswith(("https://", "http://", "/")):
        raise Invalid(N_("An address begins with https:// or, within the tracker, with a slash."), field="written_at")
    if wish.kind_id is not None and session.get(Kind, wish.kind_id) is None:
        raise Invalid(N_("There is no such kind."), field="kind")


def _free_key(title: str, others: Iterable[Topic]) -> str:
    """Return a key made of the title; the second of a title, the first having been renamed, gets a number."""
    key, taken = fold(title).replace(" ", "_")[:LONGEST_KEY], {each.key for each in others}
    numbered = (f"{key[: LONGEST_KEY - 4]}_{number}" for number in count(2))
    return next(each for each in chain([key], numbered) if each not in taken)
