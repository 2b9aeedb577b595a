"""News about a promise, as what its customer said, reaches whoever answers for it, at once and in the usual ways."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries import firing as queries
from tracker.alerts.queries.firing import Subject
from tracker.alerts.records import Alert
from tracker.alerts.rules.firing import BOTH, NEWS_KEYS, DueAlert, Message, Ways
from tracker.alerts.rules.ladders import Audience, NoticeKind
from tracker.alerts.use_cases.firing import tell
from tracker.alerts.use_cases.offices import Offices
from tracker.alerts.use_cases.reaching import Reaching, reached


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What there is to say (one of NEWS_KEYS) about which promise; `number` tells it from what was said before."""

    promise_id: int
    kind: NoticeKind
    number: int


def tell_owner(session: Session, news: News, now: datetime) -> datetime | None:
    """Write the owner, or who stands in for them, a notice and what goes out with it. The promise stays as it is.

    Return from when on they can know, None for at once.
    """
    subject = queries.subject(session, news.promise_id)
    stored = _alert(session, news, subject.schedule_version, now)
    reaching = _reaching(news, _fired(news, subject, now, stored.id), subject)
    tell(session, reaching)
    return _held_until(session, reaching)


def owner_told_from(session: Session, news: News, now: datetime) -> datetime | None:
    """Return from when on the owner, or who stands in for them, would know; None for at once. Tells nobody."""
    subject = queries.subject_seen(session, news.promise_id)
    return _held_until(session, _reaching(news, _fired(news, subject, now, 0), subject))


def _held_until(session: Session, reaching: Reaching) -> datetime | None:
    return next((person.held_until for person in reached(session, reaching)), None)


def _reaching(news: News, alert: DueAlert, subject: Subject) -> Reaching:
    """No ladder is asked: nobody planned it."""
    message = Message(alert=alert, kind=news.kind, reaches={Audience.OWNER: Ways(BOTH)})
    return Reaching(subject=subject, message=message, offices=Offices(()), now=alert.fire_at)


def _alert(session: Session, news: News, schedule_version: int, now: datetime) -> Alert:
    """Store the alert as one that has fired: nobody planned it, and no worker has to look for it."""
    alert = Alert(
        promise_id=news.promise_id,
        schedule_version=schedule_version,
        rung_key=_key(news),
        occurrence=0,
        fire_at=now,
        state="fired",
        reason="",
        fired_at=now,
    )
    session.add(alert)
    session.flush()
    return alert


def _fired(news: News, subject: Subject, now: datetime, number: int) -> DueAlert:
    return DueAlert(
        id=number,
        schedule_version=subject.schedule_version,
        rung_key=_key(news),
        occurrence=0,
        fire_at=now,
        rung=None,
    )


def _key(news: News) -> str:
    return f"{NEWS_KEYS[news.kind]}-{news.number}"
