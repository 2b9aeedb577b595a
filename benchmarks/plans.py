"""How the database answers what the pages ask."""

from collections.abc import Iterable
from typing import Any

from benchmarks.pages import PAGES, Reader, statements
from benchmarks.places import Place
from tracker.kernel.extensions import db

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN (ANALYZE, COSTS OFF, SUMMARY OFF) "}
SHOWN = 160


def show(place: Place) -> None:
    """Print every statement of every page with its plan."""
    reader = Reader(place)
    for page in PAGES:
        reader.read(page)
        with statements(place) as asked:
            reader.read(page)
        print(f"\n{place.database}, {place.promises:,} promises: {page.name}")
        for statement, values in asked:
            _explain(place, statement, values)


def _explain(place: Place, statement: str, values: Any) -> None:
    told = " ".join(statement.split())
    where = told[told.find(" FROM ") :]
    print(f"  {told[:40]} …{where[:SHOWN]}")
    if told.startswith(("SELECT", "WITH")):
        with place.app.app_context(), db.engine.connect() as connection:
            rows = connection.exec_driver_sql(EXPLAIN[place.database] + statement, values)
            for line in _lines(rows):
                print(f"      {line}")


def _lines(rows: Iterable[tuple[object, ...]]) -> Iterable[str]:
    return (str(row[-1]) for row in rows)
