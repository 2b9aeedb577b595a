"""The filters of a list, read from its address. What cannot be read is left out: an old bookmark still opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Self
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from tracker.kernel.bounds import is_within_reach, number
from tracker.promises.measures import LATE_BANDS, LEAD_STEPS
from tracker.promises.queries.lists import Bounds, Wanted
from tracker.promises.queries.marks import Mark
from tracker.promises.rules import Channel
from tracker.promises.words import CHANNELS, LATE_BY, LEADS, WEEKDAYS
from tracker.web.texts import clean_line

NOWHERE: Bounds = (None, None)
DAYS_BACK = 90
"""How far back a list of settled promises looks unless it is told otherwise."""

STANDINGS = (
    ("open", _l("Open")),
    ("overdue", _l("Overdue")),
    ("ahead", _l("Still ahead")),
    ("settled", _l("Settled")),
    ("kept", _l("Kept")),
    ("judged", _l("All that were due")),
    ("due", _l("All that fall due")),
    ("kept_on_time", _l("Kept on time")),
    ("kept_late", _l("Kept late")),
    ("not_on_time", _l("Not kept on time")),
    ("missed", _l("Not kept or overdue")),
    ("not_kept", _l("Not kept")),
    ("partly_kept", _l("Partly kept")),
    ("broken", _l("Broken")),
    ("withdrawn", _l("Withdrawn")),
)
MARKS = {
    Mark.FIRST: _l("kept as first promised"),
    Mark.NOT_FIRST: _l("not kept as first promised"),
    Mark.TOLD: _l("customer informed before the first date"),
    Mark.MOVED: _l("got a new date"),
    Mark.MOVED_AGAIN: _l("got more than one new date"),
    Mark.HANDED_OVER: _l("handed over"),
    Mark.AMENDS: _l("promised to make good"),
    Mark.NO_CAUSE: _l("without a cause"),
}
NAMES = frozenset(
    {"standing", "team", "owner", "kind", "customer", "tier", "channel", "reference", "urgent", "since", "until"}
    | {"cause", "weekday", "lead", "late", "mark"}
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list shows, and the days that bound it as they stand in the form."""

    wanted: Wanted
    since: date | None
    until: date | None

    @classmethod
    def of_request(cls, zone: ZoneInfo, now: datetime) -> Self:
        """Read the filters of the address; days are those of the viewer's zone."""
        return cls.of(request.args, zone, now)

    @classmethod
    def of_query(cls, query: str, zone: ZoneInfo, now: datetime) -> Self:
        """Read the filters of a list that was saved by its query string."""
        return cls.of(MultiDict(parse_qsl(query)), zone, now)

    @classmethod
    def of(cls, given: MultiDict[str, str], zone: ZoneInfo, now: datetime) -> Self:
        """Read the filters from their names and values."""
        standing = given["standing"] if given.get("standing") in dict(STANDINGS) else "open"
        since, until = _day(given.get("since")), _day(given.get("until"))
        if since is None and standing not in {"open", "overdue", "ahead"}:
            since = now.astimezone(zone).date() - timedelta(days=DAYS_BACK)
        wanted = Wanted(
            standing=standing,
            team_id=given.get("team", type=number),
            owner_id=given.get("owner", type=number),
            kind_id=given.get("kind", type=number),
            customer_id=given.get("customer", type=number),
            tier_id=given.get("tier", type=number),
            channel=given.get("channel") if given.get("channel") in set(Channel) else None,
            reference=clean_line(given.get("reference", ""))[:80],
            urgent=given.get("urgent") == "1",
            cause_id=given.get("cause", type=number),
            weekday=_among(given.get("weekday", type=number), 7),
            lead=_between(LEAD_STEPS, given.get("lead", type=number)),
            late=_between(LATE_BANDS, given.get("late", type=number)),
            mark=given.get("mark", type=Mark),
            since=since,
            until=until,
        )
        return cls(wanted, since, until)


def same_list(query: str) -> str:
    """Return a query string with nothing in it but the filters of a list."""
    return urlencode([(name, value) for name, value in parse_qsl(query.lstrip("?")) if name in NAMES and value])


def _among(chosen: int | None, many: int) -> int | None:
    return chosen if chosen is not None and 0 <= chosen < many else None


def _between(steps: Sequence[timedelta], chosen: int | None) -> Bounds | None:
    """Return from and below which span a step reaches."""
    step = _among(chosen, len(steps) + 1)
    return None if step is None else bounds(steps)[step]


def bounds(steps: Sequence[timedelta]) -> list[Bounds]:
    """Return from and below which span each step reaches."""
    return list(pairwise((None, *steps, None)))


def narrowed_in_words(wanted: Wanted, tiers: Mapping[int, str], causes: Mapping[int, str]) -> list[str]:
    """Say by what a list is narrowed besides state, team, owner, kind and days, which stand above it."""
    said = [
        (gettext("Customer tier"), tiers.get(wanted.tier_id or 0)),
        (gettext("Channel"), CHANNELS.get(wanted.channel or "")),
        (gettext("Due on a"), None if wanted.weekday is None else WEEKDAYS[wanted.weekday]),
        (gettext("Lead time"), dict(zip(bounds(LEAD_STEPS), LEADS, strict=True)).get(wanted.lead or NOWHERE)),
        (gettext("Late by"), dict(zip(bounds(LATE_BANDS), LATE_BY, strict=True)).get(wanted.late or NOWHERE)),
        (gettext("Cause"), causes.get(wanted.cause_id or 0)),
    ]
    marks = [] if wanted.mark is None else [str(MARKS[wanted.mark])]
    return [*marks, *(f"{label}: {words}" for label, words in said if words)]


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if is_within_reach(day) else None
