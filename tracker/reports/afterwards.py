"""What followed when a date did not hold: new dates, hand-overs, promises to make good, and what these cost."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import format_decimal
from sqlalchemy.orm import Session

from tracker.promises.measures import Share
from tracker.reports.queries.ahead import Asked
from tracker.reports.queries.amends import Amends, amends
from tracker.reports.queries.cells import Facet
from tracker.reports.queries.counting import Tallied
from tracker.reports.rules.figures import MINUTES_A_DAY

Apart = Mapping[Facet, Mapping[str, Tallied]]

DAY = 60 * MINUTES_A_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """How many got a new date, of those due; how many more than one; how those with a new date were kept on the last.

    `handed` were handed over, `per_promise` is how often a promise was; `waited` is how many days passed from the first
    date of a chain until it was made good, on average.
    """

    moved: Share
    new_dates: int
    moved_again: int
    on_last_date: Share
    handed: int
    handovers: int
    per_promise: str
    amends: Amends
    waited: str | None


def afterwards(session: Session, asked: Asked, whole: Tallied, found: Apart) -> Afterwards:
    """Return what followed; `whole` are the counts of all that was due, `found` those by how often it followed."""
    handed, never = found[Facet.HANDED], str(None)
    moved = {value: each.measures() for value, each in found[Facet.MOVED].items() if value != never}
    due, made_good = whole.measures().due, amends(session, asked)
    return Afterwards(
        moved=Share(whole.counts["moved"], due),
        new_dates=whole.counts["new_dates"],
        moved_again=sum(each.due for value, each in moved.items() if value != "1"),
        on_last_date=Share(
            sum(each.kept_on_time for each in moved.values()), sum(each.judged for each in moved.values())
        ),
        handed=sum(each.measures().due for each in handed.values()),
        handovers=whole.counts["handovers"],
        per_promise=format_decimal(whole.counts["handovers"] / due if due else 0, "#,##0.##"),
        amends=made_good,
        waited=format_decimal(made_good.seconds / made_good.kept / DAY, "#,##0.#") if made_good.kept else None,
    )
