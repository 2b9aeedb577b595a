"""What a report is asked for, read from its address. What cannot be read is left out: an old bookmark still opens."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from flask import request
from flask_babel import lazy_gettext as _l

from tracker.kernel.bounds import number
from tracker.reports.rules.periods import MOST_DAYS, Period

PERIODS = (
    ("28", _l("last 4 weeks")),
    ("42", _l("last 6 weeks")),
    ("91", _l("last 3 months")),
    ("365", _l("last 12 months")),
)
BREAKDOWNS = (
    ("kind", _l("Kind")),
    ("team", _l("Team")),
    ("tier", _l("Tier")),
    ("channel", _l("Channel")),
    ("weekday", _l("Weekday")),
    ("lead", _l("Lead time")),
)
USUAL_DAYS = 42


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which promises a report is about, and by what it tells them apart."""

    period: Period
    days: int | None
    team_id: int | None
    kind_id: int | None
    is_mine: bool
    by: str

    @classmethod
    def of_request(cls, today: date) -> Self:
        """Read the address; a report looks back, up to today."""
        given = request.args
        first, last = _day(given.get("since")), _day(given.get("until"))
        last = min(last or today, today)
        chosen = given.get("period", USUAL_DAYS, type=int)
        days = chosen if str(chosen) in dict(PERIODS) else USUAL_DAYS
        is_named = first is not None and first <= last and (last - first).days < MOST_DAYS
        period = Period(first, last) if first is not None and is_named else Period(today - timedelta(days - 1), today)
        by = given.get("by", "kind")
        return cls(
            period=period,
            days=None if is_named else days,
            team_id=given.get("team", type=number),
            kind_id=given.get("kind", type=number),
            is_mine=given.get("of") == "me",
            by=by if by in dict(BREAKDOWNS) else "kind",
        )

    def address(self) -> dict[str, object]:
        """Return what an address holds to ask for the same."""
        days = {"period": self.days} if self.days else {"since": self.period.first, "until": self.period.last}
        rest = {"team": self.team_id, "kind": self.kind_id, "of": "me" if self.is_mine else None}
        return {**days, **{name: value for name, value in rest.items() if value}, "by": self.by}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
