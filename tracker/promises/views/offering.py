"""What the small forms offer: causes, kinds, people, and moments worth one click."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext

from tracker.accounts.calendars import calendar_of
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises.actions import Action
from tracker.promises.forms.acting import CorrectForm, HandOverForm
from tracker.promises.forms.action import ActionForm
from tracker.promises.forms.endings import CauseForm
from tracker.promises.forms.moments import MomentForm
from tracker.promises.queries import choices
from tracker.promises.queries.choices import Person
from tracker.promises.records import Promise
from tracker.promises.shown import name_of
from tracker.promises.words import offset_in_words
from tracker.worktime.arithmetic import add_office_time, next_opening
from tracker.worktime.calendar import NoOfficeTime, WorkCalendar
from tracker.worktime.due_offsets import quick_choices
from tracker.worktime.working_days import next_working_day
from tracker.worktime.zones import local, local_day, start_of_day

SNOOZES = (timedelta(hours=1), timedelta(hours=4))
"""Office hours by which a reminder is often moved."""


@dataclass(frozen=True, slots=True)
class Quick:
    """A moment worth one click: its code, its words, and what it fills into which field."""

    code: str
    words: str
    values: dict[str, str]


def quick_for(action: Action, who: Viewer) -> Sequence[Quick]:
    """Return the moments that this action offers."""
    if action is Action.RENEGOTIATE:
        return quick_dues(who)
    return _quick_reminders(who) if action is Action.SNOOZE else ()


def quick_dues(who: Viewer) -> list[Quick]:
    """Return the dues that are often promised."""
    offered = quick_choices(now(), calendar_of(db.session(), who.team_id))
    return [
        Quick(each.offset.code, offset_in_words(each.offset), _values("due", each.due, who) | {"due_count": ""})
        for each in offered
    ]


def fill_quickly(form: MomentForm, code: str, offered: Iterable[Quick]) -> None:
    """Put a moment worth one click into the fields, as scripts do where there are any."""
    for name, text in next((each.values for each in offered if each.code == code), {}).items():
        form[name].process_formdata([text] if text else [])
        form[name].raw_data = [text]
        if not text:
            form[name].data = None


def offer_choices(form: ActionForm, promise: Promise, who: Viewer) -> None:
    """Fill the lists to choose from."""
    session = db.session()
    if isinstance(form, CauseForm):
        causes = choices.causes(session)
        form.cause.choices = [("", gettext("choose")), *((each.id, name_of(each)) for each in causes)]
    if isinstance(form, HandOverForm):
        people = [each for each in choices.possible_owners(session, who) if each.id != promise.owner_id]
        form.to.choices = _by_team(people)
    if isinstance(form, CorrectForm):
        form.kind.choices = [(each.id, name_of(each)) for each in choices.kinds(session, besides=promise.kind_id)]


def _by_team(people: Iterable[Person]) -> dict[str, list[tuple[int, str]]]:
    teams: dict[str, list[tuple[int, str]]] = {}
    for each in people:
        teams.setdefault(each.team, []).append((each.id, each.name))
    return teams


def _quick_reminders(who: Viewer) -> list[Quick]:
    calendar = calendar_of(db.session(), who.team_id)
    try:
        offered = [
            (
                gettext("in %(hours)d h of office time", hours=span // timedelta(hours=1)),
                add_office_time(now(), span, calendar),
            )
            for span in SNOOZES
        ]
        offered.append((gettext("next working morning"), _next_morning(calendar)))
    except NoOfficeTime:
        offered = [(gettext("tomorrow"), now() + timedelta(days=1))]
    return [Quick(f"{at:%Y%m%d%H%M}", words, _values("remind_at", _whole_minute(at), who)) for words, at in offered]


def _next_morning(calendar: WorkCalendar) -> datetime:
    day = next_working_day(local_day(now(), calendar.zone), calendar)
    return next_opening(start_of_day(day, calendar.zone), calendar)


def _whole_minute(moment: datetime) -> datetime:
    minute = moment.replace(second=0, microsecond=0)
    return minute if minute == moment else minute + timedelta(minutes=1)


def _values(name: str, at: datetime, who: Viewer) -> dict[str, str]:
    wall = local(at, who.time_zone)
    return {f"{name}_day": f"{wall:%Y-%m-%d}", f"{name}_time": f"{wall:%H:%M}"}
