"""What customers of the demo company count on that nobody promised, and what they were told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from tracker.demo.company import Client, Colleague
from tracker.demo.desk import LONGEST_WEEKEND, moment_between
from tracker.demo.lives import Life
from tracker.demo.stage import Stage
from tracker.expectations.records import Expectation, Topic
from tracker.expectations.rules import Source
from tracker.expectations.use_cases.answering import CorrectExpectation, correct_expectation
from tracker.expectations.use_cases.noting import NoteExpectation, note_complaint, note_expectation

SEED = 1776
DAY = timedelta(days=1)
LOOKED_BACK = timedelta(days=150)
SAID_AT_ONCE, SAID_LATER, COMPLAINS = 0.5, 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted on: the topic, where from, and in which words, by language of the customer."""

    topic: str
    source: Source
    words: dict[str, str]


STORIES = (
    Counted(
        "expired_coupon",
        Source.EXPERIENCE,
        {
            "de": "Letztes Mal haben Sie den abgelaufenen Gutschein doch auch genommen.",
            "en": "You took the expired coupon last time.",
        },
    ),
    Counted(
        "terms_of_others",
        Source.WORD_OF_MOUTH,
        {
            "de": "Ein anderer Händler sagt, bei ihm liefern Sie am selben Tag.",
            "en": "Another dealer tells me that you deliver to him on the same day.",
        },
    ),
    Counted(
        "fast_delivery",
        Source.OTHER_COMPANIES,
        {
            "de": "Woanders ist das am nächsten Tag da.",
            "en": "Elsewhere it arrives the next day.",
        },
    ),
    Counted(
        "fast_delivery",
        Source.COMMUNICATION,
        {
            "de": "In Ihrer Anzeige steht doch: schnell geliefert.",
            "en": "Your advertisement says: delivered fast.",
        },
    ),
    Counted(
        "callback_at_once",
        Source.EXPERIENCE,
        {
            "de": "Sonst rufen Sie immer innerhalb einer Stunde zurück.",
            "en": "You usually call back within the hour.",
        },
    ),
)


def expectations(stage: Stage, clients: list[Client], now: datetime) -> Iterator[Life]:
    """Yield what customers were heard to count on, one after the other."""
    dice, colleagues = Random(SEED), list(stage.company.colleagues.values())
    for place, client in enumerate(clients):
        at = now - LOOKED_BACK * (1 - place / len(clients)) - DAY
        speaking = [each for each in colleagues if each.language == client.facts.language] or colleagues
        yield _heard(stage, client, dice.choice(speaking), Random(dice.random()), at=at)


def _heard(stage: Stage, client: Client, who: Colleague, dice: Random, *, at: datetime) -> Life:
    """Let a customer say what they count on; it is corrected at once, later, or not yet."""
    yield moment_between(dice, at - LONGEST_WEEKEND, at, who.calendar)
    story, is_said = dice.choice(STORIES), dice.random() < SAID_AT_ONCE
    entry, sentence = _noted(stage, client, who, story, is_said=is_said)
    if dice.random() < COMPLAINS:
        yield stage.at + DAY
        note_complaint(stage.session, who.viewer, entry.id, seen_version=_version(stage, entry), now=stage.at)
    if not is_said and dice.random() < SAID_LATER:
        yield stage.at + DAY
        correct = CorrectExpectation(
            actor=who.viewer, expectation_id=entry.id, seen_version=_version(stage, entry), said=sentence
        )
        correct_expectation(stage.session, correct, stage.at)


def _noted(stage: Stage, client: Client, who: Colleague, story: Counted, *, is_said: bool) -> tuple[Expectation, str]:
    """Write it down; return it with the honest sentence in the customer's language."""
    topic = stage.session.scalars(select(Topic).where(Topic.key == story.topic)).one()
    language = client.facts.language
    sentence = topic.honest_in(language)
    note = NoteExpectation(
        actor=who.viewer,
        customer_id=client.id,
        topic_id=topic.id,
        source=story.source,
        words=story.words[language],
        said=sentence if is_said else "",
    )
    return note_expectation(stage.session, note, stage.at), sentence


def _version(stage: Stage, entry: Expectation) -> int:
    stage.session.flush()
    return entry.row_version
