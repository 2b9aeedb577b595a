"""The form of how somebody wants to be told."""

from collections.abc import Iterable
from datetime import time

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectField, SelectMultipleField, TimeField
from wtforms.validators import Optional

from tracker.alerts.rules.ladders import Channel, NoticeKind
from tracker.alerts.rules.preferences import Preferences
from tracker.alerts.words import CHANNELS, KINDS
from tracker.web.forms import PageForm

MINUTES_AN_HOUR = 60
NEVER = ""
TIMES = ["%H:%M", "%H:%M:%S"]


def _time(label: object) -> TimeField:
    return TimeField(label, [Optional()], format=TIMES)


class PreferencesForm(PageForm):
    """Quiet hours, digests, sound, and which notices come on which channel."""

    row_version = HiddenField(default="0")
    quiet_from = _time(_l("Quiet from"))
    quiet_until = _time(_l("Quiet until"))
    lets_urgent_through = BooleanField(_l("Urgent reminders reach me at any hour"))
    daily_at = _time(_l("Every working day at"))
    weekly_on = SelectField(_l("For managers: every week on"), choices=[])
    weekly_at = _time(_l("At"))
    with_count = BooleanField(_l("Number of new notices in the title of the window"))
    with_sound = BooleanField(_l("A sound when something new comes while a page is open"))
    wanted = SelectMultipleField(_l("Notices"))

    def offer(self, channels: Iterable[Channel]) -> None:
        """Fill the choices: weekdays, and what comes on the channels that this person has."""
        locale = get_locale()
        days = locale.days["format"]["wide"] if locale else {}
        self.weekly_on.choices = [(NEVER, _l("never")), *((str(day), name) for day, name in sorted(days.items()))]
        self.wanted.choices = [
            (_key(kind, channel), f"{KINDS[kind]} {CHANNELS[channel]}") for kind in KINDS for channel in channels
        ]

    def fill(self, version: int, wish: Preferences) -> None:
        """Show what is stored."""
        self.row_version.data = str(version)
        for name in ("quiet_from", "quiet_until", "daily_at", "weekly_at"):
            self[name].data = _as_time(getattr(wish, name))
        for name in ("lets_urgent_through", "with_count", "with_sound"):
            self[name].data = getattr(wish, name)
        self.weekly_on.data = NEVER if wish.weekly_on is None else str(wish.weekly_on)
        unwanted = {_key(kind, channel) for kind, channel in wish.unwanted}
        self.wanted.data = [key for key, _words in self.wanted.choices if key not in unwanted]

    def wish(self, before: Preferences) -> Preferences:
        """Return what was typed; what was not on offer stays as it was."""
        wanted = set(self.wanted.data or [])
        offered = {key for key, _words in self.wanted.choices}
        kept = {pair for pair in before.unwanted if _key(*pair) not in offered}
        unwanted = {_pair(key) for key in offered - wanted}
        return Preferences(
            quiet_from=_minute(self.quiet_from),
            quiet_until=_minute(self.quiet_until),
            lets_urgent_through=self.lets_urgent_through.data,
            daily_at=_minute(self.daily_at),
            weekly_on=int(self.weekly_on.data) if self.weekly_on.data else None,
            weekly_at=_minute(self.weekly_at),
            with_sound=self.with_sound.data,
            with_count=self.with_count.data,
            unwanted=frozenset(kept | unwanted),
        )


def _key(kind: NoticeKind, channel: Channel) -> str:
    return f"{kind}:{channel}"


def _pair(key: str) -> tuple[NoticeKind, Channel]:
    kind, _colon, channel = key.partition(":")
    return NoticeKind(kind), Channel(channel)


def _minute(field: Field) -> int | None:
    return None if field.data is None else field.data.hour * MINUTES_AN_HOUR + field.data.minute


def _as_time(minute: int | None) -> time | None:
    return None if minute is None else time(*divmod(minute, MINUTES_AN_HOUR))
