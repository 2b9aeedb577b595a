"""News about a promise, as what its customer said, reaches whoever answers for it, at once and in the usual ways."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries import firing as queries
from tracker.alerts.records import Alert
from tracker.alerts.rules.firing import BOTH, NEWS_KEYS, DueAlert, Message, Ways
from tracker.alerts.rules.ladders import Audience, NoticeKind
from tracker.alerts.use_cases.firing import tell
from tracker.alerts.use_cases.offices import Offices
from tracker.alerts.use_cases.reaching import Reaching


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What there is to say (one of NEWS_KEYS) about which promise; `number` tells it from what was said before."""

    promise_id: int
    kind: NoticeKind
    number: int


def tell_owner(session: Session, news: News, now: datetime) -> None:
    """Write the owner, or who stands in for them, a notice and what goes out with it. The promise stays as it is."""
    subject = queries.subject(session, news.promise_id)
    alert = _alert(session, news, subject.schedule_version, now)
    message = Message(alert=alert, kind=news.kind, reaches={Audience.OWNER: Ways(BOTH)})
    tell(session, Reaching(subject=subject, message=message, offices=Offices.read(session), now=now))


def _alert(session: Session, news: News, schedule_version: int, now: datetime) -> DueAlert:
    """Store the alert as one that has fired: nobody planned it, and no worker has to look for it."""
    alert = Alert(
        promise_id=news.promise_id,
        schedule_version=schedule_version,
        rung_key=f"{NEWS_KEYS[news.kind]}-{news.number}",
        occurrence=0,
        fire_at=now,
        state="fired",
        reason="",
        fired_at=now,
    )
    session.add(alert)
    session.flush()
    return DueAlert(
        id=alert.id,
        schedule_version=schedule_version,
        rung_key=alert.rung_key,
        occurrence=alert.occurrence,
        fire_at=now,
        rung=None,
    )
