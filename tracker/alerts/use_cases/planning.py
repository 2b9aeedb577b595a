"""Planning the alerts of a promise whose schedule changed."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.alerts.queries import planning as queries
from tracker.alerts.queries.states import PLANNED, insert_new
from tracker.alerts.records import Alert
from tracker.alerts.rules import planning as rules
from tracker.alerts.rules.firing import LIVING, Reason
from tracker.alerts.use_cases.offices import Offices


def plan_alerts(session: Session, promise_id: int, offices: Offices, now: datetime) -> bool:
    """Plan the alerts of a promise anew; False when another worker was quicker.

    What was planned for an earlier schedule, or for a promise that is settled now, is cancelled.
    """
    claimed = queries.claim_promise(session, promise_id, now)
    if claimed is None:
        return False
    rungs = offices.rungs_for(claimed.team_id, claimed.kind_id)
    calendar = offices.calendar(session, claimed.owner_team_id)
    earlier = queries.earlier_alerts(session, promise_id)
    alerts = rules.going_out(rules.plan(claimed.schedule, rungs, calendar, earlier))
    _cancel_outdated(session, claimed)
    if claimed.schedule.offer is not None:
        queries.withdraw_offered(session, promise_id, now)
    rows = [_row(claimed, alert) for alert in alerts]
    if rows:
        session.execute(insert_new(session, Alert), rows)
    return True


def _cancel_outdated(session: Session, claimed: queries.Claimed) -> None:
    outdated = update(Alert).where(Alert.promise_id == claimed.id, Alert.state == PLANNED)
    if claimed.schedule.state in LIVING:
        other_version = outdated.where(Alert.schedule_version != claimed.schedule_version)
        cancel = other_version.values(state="cancelled", reason=Reason.RESCHEDULED)
    else:
        cancel = outdated.values(state="cancelled", reason=Reason.SETTLED)
    session.execute(cancel, execution_options={"synchronize_session": False})


def _row(claimed: queries.Claimed, alert: rules.PlannedAlert) -> dict[str, object]:
    return {
        "promise_id": claimed.id,
        "schedule_version": claimed.schedule_version,
        "rung_key": alert.rung_key,
        "rung_id": alert.rung_id,
        "occurrence": alert.occurrence,
        "fire_at": alert.fire_at,
        "state": "planned",
    }
