"""My day: what must I do next?"""

from datetime import datetime

from flask import url_for
from flask.typing import ResponseReturnValue

from tracker.accounts.calendars import calendar_of
from tracker.accounts.queries.standing_in import stands_in_for
from tracker.audit.queries import last_events, version
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises.checks import UNDO_WINDOW
from tracker.promises.day import end_of_plan, plan_of
from tracker.promises.queries import day as queries
from tracker.promises.rules import DUE_SOON_LEAD, SETTLED
from tracker.promises.shown import shown
from tracker.promises.views.room import blueprint
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_sign_in, viewer
from tracker.worktime.arithmetic import add_office_time
from tracker.worktime.calendar import NoOfficeTime
from tracker.worktime.zones import local_day

ENDS = frozenset(f"promise_{outcome}" for outcome in SETTLED)
"""The kinds of event by which a promise ends."""


@blueprint.get("/")
@needs_sign_in
def my_day() -> ResponseReturnValue:
    """Show what is overdue, due today and in the next days, offered, snoozed, unfinished and just done."""
    data = version(db.session())
    if (same := not_modified(data)) is not None:
        return same
    return with_etag(page_or_block("promises/my_day.html", "day", **_day(viewer(), now())), data)


def soon_until(team_id: int, moment: datetime) -> datetime | None:
    """Return the moment up to which what is due is due soon for a team; None for one that never works."""
    try:
        return add_office_time(moment, DUE_SOON_LEAD, calendar_of(db.session(), team_id))
    except NoOfficeTime:
        return None


def _day(who: Viewer, moment: datetime) -> dict[str, object]:
    session = db.session()
    horizon = end_of_plan(moment, who.time_zone)
    owed = queries.open_until(session, who, horizon, moment)
    plan = plan_of(owed.promises, moment, who.time_zone)
    soon = soon_until(who.team_id, moment)
    later_count, later_first = queries.first_open_after(session, who, horizon)
    absent = stands_in_for(session, who.id, local_day(moment, who.time_zone))
    return {
        "plan": plan,
        "more_overdue": owed.more_overdue,
        "of_absent": queries.open_of(session, who, absent, horizon),
        "drafts": queries.drafts(session, who),
        "handed": queries.handed_to(session, who),
        **just_done(who, moment),
        "later_count": later_count,
        "later_first": later_first,
        "show": lambda promise: shown(promise, moment, soon),
        "moment": moment,
        "here": url_for(".my_day"),
    }


def just_done(who: Viewer, moment: datetime, customer_id: int | None = None) -> dict[str, object]:
    """Return what somebody settled so recently that a click takes it back, all of it or a customer's."""
    session = db.session()
    settled = queries.settled_since(session, who, moment - UNDO_WINDOW)
    done = [promise for promise in settled if customer_id in {None, promise.customer_id}]
    ids = [promise.id for promise in done]
    return {"done": done, "last_event": last_events(session, "promise", ids, kinds=ENDS)}
