"""The manager's day as a page: what will break today unless something happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.accounts.calendars import calendars_of
from tracker.audit.queries import version
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Role, Viewer
from tracker.precedents.queries import approvals, flags
from tracker.precedents.queries.answering import to_answer_by
from tracker.precedents.telling import subject_of
from tracker.precedents.views.decisions import flag_words
from tracker.promises.queries import board, day
from tracker.promises.records import Promise
from tracker.promises.shown import shown
from tracker.promises.views.my_day import just_done
from tracker.review.queries import harms_of
from tracker.today import queries
from tracker.today.rules import LOOKED_BACK, URGENT, Ground, Owing, best_days, endangered
from tracker.today.words import DANGERS
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language
from tracker.worktime.arithmetic import office_time_between
from tracker.worktime.calendar import WorkCalendar
from tracker.worktime.zones import end_of_day, local_day

blueprint = Blueprint("today", __name__)

MOST_FLAGS = 5
"""So many flags are told of; the others stand on a page of their own."""


@blueprint.get("/today")
@needs_role(Role.MANAGER)
def today() -> ResponseReturnValue:
    data = version(db.session())
    if (same := not_modified(data)) is not None:
        return same
    return with_etag(page_or_block("today/today.html", "day", **_today(viewer(), now())), data)


def _today(who: Viewer, moment: datetime) -> dict[str, object]:
    session = db.session()
    calendars = calendars_of(session, who.managed_team_ids)
    ends = {team_id: end_of_day(local_day(moment, each.zone), each.zone) for team_id, each in calendars.items()}
    due = queries.due_until(session, who, ends, moment)
    waiting = day.waiting_answers(session, [promise.id for promise in due])
    harms = harms_of(session, who, [promise.id for promise in due], moment)
    weights = {promise.id: harms.get(promise.id, 0) + URGENT * promise.urgent for promise in due}
    owing = _owing(due, calendars, _Known(frozenset(waiting), weights), moment)
    found = endangered(owing, _ground(who, sorted({each.owner_id for each in due}), moment))
    by_number = {promise.id: promise for promise in due}
    return {
        "endangered": [(by_number[each.promise_id], each.dangers) for each in found],
        "others": len(due) - len(found),
        "overdue": queries.how_many_overdue(session, who, moment),
        **_to_approve(who, moment),
        **_flagged(who, moment),
        "waiting": waiting,
        "danger_words": DANGERS,
        **just_done(who, moment),
        "language": language(),
        "show": lambda promise: shown(promise, moment),
        "here": request.full_path,
        "moment": moment,
    }


def _to_approve(who: Viewer, moment: datetime) -> dict[str, object]:
    session = db.session()
    found = to_answer_by(session, who, moment)
    waiting = approvals.listed(session, who, found)
    return {"approvals": waiting, "passed_up": {number for number, is_passed_up in found.items() if is_passed_up}}


def _flagged(who: Viewer, moment: datetime) -> dict[str, object]:
    session = db.session()
    return {
        "flags": flags.how_many_open(session, who, moment),
        "flagged": flags.flags(session, who, only_open=True, now=moment, after=None, limit=MOST_FLAGS),
        "flag_words": flag_words,
        "subject_of": subject_of,
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """Which promises are offered to somebody, and how much harm each would do."""

    offered: frozenset[int]
    harms: Mapping[int, int]


def _owing(
    due: Sequence[Promise], calendars: Mapping[int, WorkCalendar], known: _Known, moment: datetime
) -> list[Owing]:
    """Return what is due, each with the office time that is left until then."""
    return [
        Owing(
            promise_id=each.id,
            owner_id=each.owner_id,
            due_at=each.due_at,
            is_offered=each.id in known.offered,
            time_left=office_time_between(moment, each.due_at, calendars[each.team_id]),
            harm=known.harms[each.id],
        )
        for each in due
        if each.due_at is not None
    ]


def _ground(who: Viewer, owner_ids: Sequence[int], moment: datetime) -> Ground:
    session, this_day = db.session(), local_day(moment, who.time_zone)
    kept = queries.kept_by_day(session, who, owner_ids, this_day - LOOKED_BACK)
    return Ground(absent=board.absent_on(session, owner_ids, this_day), most_kept=best_days(kept))
