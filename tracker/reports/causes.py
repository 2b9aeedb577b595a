"""Why promises were not kept on time: the most frequent cause first, up to all of them, also those without a cause."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from tracker.promises.queries.marks import Mark
from tracker.reports.charts import Step, in_order, ranked
from tracker.reports.queries.counting import Tallied


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """A bar for each cause, by what its promises are found, and how many were not kept on time at all."""

    bars: list[tuple[Step, dict[str, object]]]
    missed: int


def causes(names: Mapping[str, str], found: Mapping[str, Tallied], missed: int) -> Causes | None:
    """Return the causes of what was not kept on time; None where nothing was missed.

    What is overdue has no cause yet, and is not left out for it: the shares are of all that was missed.
    """
    if not missed:
        return None
    counted = [(value, each.measures()) for value, each in found.items() if value in names]
    known = ranked([(names[value], m.judged - m.kept_on_time, value) for value, m in counted])
    rows: list[tuple[str, int, dict[str, object]]] = [(words, many, {"cause": value}) for words, many, value in known]
    unknown = missed - sum(many for _, many, _ in rows)
    if unknown > 0:
        rows.append((gettext("No cause (yet)"), unknown, {"mark": Mark.NO_CAUSE.value}))
    steps = in_order([(words, many) for words, many, _ in rows])
    return Causes(bars=[(step, narrowed) for step, (_, _, narrowed) in zip(steps, rows, strict=True)], missed=missed)
