"""The reminders of one promise as its page shows them: told, to come, and left out with the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.alerts import words
from tracker.alerts.queries import firing, of_promise
from tracker.alerts.queries.of_promise import TellingOf
from tracker.alerts.queries.planning import earlier_of
from tracker.alerts.records import Alert
from tracker.alerts.rules.firing import OF_OUR_OWN, DueAlert, Message, fire
from tracker.alerts.rules.ladders import Channel, NoticeKind
from tracker.alerts.rules.planning import Fate, PlannedAlert, Schedule, plan
from tracker.alerts.use_cases.offices import Offices
from tracker.alerts.use_cases.reaching import Reached, Reaching, reached
from tracker.promises.records import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One line: when, what it says, who is told how, and why not if it does not go out."""

    at: datetime
    what: str
    whom: tuple[str, ...]
    why_not: str = ""
    is_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """Everything about the reminders of one promise; `on_it` is who is on it until when."""

    told: list[Reminder]
    to_come: list[Reminder]
    on_it: tuple[str, datetime] | None


def reminders_of(session: Session, promise: Promise, now: datetime) -> Reminders:
    """Return the reminders of a promise; what is to come is found by the very rules that will send it."""
    offices = Offices.read(session)
    schedule = of_promise.schedule_of(session, promise)
    alerts = of_promise.alerts_of(session, promise.id)
    subject = firing.subject_of(promise)
    calendar = offices.calendar(session, offices.desk(session, promise.owner_id).team_id)
    rungs = offices.rungs_for(promise.team_id, promise.kind_id)
    planned = plan(schedule, rungs, calendar, earlier_of(alerts))
    coming = [each for each in planned if each.fate is not Fate.TOLD]
    reachings = [_reaching(subject, each, offices) for each in coming]
    people = [reached(session, each) if each else [] for each in reachings]
    names = of_promise.names(session, {to.account_id for each in people for to in each})
    return Reminders(
        told=list(_told(alerts, of_promise.tellings(session, promise.id), offices)),
        to_come=[_to_come(alert, to, names) for alert, to in zip(coming, people, strict=True)],
        on_it=_on_it(session, schedule, now),
    )


def _on_it(session: Session, schedule: Schedule, now: datetime) -> tuple[str, datetime] | None:
    said = schedule.on_it
    if said is None or said.until <= now:
        return None
    return of_promise.acknowledger(session, said.id), said.until


def _reaching(subject: firing.Subject, alert: PlannedAlert, offices: Offices) -> Reaching | None:
    """Return what would reach people if this alert fired at its moment."""
    if alert.fate is not Fate.PLANNED:
        return None
    return Reaching(subject=subject, message=_message(subject, alert, offices), offices=offices, now=alert.fire_at)


def _message(subject: firing.Subject, alert: PlannedAlert, offices: Offices) -> Message:
    due = DueAlert(
        id=0,
        schedule_version=subject.schedule_version,
        rung_key=alert.rung_key,
        occurrence=alert.occurrence,
        fire_at=alert.fire_at,
        rung=offices.rungs.get(alert.rung_id or 0),
    )
    return fire([due], subject.state, subject.schedule_version, is_snoozed=False).messages[0]


def _to_come(alert: PlannedAlert, people: list[Reached], names: Mapping[int, str]) -> Reminder:
    return Reminder(
        at=alert.fire_at,
        what=str(words.KINDS[alert.kind]),
        whom=tuple(_will_be_told(to, names) for to in people),
        why_not="" if alert.fate is Fate.PLANNED else str(words.REASONS[alert.fate]),
    )


def _will_be_told(to: Reached, names: Mapping[int, str]) -> str:
    ways = ", ".join(str(words.CHANNELS[each]) for each in sorted(to.channels))
    return f"{names[to.account_id]} ({ways})"


def _told(alerts: list[Alert], tellings: Mapping[int, list[TellingOf]], offices: Offices) -> Iterator[Reminder]:
    for alert in alerts:
        if alert.state == "planned" or (alert.state == "cancelled" and alert.reason == "rescheduled"):
            continue
        yield Reminder(
            at=alert.fire_at,
            what=_what(alert, offices),
            whom=tuple(_was_told(each) for each in tellings.get(alert.id, [])),
            why_not=str(words.REASONS.get(alert.reason, alert.reason)),
            is_told=alert.state == "fired",
        )


def _what(alert: Alert, offices: Offices) -> str:
    rung = offices.rungs.get(alert.rung_id or 0)
    own = OF_OUR_OWN.get(alert.rung_key.partition("-")[0])
    kind = rung.kind if rung else own[0] if own else NoticeKind.DUE
    return str(words.KINDS[kind])


def _was_told(telling: TellingOf) -> str:
    way = words.CHANNELS[Channel(telling.channel)]
    state = words.STATES[telling.state]
    return gettext("%(name)s (%(way)s, %(state)s)", name=telling.name, way=way, state=state)
