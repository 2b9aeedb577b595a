"""How much time lies between two moments, in SQL on both databases."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlalchemy.sql.functions import FunctionElement


class _SecondsBetween(FunctionElement[float]):
    """The seconds from the first moment to the second."""

    type = Float()
    inherit_cache = True


def seconds_between(
    start: SQLCoreOperations[datetime | None], end: SQLCoreOperations[datetime | None]
) -> ColumnElement[float]:
    """Return the seconds of clock time from start to end, exact to a millisecond."""
    return _SecondsBetween(start, end)


@compiles(_SecondsBetween, "postgresql")
def _on_postgresql(element: _SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (compiler.process(moment, **options) for moment in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM {end} - {start}) AS DOUBLE PRECISION)"


@compiles(_SecondsBetween, "sqlite")
def _on_sqlite(element: _SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (compiler.process(moment, **options) for moment in element.clauses)
    return f"round((julianday({end}) - julianday({start})) * 86400.0, 3)"
