"""`python -m benchmarks`: everything that asks a database is measured on both, in a temporary folder."""

import argparse
import logging
from collections.abc import Callable

from benchmarks import (
    alerts,
    calibration,
    deadlines,
    dues,
    feeds,
    imports,
    lines,
    logging_posts,
    pages,
    plans,
    precedents,
    promises,
    realism,
    reports,
)
from benchmarks.places import NAMES, Places, places
from benchmarks.report import Figure, heading

SMALL, USUAL, LARGE = 10_000, 100_000, 1_000_000


def main() -> None:
    """Measure what was asked for, and say at the end what was missed."""
    asked = _asked()
    logging.disable(logging.WARNING)
    figures = [each for part, measure in ALONE.items() if part in (asked.only or ALONE) for each in measure()]
    for database in () if set(asked.only or PARTS) <= set(ALONE) else asked.database or NAMES:
        with places(database) as made:
            for part, measure in PARTS.items():
                figures += measure(made, asked) if part in (asked.only or PARTS) else []
            if asked.plans:
                plans.show(made.of(asked.large))
    missed = [figure for figure in figures if not figure.holds]
    print(f"\n{len(figures) - len(missed)} of {len(figures)} figures keep their limit.")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--database", action="append", choices=NAMES, help="only this one (may be repeated)")
    parser.add_argument("--only", action="append", choices=[*ALONE, *PARTS], help="only this part (may be repeated)")
    parser.add_argument("--promises", type=int, default=USUAL, help="where logging is measured [%(default)s]")
    parser.add_argument("--small", type=int, default=SMALL, help="pages are compared with this size [%(default)s]")
    parser.add_argument("--decisions", type=int, default=USUAL, help="among which one more is made [%(default)s]")
    large = parser.add_mutually_exclusive_group()
    large.add_argument("--size", type=int, dest="large", default=USUAL, help="… and this one [%(default)s]")
    large.add_argument("--large", action="store_const", const=LARGE, help=f"the same as --size {LARGE}")
    parser.add_argument("--plans", action="store_true", help="print how the database answers the pages")
    return parser.parse_args()


def _grammar() -> list[Figure]:
    heading("the grammar of dues: labelled expressions read rightly, and speed")
    return [*dues.measure(), *deadlines.measure()]


def _promises() -> list[Figure]:
    heading("promises in sentences: how many are found")
    return promises.measure()


def _audit() -> list[Figure]:
    heading("judging a history of decisions")
    return precedents.measure_audit()


def _calibration() -> list[Figure]:
    heading("what the hint at logging learns from half a year of real promises, held against the next half")
    return calibration.measure()


def _realism(made: Places, asked: argparse.Namespace) -> list[Figure]:
    heading(f"{made.database}: the hint at logging among {asked.large:,} promises")
    return realism.measure(made.of(asked.large))


def _precedents(made: Places, asked: argparse.Namespace) -> list[Figure]:
    heading(f"{made.database}: considering a request among {asked.decisions:,} decisions")
    return precedents.measure(made, asked.decisions)


def _logging(made: Places, asked: argparse.Namespace) -> list[Figure]:
    heading(f"{made.database}: logging a promise among {asked.promises:,}, in times of an empty page and a bare insert")
    return logging_posts.measure(made.of(asked.promises))


def _pages(made: Places, asked: argparse.Namespace) -> list[Figure]:
    heading(f"{made.database}: pages among {asked.large:,} promises, in times of the same among {asked.small:,}")
    return pages.compare(made.of(asked.small), made.of(asked.large))


def _reports(made: Places, asked: argparse.Namespace) -> list[Figure]:
    heading(f"{made.database}: pages of managers among {asked.large:,} promises, in times of {asked.small:,} and in ms")
    return reports.compare(made.of(asked.small), made.of(asked.large))


def _queries(made: Places, asked: argparse.Namespace) -> list[Figure]:
    heading(f"{made.database}: queries of a page")
    return pages.count_queries(made.of(asked.large))


def _import(made: Places, _asked: argparse.Namespace) -> list[Figure]:
    heading(f"{made.database}: importing (the limit was named for SQLite)")
    return [imports.measure(made)]


def _alerts(made: Places, asked: argparse.Namespace) -> list[Figure]:
    heading(f"{made.database}: alerts of one worker by mail")
    return alerts.measure(made.of(asked.promises), made.of(asked.large))


def _feeds(made: Places, asked: argparse.Namespace) -> list[Figure]:
    heading(f"{made.database}: a calendar feed of {feeds.ENTRIES} entries, in times of icalendar writing them")
    return feeds.measure(made.of(asked.small))


def _line(made: Places, _asked: argparse.Namespace) -> list[Figure]:
    heading(f"{made.database}: the quick line, understood while it is typed among {lines.CUSTOMERS:,} customers")
    return lines.measure(made.with_customers(lines.CUSTOMERS))


ALONE: dict[str, Callable[[], list[Figure]]] = {
    "grammar": _grammar,
    "promises": _promises,
    "audit": _audit,
    "calibration": _calibration,
}
"""What asks no database."""

PARTS: dict[str, Callable[[Places, argparse.Namespace], list[Figure]]] = {
    "pages": _pages,
    "queries": _queries,
    "reports": _reports,
    "realism": _realism,
    "logging": _logging,
    "line": _line,
    "import": _import,
    "alerts": _alerts,
    "feeds": _feeds,
    "precedents": _precedents,
}
"""Pages come before logging and feeds, which make some people's days longer."""

if __name__ == "__main__":
    main()
