"""Planning absences: the own ones, and those of people one answers for."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.accounts.forms import choices
from tracker.accounts.forms.people import AbsenceForm
from tracker.accounts.queries import accounts as queries
from tracker.accounts.queries.absences import absences_from
from tracker.accounts.records import Account
from tracker.accounts.rules.people import may_plan_absence
from tracker.accounts.use_cases.absences import cancel_absence, plan_absence
from tracker.accounts.views.blueprints import blueprint
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.web.addresses import see_other
from tracker.web.forms import answer_form
from tracker.web.guards import needs_sign_in, viewer
from tracker.worktime.zones import local_day


@blueprint.route("/settings/absences", methods=["GET", "POST"])
@needs_sign_in
def absences() -> ResponseReturnValue:
    return absences_of(viewer().id)


@blueprint.route("/accounts/<int:account_id>/absences", methods=["GET", "POST"])
@needs_sign_in
def absences_of(account_id: int) -> ResponseReturnValue:
    account, who = account_to_plan_for(account_id), viewer()
    form = AbsenceForm()
    form.deputy_id.choices = deputies_offered(account)

    def save() -> str:
        with transaction() as session:
            plan_absence(session, form.plan(account_id), who, now())
        flash(gettext("The absence is entered."), "ok")
        return address_of(account_id)

    listed = absences_from(db.session(), account_id, local_day(now(), account.time_zone))
    context = {"account": account, "absences": listed, "is_own": account_id == who.id}
    return answer_form(form, "accounts/absences.html", "form", save=save, context=context)


@blueprint.post("/accounts/<int:account_id>/absences/<int:absence_id>/cancel")
@needs_sign_in
def cancel(account_id: int, absence_id: int) -> ResponseReturnValue:
    account_to_plan_for(account_id)
    with transaction() as session:
        cancel_absence(session, absence_id, account_id, actor=viewer(), now=now())
    flash(gettext("The absence was taken out."), "ok")
    return see_other(address_of(account_id))


def account_to_plan_for(account_id: int) -> Account:
    """Return the account; for who may not plan its absences it does not exist. Raises NotFound."""
    account = queries.account(db.session(), account_id)
    if not may_plan_absence(viewer(), account.id, account.team_id):
        raise queries.no_such_account()
    return account


def deputies_offered(account: Account) -> choices.Choices:
    """Return who may stand in for somebody, first of all whoever usually does; administrators keep no promises."""
    everybody = queries.open_accounts(db.session())
    possible = [person for person in everybody if person.id != account.id and person.role != Role.ADMIN]
    return choices.people(possible, _usual_deputy(account))


def _usual_deputy(account: Account) -> str:
    if account.deputy_id is None:
        return gettext("nobody: the team's manager")
    name = queries.names(db.session(), [account.deputy_id])[account.deputy_id]
    return gettext("as usual: %(name)s", name=name)


def address_of(account_id: int) -> str:
    """Return the page of somebody's absences, as the viewer calls it."""
    if account_id == viewer().id:
        return url_for("accounts.absences")
    return url_for("accounts.absences_of", account_id=account_id)
