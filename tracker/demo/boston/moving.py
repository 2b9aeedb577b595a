"""Moving an export in time by whole weeks: weekdays and times of day stay, and its end comes near the present."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tracker.imports.export import Export, opened
from tracker.imports.mapping import Mapping
from tracker.worktime.zones import from_local, local, local_day

AS_OF = datetime.fromisoformat("2016-01-13T00:00:00-05:00")
"""When the city made the export: it judges its own requests as of then."""

A_WEEK = timedelta(weeks=1)


def weeks_since(zone: str, now: datetime) -> int:
    """Return how many whole weeks have passed since the export was made, by the calendar of its place."""
    return (local_day(now, zone) - local_day(AS_OF, zone)) // A_WEEK


def moved_moment(weeks: int, zone: str) -> datetime:
    """Return the moment of the export, so many weeks later at the same time of day."""
    wall = local(AS_OF, zone).replace(tzinfo=None) + weeks * A_WEEK
    return from_local(wall, zone)


@contextmanager
def moved(path: Path, mapping: Mapping, weeks: int) -> Iterator[Export]:
    """Open a copy of an export whose moments are so many weeks later. Raises UnreadableError."""
    with TemporaryDirectory() as folder:
        copy = Path(folder, path.name)
        _copy(path, copy, mapping, weeks)
        with opened(copy, mapping) as export:
            yield export


def _copy(path: Path, copy: Path, mapping: Mapping, weeks: int) -> None:
    form = mapping.file
    with opened(path, mapping) as export, copy.open("w", encoding="utf-8", errors="surrogateescape", newline="") as to:
        writer = csv.writer(to, delimiter=form.delimiter, quotechar=form.quote)
        writer.writerow(export.header)
        for row in export.rows():
            writer.writerow([_later(cell, form.datetime_formats, weeks) for cell in row.cells])


def _later(cell: str, formats: tuple[str, ...], weeks: int) -> str:
    """Return a cell so many weeks later; one that is no moment stays as it is."""
    for each in formats:
        try:
            written = datetime.strptime(cell.strip(), each)  # noqa: DTZ007 - the zone is the file's
        except ValueError:
            continue
        return (written + weeks * A_WEEK).strftime(each)
    return cell
