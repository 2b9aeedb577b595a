"""Customers of whom nothing was heard are asked two questions, and what they answered, if they did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.use_cases.news import News, tell_owner
from tracker.customers import queries as customers
from tracker.customers.use_cases.tiers import SaveTier, save_tier
from tracker.demo.company import Client
from tracker.demo.lives import Life
from tracker.demo.post import send_what_waits
from tracker.demo.replies import NOTHING, REPLIES, Reply
from tracker.demo.stage import Stage
from tracker.expectations.records import Expectation
from tracker.expectations.use_cases.answering import CorrectExpectation, correct_expectation
from tracker.surveys.letters import compose
from tracker.surveys.records import Survey
from tracker.surveys.rules import AFTERNOON, MORNING, SATURDAY
from tracker.surveys.use_cases.answering import AnswerSurvey, answer_survey, refuse_surveys
from tracker.surveys.use_cases.asking import ask
from tracker.worktime.zones import local_day, minutes_into_day

SEED = 1936
DAY = timedelta(days=1)
SINCE = timedelta(days=150)
A_WEEK, A_FORTNIGHT, A_MONTH = 7, 14, 28
SILENT_DAYS = {"standard": 45, "plus": 30}
"""After how many days customers of which tiers are asked; nobody else is."""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A customer who is written to, with dice of their own."""

    stage: Stage
    client: Client
    dice: Random

    def some_days_later(self, least: int, most: int) -> datetime:
        """Return a moment some days later, or on the Monday behind them, at which such mails are sent and read."""
        day = local_day(self.stage.at + self.dice.randint(least, most) * DAY, self.client.facts.zone)
        if day.weekday() >= SATURDAY:
            day += (A_WEEK - day.weekday()) * DAY
        return minutes_into_day(day, self.dice.randrange(MORNING * 60, AFTERNOON * 60), self.client.facts.zone)


def surveys(stage: Stage, clients: Sequence[Client], now: datetime) -> Iterator[Life]:
    """Yield how customers are asked, each for itself."""
    yield _decided(stage, now)
    dice, replies = Random(SEED), cycle(REPLIES)
    for client in clients:
        if client.facts.tier in SILENT_DAYS:
            yield _asked(Correspondent(stage, client, Random(dice.random())), replies, since=now - SINCE)


def _decided(stage: Stage, now: datetime) -> Life:
    """Let the administrator say after how many days customers are asked."""
    yield now - SINCE
    for tier in customers.tiers(stage.session):
        facts = replace(tier.facts(), survey_after_days=SILENT_DAYS.get(tier.key))
        save_tier(stage.session, SaveTier(actor=stage.company.admin, tier=facts, tier_id=tier.id), stage.at)


def _asked(whom: Correspondent, replies: Iterator[Reply], *, since: datetime) -> Life:
    """Look at one customer every few weeks, and ask them where nothing was heard of them."""
    yield since
    stage = whom.stage
    while True:
        yield whom.some_days_later(A_FORTNIGHT, A_MONTH)
        survey = ask(stage.session, whom.client.id, compose, stage.at)
        if survey is not None:
            send_what_waits(stage.session, stage.at)
            yield from _answered(whom, survey, next(replies))


def _answered(whom: Correspondent, survey: Survey, reply: Reply) -> Life:
    """Let a customer answer after some days, or never; what they expect is mostly answered soon."""
    if reply == NOTHING:
        return
    yield whom.some_days_later(1, 6)
    if reply.kept is None:
        refuse_surveys(whom.stage.session, survey.id, whom.stage.at)
        return
    language = whom.client.facts.language
    given = AnswerSurvey(survey_id=survey.id, kept=reply.kept, words=reply.words.get(language, ""))
    _take(whom.stage, given)
    if language in reply.said:
        yield whom.some_days_later(1, 3)
        _correct(whom.stage, survey, reply.said[language])


def _take(stage: Stage, given: AnswerSurvey) -> None:
    """Take an answer, and tell of it whoever the page tells."""
    promise_id = answer_survey(stage.session, given, stage.at)
    if promise_id is not None:
        news = News(promise_id=promise_id, kind=NoticeKind.CUSTOMER_DOUBTS, number=given.survey_id)
        tell_owner(stage.session, news, stage.at)
        send_what_waits(stage.session, stage.at)


def _correct(stage: Stage, survey: Survey, said: str) -> None:
    """Say how it really is, as whoever is in charge of the customer."""
    entry = stage.session.get_one(Expectation, survey.expectation_id)
    correct = CorrectExpectation(
        actor=stage.company.with_id(entry.noted_by_id).viewer,
        expectation_id=entry.id,
        seen_version=entry.row_version,
        said=said,
    )
    correct_expectation(stage.session, correct, stage.at)
