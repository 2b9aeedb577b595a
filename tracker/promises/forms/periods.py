"""The period that an address asks for, by default the last year."""

from datetime import date, datetime, timedelta

from flask import request

from tracker.kernel.bounds import is_within_reach
from tracker.kernel.people import Viewer
from tracker.worktime.zones import local_day

YEAR = timedelta(days=365)


def asked_period(who: Viewer, moment: datetime) -> tuple[date, date]:
    """Return first and last day; what is no day counts as not asked for."""
    today = local_day(moment, who.time_zone)
    return _asked_day("since") or today - YEAR, _asked_day("until") or today


def _asked_day(name: str) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if is_within_reach(day) else None
