"""The form of a ladder."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.alerts.records import Ladder, Rung
from tracker.alerts.rules.ladders import OFFERED_AUDIENCES, About, Audience, Channel
from tracker.alerts.use_cases.configuring import LadderWish, RungWish
from tracker.alerts.words import AUDIENCES, CHANNELS
from tracker.web.forms import LineField, PageForm, needed

NEED_NUMBER = _l("A whole number, 0 or more.")
MINUTES_AN_HOUR = 60
MOST = 100_000
SIDES = [("before", _l("before it is due")), ("after", _l("after it is due"))]
UNITS = [("60", _l("hours")), ("1", _l("minutes"))]
CLOCKS = [("office", _l("in office hours")), ("clock", _l("by the clock"))]


EVERY_AUDIENCE = tuple(each for offered in OFFERED_AUDIENCES.values() for each in offered)
FIRST_AUDIENCES = {Audience.OWNER, Audience.APPROVER}
"""Who is reminded unless something else is chosen."""


class RungForm(Form):
    """One reminder: how long before or after the due, to whom, how, how often."""

    about = About.PROMISE
    id = HiddenField()
    amount = IntegerField(_l("How long"), [InputRequired(NEED_NUMBER), NumberRange(0, MOST, NEED_NUMBER)], default=1)
    unit = SelectField(_l("Unit"), choices=UNITS, default="60")
    side = SelectField(_l("Before or after"), choices=SIDES, default="before")
    clock = SelectField(_l("Counted"), choices=CLOCKS, default="office")
    repeat = IntegerField(_l("Again every … minutes"), [Optional(), NumberRange(0, MOST, NEED_NUMBER)])
    repeat_most = IntegerField(_l("At most … times"), [Optional(), NumberRange(1, 1000, NEED_NUMBER)])
    is_urgent = BooleanField(_l("Urgent: also outside of working hours, for those who allow it"))
    is_mandatory = BooleanField(_l("Nobody can switch it off"))
    remove = BooleanField(_l("Remove this reminder"))

    def wish(self) -> RungWish:
        """Return what was typed."""
        span = timedelta(minutes=(self.amount.data or 0) * int(self.unit.data))
        return RungWish(
            id=int(self.id.data) if str(self.id.data or "").isdecimal() else None,
            offset=-span if self.side.data == "before" else span,
            in_office_time=self.clock.data == "office",
            audience=frozenset(each for each in OFFERED_AUDIENCES[self.about] if self[f"to_{each}"].data),
            channels=frozenset(each for each in CHANNELS if each is Channel.APP or self[f"by_{each}"].data),
            repeat=timedelta(minutes=self.repeat.data) if self.repeat.data else None,
            repeat_most=self.repeat_most.data,
            is_urgent=self.is_urgent.data,
            is_mandatory=self.is_mandatory.data,
        )

    @property
    def audience_fields(self) -> list[BooleanField]:
        """The boxes for whom."""
        return [self[f"to_{each}"] for each in OFFERED_AUDIENCES[self.about]]

    @property
    def channel_fields(self) -> list[BooleanField]:
        """The boxes for how; the application is not asked for."""
        return [self[f"by_{each}"] for each in CHANNELS if each is not Channel.APP]


for _audience in EVERY_AUDIENCE:
    setattr(RungForm, f"to_{_audience}", BooleanField(AUDIENCES[_audience], default=_audience in FIRST_AUDIENCES))
for _channel in CHANNELS:
    if _channel is not Channel.APP:
        setattr(RungForm, f"by_{_channel}", BooleanField(CHANNELS[_channel], default=_channel is Channel.MAIL))


class RungOfApprovalForm(RungForm):
    """The same about requests for approval."""

    about = About.APPROVAL


class LadderForm(PageForm):
    """A ladder: its name, for which promises it counts, and its reminders."""

    about = About.PROMISE

    row_version = HiddenField(default="0")
    name = LineField(_l("Name"), [needed(_l("Give it a name.")), Length(max=80)])
    team_id = SelectField(_l("Team"), coerce=int)
    kind_id = SelectField(_l("Kind of promise"), coerce=int)
    rungs = FieldList(FormField(RungForm))

    def offer(self, teams: Iterable[tuple[int, str]], kinds: Iterable[tuple[int, str]]) -> None:
        """Fill the choices; 0 is every one."""
        self.team_id.choices = list(teams)
        self.kind_id.choices = list(kinds)

    def wish(self) -> LadderWish:
        """Return what was typed, without the reminders that are to go."""
        return LadderWish(
            about=self.about,
            name=self.name.data or "",
            team_id=self.team_id.data or None,
            kind_id=self.kind_id.data or None,
            rungs=tuple(entry.form.wish() for entry in self.rungs if not entry.form.remove.data),
        )


class LadderOfApprovalsForm(LadderForm):
    """The same about requests for approval, which have no kind."""

    about = About.APPROVAL
    rungs = FieldList(FormField(RungOfApprovalForm))

    def offer(self, teams: Iterable[tuple[int, str]], kinds: Iterable[tuple[int, str]]) -> None:
        """Fill the choices of teams; every kind is the only one."""
        super().offer(teams, list(kinds)[:1])
        self.kind_id.data = 0


FORMS = {About.PROMISE: LadderForm, About.APPROVAL: LadderOfApprovalsForm}


def filled(ladder: Ladder) -> dict[str, object]:
    """Return what the form shows of a stored ladder, the earliest reminder first."""
    rungs = sorted(ladder.rungs, key=lambda rung: (rung.offset_s, rung.position))
    return {
        "row_version": str(ladder.row_version),
        "name": ladder.name,
        "team_id": ladder.team_id or 0,
        "kind_id": ladder.kind_id or 0,
        "rungs": [_filled_rung(rung) for rung in rungs],
    }


def _filled_rung(rung: Rung) -> dict[str, object]:
    facts = rung.facts()
    minutes = abs(rung.offset_s) // 60
    unit = 1 if minutes % MINUTES_AN_HOUR else MINUTES_AN_HOUR
    return {
        "id": str(rung.id),
        "amount": minutes // unit,
        "unit": str(unit),
        "side": "before" if rung.offset_s < 0 else "after",
        "clock": "office" if rung.in_office_time else "clock",
        "repeat": None if rung.repeat_s is None else rung.repeat_s // 60,
        "repeat_most": rung.repeat_most,
        "is_urgent": rung.is_urgent,
        "is_mandatory": rung.is_mandatory,
        **{f"to_{each}": each in facts.audience for each in EVERY_AUDIENCE},
        **{f"by_{each}": each in facts.channels for each in CHANNELS if each is not Channel.APP},
    }
