"""Time for tests: it stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

MOMENT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday, nine in the morning in Berlin: four weeks before summer time, no holiday near."""

TODAY = MOMENT.date()


class FrozenClock:
    """A clock that shows `moment` until it is told otherwise."""

    def __init__(self, moment: datetime = MOMENT) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """Return the present moment of the test."""
        return self.moment

    def advance(self, span: timedelta) -> datetime:
        """Let time pass, and return the moment that it then is."""
        self.moment += span
        return self.moment
