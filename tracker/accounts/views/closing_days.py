"""The days on which a team is closed: public holidays by name, and closing days of its own."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.accounts.forms.teams import ClosingDayForm
from tracker.accounts.queries.teams import team as team_with_hours
from tracker.accounts.records import Team
from tracker.accounts.rules.holidays import Holiday, holidays_from
from tracker.accounts.use_cases import teams as use_cases
from tracker.accounts.views.blueprints import blueprint
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.web.addresses import see_other
from tracker.web.forms import answer_form
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language
from tracker.worktime.zones import local_day


@blueprint.route("/admin/teams/<int:team_id>/closing-days", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def closing_days(team_id: int) -> ResponseReturnValue:
    team, form = team_with_hours(db.session(), team_id), ClosingDayForm()

    def save() -> str:
        with transaction() as session:
            use_cases.add_closing_day(session, team_id, form.closing_day(), actor=viewer(), now=now())
        flash(gettext("The closing day is entered."), "ok")
        return url_for("accounts.closing_days", team_id=team_id)

    today = local_day(now(), team.time_zone)
    ahead = [closing for closing in team.closing_days if closing.day >= today]
    context = {"team": team, "closing_days": ahead, "holidays": next_holidays(team)}
    return answer_form(form, "accounts/closing_days.html", "form", save=save, context=context)


@blueprint.post("/admin/teams/<int:team_id>/closing-days/<int:closing_day_id>/remove")
@needs_role(Role.ADMIN)
def remove_closing_day(team_id: int, closing_day_id: int) -> ResponseReturnValue:
    with transaction() as session:
        use_cases.remove_closing_day(session, team_id, closing_day_id, actor=viewer(), now=now())
    flash(gettext("The closing day was taken out."), "ok")
    return see_other(url_for("accounts.closing_days", team_id=team_id))


def next_holidays(team: Team) -> list[Holiday]:
    """Return the public holidays of the team's place that come next, in the language of the page."""
    today = local_day(now(), team.time_zone)
    return holidays_from(today, team.country, team.region or None, language()) if team.country else []
