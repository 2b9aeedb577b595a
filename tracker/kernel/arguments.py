"""What several commands accept on the command line: a moment with its offset, a day."""

from datetime import date, datetime

import click


class Moment(click.ParamType[datetime]):
    """An ISO moment that names its offset, so that it means the same on every machine."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment; refuse text that names none."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a moment such as 2026-01-31T09:00:00+01:00.", param, ctx)
        if moment.utcoffset() is None:
            self.fail(f"{value!r} needs an offset, as in {value}+01:00 or {value}Z.", param, ctx)
        return moment


class Day(click.ParamType[date]):
    """An ISO day."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; refuse text that names none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2026-01-31.", param, ctx)
