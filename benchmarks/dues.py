"""What the grammar of dues makes of labelled expressions, and how long it takes."""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks import report
from benchmarks.report import Figure, median, percentile, timed
from config import ROOT
from tracker.capture.rules.due.grammar import LANGUAGES, Asked, Due, read

EXPRESSIONS = Path(os.environ.get("CAPTURE_DATA", ROOT.parent / "shared" / "data" / "capture")) / "dates_dev.jsonl"
"""One JSON object a line: `text`, `lang`, `ref`, `tz`, `order`, and what is right as `gold`."""
LEAST = {"de": 95.0, "en": 93.0}
MOST_DEADLINES_WRONG, MOST_SILENCES_WRONG = 2, 1
LIMIT_MS, IMPORT_MS = 1.0, 50.0
RUNS, IMPORTS = 3, 5
PLACE = "grammar"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
STANDARD = "import dataclasses, datetime, enum, re, zoneinfo\n"
BEGIN = "from time import process_time; began = process_time()\n"
IMPORT = "import tracker.capture.rules.due.grammar\nprint(process_time() - began)"

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expression:
    """A labelled expression."""

    text: str
    asked: Asked
    gold: Gold

    @property
    def kind(self) -> str:
        """What sort of moment it is."""
        return str(self.gold["kind"])


def measure() -> list[Figure]:
    """Return accuracy by language and kind, and speed; say loudly when there is nothing to measure it on."""
    figures = [_import_time()]
    if not EXPRESSIONS.exists():
        print(f"SKIPPED: accuracy of the grammar of dues. There is no {EXPRESSIONS}; name its folder in CAPTURE_DATA.")
        return figures
    every = list(expressions())
    figures += _speed(every)
    for language in LANGUAGES:
        figures += _accuracy(language, [each for each in every if each.asked.language == language])
    return figures


def expressions() -> Iterator[Expression]:
    """Yield the labelled expressions."""
    with EXPRESSIONS.open(encoding="utf-8") as lines:
        for each in map(json.loads, lines):
            moment, zone = datetime.fromisoformat(each["ref"]), ZoneInfo(each["tz"])
            asked = Asked(each["lang"], moment, zone, month_first=each["order"] == "MDY")
            yield Expression(each["text"], asked, each["gold"])


def is_right(expression: Expression, due: Due) -> bool:
    """Whether a reading is one that the label allows."""
    return JUDGES[expression.kind](expression, due)


def _accuracy(language: str, every: list[Expression]) -> list[Figure]:
    right, wrong = Counter[str](), defaultdict[str, int](int)
    for each in every:
        is_good = is_right(each, read(each.text, each.asked))
        right[each.kind] += is_good
        wrong[each.kind] += not is_good
    kinds = ", ".join(f"{kind} {right[kind]}/{right[kind] + wrong[kind]}" for kind in sorted({*right, *wrong}))
    share = 100 * right.total() / max(1, len(every))
    return [
        _shown(f"{language}: right", share, "%", LEAST[language], how=kinds, is_floor=True),
        _shown(f"{language}: deadlines wrong", wrong["deadline"], "", MOST_DEADLINES_WRONG),
        _shown(f"{language}: silences wrong", wrong["none"], "", MOST_SILENCES_WRONG),
    ]


def _speed(every: list[Expression]) -> list[Figure]:
    """Return how long a line takes, all patterns made: the best of some runs, as the machine is seldom alone."""
    for each in every:
        read(each.text, each.asked)
    times = [min(timed(read, each.text, each.asked) for _ in range(RUNS)) for each in every]
    how = f"median {median(times):.2f} ms, slowest {max(times):.2f} ms"
    return [_shown("a line, p95", percentile(times, 0.95), "ms", LIMIT_MS, how=how)]


def _import_time() -> Figure:
    """Return how long the processor is busy importing the grammar, into a program that has the standard modules."""
    best = min(_imported_in(STANDARD) for _ in range(IMPORTS))
    alone = min(_imported_in("") for _ in range(IMPORTS))
    how = f"with the standard library's modules {alone:.0f} ms"
    return _shown("import", best, "ms", IMPORT_MS, how=how)


def _imported_in(before: str) -> float:
    program = [sys.executable, "-c", before + BEGIN + IMPORT]
    return float(subprocess.run(program, cwd=ROOT, check=True, capture_output=True).stdout) * 1000


def _shown(what: str, value: float, unit: str, limit: float, *, how: str = "", is_floor: bool = False) -> Figure:
    figure = Figure(database=PLACE, what=what, value=value, unit=unit, limit=limit, how=how, is_floor=is_floor)
    return report.show(figure)


# ---- what the labels allow -----------------------------------------------------------------------


def _date(each: Expression, due: Due) -> bool:
    return due.due is not None and str(due.due.date()) in each.gold["any"]


def _instant(each: Expression, due: Due) -> bool:
    return any(_is_near(due.due, right) for right in each.gold["any"])


def _time(each: Expression, due: Due) -> bool:
    """Judge a time of the day: on the day when it was asked, or the next."""
    rights = [datetime.fromisoformat(right).time() for right in each.gold["any"]]
    today = each.asked.reference.date()
    days = (today, today + DAY)
    return (
        due.due is not None
        and due.due.date() in days
        and due.due.time().replace(second=0) in [r.replace(second=0) for r in rights]
    )


def _range(each: Expression, due: Due) -> bool:
    return any(_is_range(start, end, due) for start, end in each.gold["any"])


def _is_range(start: str | None, end: str, due: Due) -> bool:
    if _is_at(due.due, end, allowed=(0, -1)) and (start is None or _is_at(due.start, start)):
        return True
    is_clock = start is not None and " " in start
    return is_clock and _is_near(due.due, start or "")


def _timerange(each: Expression, due: Due) -> bool:
    """Judge two times of a day, whichever day."""
    return any(
        due.due is not None
        and (
            (_clock(due.due) == end[11:16] and due.start is not None and _clock(due.start) == start[11:16])
            or _clock(due.due) == start[11:16]
        )
        for start, end in each.gold["any"]
    )


def _deadline(each: Expression, due: Due) -> bool:
    allowed = (0, -1) if each.gold["before"] else (0,)
    return any(_is_at(due.due, end, allowed=allowed) for _, end in each.gold["any"])


def _daypart(each: Expression, due: Due) -> bool:
    if due.due is None:
        return False
    first, last = each.gold["win"]
    for day in each.gold["days"]:
        hours = (due.due - datetime.fromisoformat(day)).total_seconds() / 3600
        if first <= hours <= last:
            return True
    return False


def _none(_each: Expression, due: Due) -> bool:
    return due.due is None


JUDGES: dict[str, Callable[[Expression, Due], bool]] = {
    "date": _date,
    "instant": _instant,
    "time": _time,
    "range": _range,
    "timerange": _timerange,
    "deadline": _deadline,
    "daypart": _daypart,
    "none": _none,
}


def _is_at(moment: datetime | None, right: str, allowed: Iterable[int] = (0,)) -> bool:
    """Whether a moment is a labelled one; of a day any moment is right, or one so many days off."""
    if moment is None:
        return False
    if " " in right:
        return _is_near(moment, right)
    return any(moment.date() == datetime.fromisoformat(right).date() + off * DAY for off in allowed)


def _is_near(moment: datetime | None, right: str) -> bool:
    return moment is not None and abs(moment - datetime.fromisoformat(right)) <= MINUTE


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def show_mistakes() -> None:
    """Print every expression that is read wrongly, with what was right."""
    for each in expressions():
        due = read(each.text, each.asked)
        if not is_right(each, due):
            asked = f"{each.asked.language} {each.kind:<9} {each.asked.reference}"
            print(f"{asked} {each.text!r}\n    right {each.gold}\n    read  {due.start} … {due.due} by {due.rules}")


if __name__ == "__main__":
    show_mistakes()
