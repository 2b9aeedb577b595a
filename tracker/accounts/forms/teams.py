"""Teams: place, hours, closing days."""

import re
from datetime import date

from wtforms import BooleanField, DateField, HiddenField, SelectField
from wtforms.validators import Length

from tracker.accounts.forms import choices
from tracker.accounts.forms.choices import Choices, optional_number
from tracker.accounts.forms.words import _l
from tracker.accounts.records import Team
from tracker.accounts.rules.hours import slots_in, text_of
from tracker.accounts.use_cases.teams import (
    USUAL_WEEK,
    WEEKDAY_FIELDS,
    ClosingDayWish,
    TeamWish,
    week_of_team,
)
from tracker.web.forms import LineField, PageForm, needed
from tracker.worktime.calendar import Week, week_of

HOURS_KW = {"autocomplete": "off", "placeholder": "–"}
ADDRESSES_KW = {"inputmode": "email", "autocomplete": "off", "spellcheck": "false"}
SEPARATORS = re.compile(r"[,;]")
ZONE_KW = {"list": "zones", "autocomplete": "off", "spellcheck": "false"}


class TeamForm(PageForm):
    """A team; the hours of a weekday are one line with any number of slots."""

    row_version = HiddenField()
    name = LineField(_l("Name"), [needed(_l("Which name?")), Length(max=80)])
    manager_id = SelectField(_l("Manager"), coerce=optional_number)
    is_closed = BooleanField(_l("Closed team"))
    time_zone = LineField(_l("Time zone"), [needed(_l("Which time zone?")), Length(max=40)], render_kw=ZONE_KW)
    country = SelectField(_l("Country"))
    region = SelectField(_l("Region"))
    monday = LineField(_l("Monday"), render_kw=HOURS_KW)
    tuesday = LineField(_l("Tuesday"), render_kw=HOURS_KW)
    wednesday = LineField(_l("Wednesday"), render_kw=HOURS_KW)
    thursday = LineField(_l("Thursday"), render_kw=HOURS_KW)
    friday = LineField(_l("Friday"), render_kw=HOURS_KW)
    saturday = LineField(_l("Saturday"), render_kw=HOURS_KW)
    sunday = LineField(_l("Sunday"), render_kw=HOURS_KW)
    addresses = LineField(_l("Addresses for copies of mails"), [Length(max=1000)], render_kw=ADDRESSES_KW)

    def offer(self, managers: Choices) -> None:
        """Fill the choices; the regions are those of the country that is chosen."""
        self.manager_id.choices = managers
        self.country.choices = choices.countries()
        self.region.choices = choices.regions(self.country.data)

    def wish(self) -> TeamWish:
        """Return the wish. Raises Invalid for hours that cannot be read."""
        return TeamWish(
            name=self.name.data or "",
            time_zone=self.time_zone.data or "",
            week=self._week(),
            country=self.country.data or "",
            region=self.region.data or "",
            is_closed=bool(self.is_closed.data),
            manager_id=self.manager_id.data,
            addresses=tuple(SEPARATORS.sub(" ", self.addresses.data or "").split()),
        )

    def _week(self) -> Week:
        return week_of({day: slots_in(self[name].data or "", name) for day, name in enumerate(WEEKDAY_FIELDS)})


def team_facts(team: Team) -> dict[str, object]:
    """Return what the form of a team is filled with."""
    return {
        "row_version": str(team.row_version),
        "name": team.name,
        "manager_id": team.manager_id,
        "is_closed": team.is_closed,
        "time_zone": team.time_zone,
        "country": team.country,
        "region": team.region,
        "addresses": ", ".join(each.address for each in team.addresses),
        **week_texts(week_of_team(team)),
    }


def week_texts(week: Week = USUAL_WEEK) -> dict[str, object]:
    """Return the hours of each weekday as they are written."""
    return {name: text_of(slots) for name, slots in zip(WEEKDAY_FIELDS, week, strict=True)}


class ClosingDayForm(PageForm):
    """One more day on which the team is closed."""

    day = DateField(_l("Day"), [needed(_l("Which day?"))])
    occasion = LineField(_l("Occasion"), [Length(max=80)])

    def closing_day(self) -> ClosingDayWish:
        """Return the wish."""
        day: date = self.day.data
        return ClosingDayWish(day, self.occasion.data or "")
