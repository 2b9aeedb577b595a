"""Own settings: profile and password."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.accounts import mails, passwords, sign_in
from tracker.accounts.forms import choices
from tracker.accounts.forms.people import ProfileForm
from tracker.accounts.forms.signing_in import ChangePasswordForm
from tracker.accounts.queries import accounts as queries
from tracker.accounts.queries.accounts import Credentials
from tracker.accounts.rules.throttle import limits_for
from tracker.accounts.use_cases.accounts import change_profile
from tracker.accounts.use_cases.passwords import SetPassword, set_password
from tracker.accounts.use_cases.throttle import count_attempt, forgive
from tracker.accounts.views.blueprints import blueprint
from tracker.accounts.views.editing import answer_edit
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid, TooMany
from tracker.kernel.extensions import db, transaction
from tracker.kernel.words import N_
from tracker.web.forms import answer_form
from tracker.web.guards import needs_sign_in, viewer


@blueprint.route("/settings", methods=["GET", "POST"])
@needs_sign_in
def settings() -> ResponseReturnValue:
    who = viewer()
    form = _profile_form()

    def save() -> str:
        with transaction() as session:
            change_profile(session, form.profile(), who, now())
        sign_in.look_again()
        flash(gettext("Saved."), "ok")
        return url_for("accounts.settings")

    context = {"zones": choices.suggested_zones()}
    return answer_edit(
        form, "accounts/settings.html", save=save, fresh=lambda: _profile_form(formdata=None), context=context
    )


def _profile_form(**given: object) -> ProfileForm:
    """Return the form as it was sent, or filled with what is stored."""
    session = db.session()
    account = queries.account(session, viewer().id)
    form = ProfileForm(obj=account, data={"row_version": str(account.row_version)}, **given)
    form.offer([person for person in queries.open_accounts(session) if person.id != account.id], gettext("nobody"))
    return form


@blueprint.route("/settings/password", methods=["GET", "POST"])
@needs_sign_in
def password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    account = queries.credentials(db.session(), viewer().id)
    db.session.rollback()

    def save() -> str:
        _change_password(form, account)
        mails.send_later(mails.changed_mail(account))
        flash(gettext("The new password is set. All other sign-ins were ended."), "ok")
        return url_for("accounts.settings")

    return answer_form(form, "accounts/password.html", "form", save=save, context={"account": account})


def _change_password(form: ChangePasswordForm, account: Credentials) -> None:
    limits = limits_for("password", account.email, request.remote_addr)
    with transaction() as session:
        wait = count_attempt(session, limits, now())
    if wait is not None:
        raise TooMany(N_("Too many attempts."), retry_after_s=int(wait.total_seconds()) + 1)
    if not passwords.verified(str(form.password.data), account.password).is_right:
        raise Invalid(N_("This is not the present password."), field="password")
    new = passwords.accepted(str(form.new_password.data), (account.name, account.email), "new_password")
    wish = SetPassword(account_id=account.id, key=account.key, password_hash=new, kind="password_changed")
    with transaction() as session:
        set_password(session, wish, now())
        forgive(session, limits, now())
    sign_in.enter(account.id)
