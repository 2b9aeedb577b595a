"""Answering an expectation: we meet it, and it becomes a promise; or we say how it really is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.customers.queries import customer_now
from tracker.expectations import rules
from tracker.expectations.queries import register
from tracker.expectations.records import Expectation
from tracker.expectations.rules import Answer
from tracker.expectations.use_cases.noting import correct, held, tell
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.rules import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectExpectation:
    """What the customer was told, and how; `seen_version` is the one that was looked at."""

    actor: Viewer
    expectation_id: int
    seen_version: int
    said: str
    channel: Channel = Channel.PHONE


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetExpectation:
    """Which promise it became; `seen_version` is the one that was looked at."""

    actor: Viewer
    expectation_id: int
    seen_version: int
    promise_id: int


def correct_expectation(session: Session, command: CorrectExpectation, now: datetime) -> Expectation:
    """Write down how an expectation was corrected. Raises Invalid for one that was answered already."""
    expectation = held(session, command.actor, command.expectation_id, command.seen_version)
    rules.check_is_open(Answer(expectation.answer))
    rules.check_said(command.said)
    correct(expectation, command.actor, said=command.said, channel=command.channel, now=now)
    tell(session, expectation, "expectation_corrected", actor=command.actor, now=now)
    return expectation


def meet_expectation(session: Session, command: MeetExpectation, now: datetime) -> Expectation:
    """Write down which promise to the same customer meets it. Raises Invalid for field `promise` for any other."""
    expectation = held(session, command.actor, command.expectation_id, command.seen_version)
    rules.check_is_open(Answer(expectation.answer))
    customer_id = customer_now(session, expectation.customer_id)
    if command.promise_id not in {each.id for each in register.promises_to(session, command.actor, customer_id)}:
        raise Invalid(N_("Choose the promise that meets it."), field="promise")
    expectation.answer, expectation.promise_id = Answer.MET.value, command.promise_id
    expectation.answered_at, expectation.answered_by_id = now, command.actor.id
    tell(session, expectation, "expectation_met", actor=command.actor, now=now)
    return expectation


def take_back_answer(
    session: Session, actor: Viewer, expectation_id: int, *, seen_version: int, now: datetime
) -> Expectation:
    """Let an entry be open again; what was answered stays in the history. Raises Invalid where another is open."""
    expectation = held(session, actor, expectation_id, seen_version)
    if expectation.answer == Answer.OPEN.value:
        return expectation
    if register.is_open_already(session, expectation.customer_id, expectation.topic_id):
        raise Invalid(N_("This is in the register already, and open: answer it there."))
    tell(session, expectation, "expectation_reopened", actor=actor, now=now)
    expectation.answer, expectation.said = Answer.OPEN.value, ""
    expectation.promise_id = expectation.channel = None
    expectation.answered_at = expectation.answered_by_id = None
    return expectation
