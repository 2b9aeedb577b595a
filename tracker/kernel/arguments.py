"""What several commands accept on the command line: a moment with its offset, a day."""

from datetime import date, datetime

import click

from tracker.kernel.bounds import is_within_reach, moment


class Moment(click.ParamType[datetime]):
    """An ISO moment that names its offset, so that it means the same on every machine."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment; refuse text that names none."""
        if isinstance(value, datetime):
            return value
        try:
            return moment(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a moment with its offset, such as 2026-01-31T09:00:00+01:00.", param, ctx)


class Day(click.ParamType[date]):
    """An ISO day."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; refuse text that names none."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2026-01-31.", param, ctx)
        if not is_within_reach(day):
            self.fail(f"{value!r} is too near to an end of the calendar.", param, ctx)
        return day
