"""Answering a notice by a link of a mail: what it is about, and that each link is used once."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.alerts.queries import answering as queries
from tracker.alerts.queries.answering import Answerable
from tracker.alerts.records import AnsweredLink
from tracker.alerts.rules.messages import Action
from tracker.kernel.errors import Gone
from tracker.kernel.words import N_

GOOD_FOR = timedelta(days=14)
"""Whoever answers a mail of three weeks ago means something else by it than what holds now."""


def answerable(session: Session, key: str, action: Action, now: datetime) -> Answerable:
    """Return what a link is about. Raises Gone when it was used, is too old, or its reader is not here any more."""
    found = queries.answerable(session, key, action)
    if found is None or not found.is_active or now >= found.sent_for + GOOD_FOR:
        raise no_such_link()
    if found.is_answered:
        raise Gone(N_("This link was used already. More can be done in the application."))
    return found


def use_up(session: Session, answered: Answerable, action: Action, now: datetime) -> None:
    """Write down that a link was used. Raises Gone when somebody was faster."""
    session.add(AnsweredLink(delivery_id=answered.delivery_id, action=action.value, answered_at=now))
    try:
        session.flush()
    except IntegrityError:
        raise no_such_link() from None


def no_such_link() -> Gone:
    """Return the refusal of a link that is old or not ours."""
    return Gone(N_("This link does not work any more. The promise can be opened in the application."))
