"""What a customer answers: whether we kept our word, what they expect, and that they want no more such mails."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.expectations.use_cases.noting import OwnWord, note_own_word
from tracker.kernel.errors import NotFound
from tracker.kernel.words import N_
from tracker.surveys import rules
from tracker.surveys.queries import asked as queries
from tracker.surveys.queries.asked import Opened
from tracker.surveys.queries.silent import about
from tracker.surveys.records import SurveyRefusal
from tracker.surveys.rules import Kept

NO_SUCH_SURVEY = N_("There is no such page. Please check the address.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSurvey:
    """What a customer answers to both questions; the second answer may be empty."""

    survey_id: int
    kept: Kept
    words: str = ""


def answer_survey(session: Session, answer: AnswerSurvey, now: datetime) -> int | None:
    """Write down an answer; return the promise whose owner is to be told of it, None where all is well.

    What the customer expects is written into the register, open. It is no promise. Raises NotFound, Gone.
    """
    opened = _held(session, answer.survey_id)
    rules.check_can_be_answered(opened.survey.facts(), now)
    survey, customer = opened.survey, opened.customer
    in_charge = about(session, customer.id)
    survey.answered_at, survey.kept = now, answer.kept.value
    if answer.words and in_charge is not None:
        word = OwnWord(customer_id=customer.id, in_charge_id=in_charge[1], words=answer.words)
        survey.expectation_id = note_own_word(session, word, now).id
    _tell(session, "survey_answered", customer.id, now, kept=answer.kept.value)
    session.flush()
    return in_charge[0] if in_charge is not None and answer.kept is not Kept.YES else None


def refuse_surveys(session: Session, survey_id: int, now: datetime) -> None:
    """Remember that a customer wants no more such mails. Saying it twice changes nothing. Raises NotFound."""
    customer = _held(session, survey_id).customer
    if session.get(SurveyRefusal, customer.id) is None:
        session.add(SurveyRefusal(customer_id=customer.id, at=now))
        _tell(session, "surveys_refused", customer.id, now)
        session.flush()


def _held(session: Session, survey_id: int) -> Opened:
    opened = queries.opened_for_update(session, survey_id)
    if opened is None:
        raise NotFound(NO_SUCH_SURVEY)
    return opened


def _tell(session: Session, kind: str, customer_id: int, now: datetime, **words: object) -> None:
    happening = Happening(kind=kind, subject_type="customer", subject_id=customer_id, actor_id=None, words=words)
    record(session, happening, now)
