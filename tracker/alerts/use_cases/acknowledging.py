"""Saying that one is on it: until a moment nothing climbs further, then the promise comes back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.alerts.records import Acknowledgement
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises import checks
from tracker.promises.queries import finding
from tracker.promises.rules import State
from tracker.promises.use_cases.telling import tell
from tracker.worktime.arithmetic import add_office_time
from tracker.worktime.calendar import NoOfficeTime

USUALLY = timedelta(hours=2)
"""Office hours that somebody has who does not say until when."""

AT_MOST = timedelta(days=7)
"""Whoever needs longer agrees a new date with the customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """Somebody is on it; until when is None for the usual time, `via` what they said it with, if not a page of ours."""

    promise_id: int
    actor: Viewer
    until: datetime | None = None
    via: str = ""


def acknowledge(session: Session, acknowledge: Acknowledge, now: datetime) -> Acknowledgement:
    """Write down who is on it until when. Raises NotFound, Forbidden, and Invalid for field `until`.

    It settles nothing and moves no date. Everything that would have been told until then waits for it.
    """
    promise = finding.promise_for_update(session, acknowledge.actor, acknowledge.promise_id)
    checks.check_may_change(promise.facts(), acknowledge.actor)
    if promise.state != State.OPEN:
        raise Invalid(N_("This promise is not open any more."), field="until")
    until = acknowledge.until or usual_end(session, promise.team_id, now)
    _check_until(until, now)
    said = Acknowledgement(promise_id=promise.id, by_id=acknowledge.actor.id, at=now, until=until)
    session.add(said)
    promise.change(now)
    promise.plan_anew(now)
    words: dict[str, object] = {"until": until, "via": acknowledge.via}
    tell(session, promise, "promise_acknowledged", actor=acknowledge.actor, now=now, changes={}, words=words)
    session.flush()
    return said


def end_acknowledgement(session: Session, actor: Viewer, promise_id: int, now: datetime) -> None:
    """Let the alerts of a promise go on: whoever was on it is not any more. Nothing happens if nobody was."""
    promise = finding.promise_for_update(session, actor, promise_id)
    checks.check_may_change(promise.facts(), actor)
    standing = update(Acknowledgement).where(
        Acknowledgement.promise_id == promise_id, Acknowledgement.ended_at.is_(None), Acknowledgement.until > now
    )
    ended = standing.values(ended_at=now).returning(Acknowledgement.id)
    if session.execute(ended, execution_options={"synchronize_session": False}).first() is None:
        return
    promise.change(now)
    promise.plan_anew(now)
    tell(session, promise, "acknowledgement_ended", actor=actor, now=now)
    session.flush()


def usual_end(session: Session, team_id: int, now: datetime) -> datetime:
    """Return the moment two office hours of a team ahead."""
    try:
        return add_office_time(now, USUALLY, calendar_of(session, team_id))
    except NoOfficeTime:
        return now + USUALLY


def _check_until(until: datetime, now: datetime) -> None:
    if until <= now:
        raise Invalid(N_("This moment has passed."), field="until")
    if until > now + AT_MOST:
        raise Invalid(N_("At most seven days. Whoever needs longer agrees a new date."), field="until")
