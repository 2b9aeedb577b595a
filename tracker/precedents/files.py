"""Files of a history: read whole, and named with what is wrong in them."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import Any

Row = Mapping[str, str]
MOST = 1e15
"""Numbers are less than this, so that every sum and product of them can be reckoned with."""
SEPARATOR = ";"
"""What stands between the decisions that show a flag: no name can hold it."""


class Unreadable(Exception):  # noqa: N818 - words for the person who brings the history
    """What was given is no history; the message says where, and why."""


@contextmanager
def named(place: str) -> Iterator[None]:
    """Say of what goes wrong inside that it is about this place."""
    try:
        yield
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, csv.Error) as error:
        raise Unreadable(f"{place}: {_said(error)}") from error
    except RecursionError:
        raise Unreadable(f"{place}: it is nested too deeply") from None


def _said(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error)


def rows(file: Path, columns: tuple[str, ...]) -> list[Row]:
    """Return the rows of a CSV file that has these columns at least. A row that is too short is empty at its end."""
    with named(file.name), file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, restval="", strict=True)
        absent = [column for column in columns if column not in (reader.fieldnames or ())]
        if absent:
            raise ValueError(f"columns are missing: {', '.join(absent)}")
        return list(reader)


def named_once(file: Path, found: list[Row], column: str) -> list[Row]:
    """Return the rows. Raises Unreadable where the names in a column do not tell them apart."""
    seen: dict[str, int] = {}
    for number, row in enumerate(found, start=1):
        name = row[column]
        if not name or SEPARATOR in name:
            raise Unreadable(f"{file.name}, row {number}: {column} is empty or holds {SEPARATOR!r}: {name!r}")
        if name in seen:
            raise Unreadable(f"{file.name}, row {number}: {column} {name!r} stands in row {seen[name]} already")
        seen[name] = number
    return found


def from_json(text: str) -> Any:
    """Return what a JSON text holds. Raises ValueError, also for what is called a number and is none."""
    return json.loads(text, parse_constant=number)


def number(given: object) -> float:
    """Return a number that can be reckoned with. Raises ValueError for what is none, endless, or absurd."""
    if isinstance(given, str | int | float) and not isfinite(found := float(given)):
        raise ValueError(f"no number: {given}")
    if not isinstance(given, str | int | float):
        raise ValueError(f"no number: {given!r}")  # noqa: TRY004 - it was read from a file
    if abs(found) >= MOST:
        raise ValueError(f"this number is too large: {given}")
    return found


def items(file: Path) -> list[dict[str, Any]]:
    """Return the objects in the list that a JSON file holds."""
    with named(file.name):
        written = from_json(file.read_text(encoding="utf-8-sig"))
        if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
            raise ValueError("it holds no list of objects")
        return written
