"""The administration of teams: name, place, hours."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.accounts.forms import choices
from tracker.accounts.forms.teams import TeamForm, team_facts, week_texts
from tracker.accounts.queries import accounts
from tracker.accounts.queries import teams as queries
from tracker.accounts.use_cases import teams as use_cases
from tracker.accounts.views.blueprints import blueprint
from tracker.accounts.views.editing import answer_edit
from tracker.kernel.bounds import number_or_none
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer


@blueprint.get("/admin/teams")
@needs_role(Role.ADMIN)
def teams() -> ResponseReturnValue:
    return page_or_block(
        "accounts/teams.html", "list", teams=queries.list_teams(db.session()), places=dict(choices.countries())
    )


@blueprint.route("/admin/teams/new", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def new_team() -> ResponseReturnValue:
    form = _offered(TeamForm(data={"time_zone": viewer().office_time_zone, **week_texts()}))

    def save() -> str:
        with transaction() as session:
            added = use_cases.add_team(session, form.wish(), viewer(), now()).id
        flash(gettext("The team is added."), "ok")
        return url_for("accounts.team", team_id=added)

    context = {"zones": choices.suggested_zones()}
    return answer_form(form, "accounts/team_new.html", "form", save=save, context=context)


@blueprint.route("/admin/teams/<int:team_id>", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def team(team_id: int) -> ResponseReturnValue:
    form = _team_form(team_id)
    context = {"team": queries.team(db.session(), team_id), "zones": choices.suggested_zones()}

    def save() -> str:
        version = number_or_none(form.row_version.data) or 0
        with transaction() as session:
            use_cases.change_team(session, team_id, version, form.wish(), actor=viewer(), now=now())
        flash(gettext("Saved."), "ok")
        return url_for("accounts.team", team_id=team_id)

    return answer_edit(
        form, "accounts/team.html", save=save, fresh=lambda: _team_form(team_id, formdata=None), context=context
    )


def _team_form(team_id: int, **given: object) -> TeamForm:
    """Return the form as it was sent, or filled with what is stored."""
    return _offered(TeamForm(data=team_facts(queries.team(db.session(), team_id)), **given))


def _offered(form: TeamForm) -> TeamForm:
    managers = accounts.open_accounts(db.session(), role=Role.MANAGER)
    form.offer(choices.people(managers, gettext("nobody")))
    return form
