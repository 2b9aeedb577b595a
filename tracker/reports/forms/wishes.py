"""What a report is asked for, read from its address. What cannot be read is left out: an old bookmark still opens."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from tracker.kernel.bounds import number, number_or_none
from tracker.promises.measures import LEAD_STEPS
from tracker.promises.rules import Channel
from tracker.reports.rules.periods import MOST_DAYS, Period, relative_period

PERIODS = (
    ("yesterday", _l("yesterday")),
    ("last_week", _l("last week")),
    ("last_month", _l("last month")),
    ("last_quarter", _l("last quarter")),
    ("last_year", _l("last year")),
    ("28", _l("last 4 weeks")),
    ("42", _l("last 6 weeks")),
    ("91", _l("last 3 months")),
    ("365", _l("last 12 months")),
)
BY_PERSON, BY_CUSTOMER = "person", "customer"
BREAKDOWNS = (
    ("kind", _l("Kind")),
    ("team", _l("Team")),
    ("tier", _l("Tier")),
    ("channel", _l("Channel")),
    ("weekday", _l("Weekday")),
    ("lead", _l("Lead time")),
    (BY_CUSTOMER, _l("Customer")),
    (BY_PERSON, _l("Person")),
)
BESIDE_A_FACET = frozenset({"kind", "team", "weekday"})
"""By what is told apart what is of one tier, channel or lead time alone."""
OF_MANY = frozenset({BY_PERSON, BY_CUSTOMER})
"""By what the promises to one customer are not told apart: of so few they would tell nothing."""
USUAL = "42"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which promises a report is about, and by what it tells them apart; `relative` names a period that moves on.

    `has_other_days` says that days were named which make no period, so that those of `relative` stand in their place.
    One's own are of whatever team. `only` is a facet and its value. The tally knows no two facets at once: then less is
    told apart.
    """

    period: Period
    relative: str | None
    team_id: int | None
    kind_id: int | None
    is_mine: bool
    by: str
    has_other_days: bool = False
    only: tuple[str, str] | None = None
    customer_id: int | None = None

    @classmethod
    def of(cls, given: MultiDict[str, str], today: date, *, with_today: bool = True) -> Self:
        """Read the parts of an address; a report looks back, up to today or, if so wished, to the day before."""
        named = _named_days(given, today)
        relative = given.get("period", USUAL)
        relative = relative if relative in dict(PERIODS) else USUAL
        is_mine = given.get("of") == "me"
        only = None if is_mine else _only(given.get("only", ""))
        customer_id = given.get("customer", type=number)
        ways = dict(BREAKDOWNS) if only is None else BESIDE_A_FACET
        known = {by for by in ways if customer_id is None or by not in OF_MANY}
        return cls(
            period=named or relative_period(relative, today, with_today=with_today),
            relative=None if named else relative,
            team_id=None if is_mine else given.get("team", type=number),
            kind_id=given.get("kind", type=number),
            is_mine=is_mine,
            by=_by(given.get("by", "kind"), known),
            only=only,
            customer_id=customer_id,
            has_other_days=named is None and bool(given.get("since") or given.get("until")),
        )

    def address(self) -> dict[str, object]:
        """Return what an address holds to ask for the same."""
        days = {"period": self.relative} if self.relative else {"since": self.period.first, "until": self.period.last}
        rest: dict[str, object] = {"team": self.team_id, "kind": self.kind_id, "of": "me" if self.is_mine else None}
        rest["customer"] = self.customer_id
        rest["only"] = "-".join(self.only) if self.only else None
        return {**days, **{name: value for name, value in rest.items() if value}, "by": self.by}

    def of_these_days(self) -> Self:
        """Return the same about the very days that it means now."""
        return replace(self, relative=None)


def _by(wished: str, known: Container[str]) -> str:
    return wished if wished in known else "kind"


def _only(text: str) -> tuple[str, str] | None:
    facet, _, value = text.partition("-")
    known = {
        "tier": value.isdecimal() and value == str(number_or_none(value)),
        "channel": value in set(Channel),
        "lead": value in map(str, range(len(LEAD_STEPS) + 1)),
    }
    return (facet, value) if known.get(facet) else None


def _named_days(given: MultiDict[str, str], today: date) -> Period | None:
    """Return the days that are named one by one; None where there are none that make a period."""
    first, last = _day(given.get("since")), _day(given.get("until"))
    last = min(last or today, today)
    is_named = first is not None and first <= last and (last - first).days < MOST_DAYS
    return Period(first, last) if first is not None and is_named else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
