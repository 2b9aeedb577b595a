"""Reading moments and days the way the file writes them. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from tracker.imports.mapping import FileForm
from tracker.promises.rules import Due
from tracker.worktime.zones import end_of_day, from_local, start_of_day

REMEMBERED = 10_000
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Written:
    """A moment, or only a day in the file's zone."""

    at: datetime | None
    day: date | None
    zone: str

    def start(self) -> datetime:
        """Return the moment; of a day its first."""
        return self.at or start_of_day(self._day(), self.zone)

    def end(self) -> datetime:
        """Return the moment; of a day its last second: nothing is said to be earlier than it was."""
        return self.at or end_of_day(self._day(), self.zone) - SECOND

    def due(self) -> Due:
        """Return the due that it means; a day is due as a whole."""
        return Due(self.at) if self.at else Due(end_of_day(self._day(), self.zone), self.day)

    def _day(self) -> date:
        assert self.day is not None  # noqa: S101 - one of both is always known
        return self.day


class Moments:
    """Reads what stands in the cells of one file; the same text is read once."""

    def __init__(self, form: FileForm) -> None:
        self.form = form
        self.read = lru_cache(REMEMBERED)(self._read)

    def _read(self, text: str) -> Written:
        """Return the moment or day that the text names. Raises ValueError when it names none."""
        for pattern in self.form.datetime_formats:
            found = _parsed(text, pattern)
            if found is not None:
                return Written(self._in_utc(found), None, self.form.zone)
        for pattern in self.form.date_formats:
            found = _parsed(text, pattern)
            if found is not None:
                return self._whole_day(found.date())
        raise ValueError(text)

    def _in_utc(self, found: datetime) -> datetime:
        try:
            return from_local(found, self.form.zone) if found.tzinfo is None else found.astimezone(UTC)
        except OverflowError as error:
            raise ValueError(str(found)) from error

    def _whole_day(self, day: date) -> Written:
        written = Written(None, day, self.form.zone)
        try:
            written.start(), written.end()
        except OverflowError as error:
            raise ValueError(str(day)) from error
        return written


def _parsed(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is the file's
    except ValueError:
        return None
