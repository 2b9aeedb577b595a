"""Accounts, own settings and absences."""

from wtforms import DateField, EmailField, HiddenField, RadioField, SelectField
from wtforms.validators import Length

from tracker.accounts.forms import choices
from tracker.accounts.forms.choices import Choices, optional_number
from tracker.accounts.forms.words import _l
from tracker.accounts.queries.accounts import Person
from tracker.accounts.use_cases.absences import PlanAbsence
from tracker.accounts.use_cases.accounts import AddAccount, ChangeAccount, ChangeProfile
from tracker.kernel.bounds import number_or_none
from tracker.kernel.people import Role
from tracker.web.forms import LineField, PageForm, needed

ZONE_KW = {"list": "zones", "autocomplete": "off", "spellcheck": "false"}


class ProfileForm(PageForm):
    """What people set for themselves."""

    row_version = HiddenField()
    name = LineField(_l("Name"), [needed(_l("Which name?")), Length(max=80)], render_kw={"autocomplete": "name"})
    locale = RadioField(_l("Language"))
    time_zone = LineField(_l("Time zone"), [needed(_l("Which time zone?")), Length(max=40)], render_kw=ZONE_KW)
    deputy_id = SelectField(_l("Deputy"), coerce=optional_number)

    def offer(self, deputies: list[Person], nobody: str) -> None:
        """Fill the choices."""
        self.locale.choices = choices.languages()
        self.deputy_id.choices = choices.people(deputies, nobody)

    def profile(self) -> ChangeProfile:
        """Return the wish."""
        return ChangeProfile(
            row_version=number_or_none(self.row_version.data) or 0,
            name=self.name.data or "",
            locale=self.locale.data,
            time_zone=self.time_zone.data or "",
            deputy_id=self.deputy_id.data,
        )


class AccountForm(ProfileForm):
    """What administrators set for others."""

    email = EmailField(
        _l("Mail address"),
        [needed(_l("Which mail address?")), Length(max=254)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    role = RadioField(_l("Role"), default=Role.AGENT.value)
    team_id = SelectField(_l("Team"), coerce=optional_number, validators=[needed(_l("Which team?"))])

    def offer_places(self, teams: Choices) -> None:
        """Fill the choices of role and team."""
        self.role.choices = choices.roles()
        self.team_id.choices = teams

    def addition(self) -> AddAccount:
        """Return the wish for a new account."""
        return AddAccount(
            email=self.email.data or "",
            name=self.name.data or "",
            role=Role(self.role.data),
            team_id=self.team_id.data,
            locale=self.locale.data,
            time_zone=self.time_zone.data or "",
            deputy_id=self.deputy_id.data,
        )

    def change(self, account_id: int) -> ChangeAccount:
        """Return the wish for an account that there is."""
        return ChangeAccount(
            account_id=account_id,
            row_version=number_or_none(self.row_version.data) or 0,
            email=self.email.data or "",
            name=self.name.data or "",
            role=Role(self.role.data),
            team_id=self.team_id.data,
            locale=self.locale.data,
            time_zone=self.time_zone.data or "",
            deputy_id=self.deputy_id.data,
        )


class AbsenceForm(PageForm):
    """From when to when, and who stands in."""

    first_day = DateField(_l("First day"), [needed(_l("From which day on?"))])
    last_day = DateField(_l("Last day"), [needed(_l("Until which day?"))])
    deputy_id = SelectField(_l("Who stands in?"), coerce=optional_number)

    def plan(self, account_id: int) -> PlanAbsence:
        """Return the wish."""
        first, last = self.first_day.data, self.last_day.data
        return PlanAbsence(account_id=account_id, first_day=first, last_day=last, deputy_id=self.deputy_id.data)
