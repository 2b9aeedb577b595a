"""What the grammar of dues makes of the second pair of eyes' deadlines: sentences of people who promise something."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks import report
from benchmarks.report import Figure
from config import ROOT
from tracker.capture.rules.due.grammar import LANGUAGES, Asked, Due, read

FIXTURES = ROOT / "tests" / "rules" / "capture" / "sentences" / "dues.jsonl"
"""One JSON object a line, by somebody who did not write the grammar.

`due` is what is right, `due_any` everything that is; the same for `start`. A date is any moment of that day. A `vague`
line wants to name a due and does not; in an `ambiguous` one another reading must be shown; with `ambiguous_any` both
are a matter of opinion.
"""
LEAST = 98.0
PLACE = "deadlines"

Fixture = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A fixture and what was read; `is_silent` if the due is wrong and nothing tells that it may be."""

    fixture: Fixture
    due: Due
    wrongs: tuple[str, ...]
    is_silent: bool


def measure() -> list[Figure]:
    """Return accuracy by language, and how many wrong dues nobody is warned of."""
    every = [judged(each) for each in fixtures()]
    figures = [_accuracy(code, [each for each in every if each.fixture["lang"] == code]) for code in sorted(LANGUAGES)]
    silent = sum(each.is_silent for each in every)
    figure = Figure(database=PLACE, what="silently wrong dues", value=silent, unit="", limit=0)
    return [*figures, report.show(figure)]


def fixtures() -> Iterator[Fixture]:
    """Yield the fixtures."""
    with FIXTURES.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def judged(fixture: Fixture) -> Judged:
    """Return what is read of a fixture, and what is wrong with that."""
    asked = Asked(
        fixture["lang"],
        datetime.fromisoformat(fixture["reference"]),
        ZoneInfo(fixture["tz"]),
        month_first=fixture["order"] == "MDY",
    )
    due = read(fixture["text"], asked)
    wrongs = tuple(_wrongs(fixture, due))
    is_wrong = "due" in wrongs and due.due is not None
    is_shown = due.vague or any(_is_any(other, _rights(fixture, "due")) for other in due.others)
    return Judged(fixture, due, wrongs, is_silent=is_wrong and not is_shown)


def _wrongs(fixture: Fixture, due: Due) -> Iterator[str]:
    if not _is_any(due.due, _rights(fixture, "due")):
        yield "due"
    if (fixture["start"] or fixture["start_any"]) and not _is_any(due.start, _rights(fixture, "start")):
        yield "start"
    if fixture["ambiguous_any"]:
        return
    if due.vague != fixture["vague"] and due.due is None:
        yield "vague"
    if fixture["ambiguous"] and not due.others:
        yield "ambiguous"


def _rights(fixture: Fixture, name: str) -> list[str | None]:
    return fixture[f"{name}_any"] or [fixture[name]]


def _is_any(moment: datetime | None, rights: list[str | None]) -> bool:
    return any(_is_it(moment, right) for right in rights)


def _is_it(moment: datetime | None, right: str | None) -> bool:
    if moment is None or right is None:
        return moment is None and right is None
    if "T" not in right:
        return moment.date() == date.fromisoformat(right)
    return moment.replace(second=0, tzinfo=None) == datetime.fromisoformat(right).replace(tzinfo=None)


def _accuracy(language: str, every: list[Judged]) -> Figure:
    wrong = Counter(what for each in every for what in each.wrongs)
    right = sum(not each.wrongs for each in every)
    how = (
        f"{right} of {len(every)}; wrong: {', '.join(f'{what} {count}' for what, count in sorted(wrong.items())) or 0}"
    )
    figure = Figure(
        database=PLACE,
        what=f"{language}: right",
        value=100 * right / max(1, len(every)),
        unit="%",
        limit=LEAST,
        how=how,
        is_floor=True,
    )
    return report.show(figure)


def show_mistakes() -> None:
    """Print every fixture that is read wrongly, with what was right."""
    for each in map(judged, fixtures()):
        if each.wrongs:
            due, told = each.due, "SILENT" if each.is_silent else ""
            print(f"{each.fixture['id']} {each.fixture['lang']} {each.fixture['reference']} {each.fixture['text']!r}")
            print(f"    {told} {', '.join(each.wrongs)}: right {each.fixture['due_any'] or each.fixture['due']}")
            print(f"    read {due.start} … {due.due} {due.others and [*map(str, due.others)]} by {due.rules}")


if __name__ == "__main__":
    show_mistakes()
