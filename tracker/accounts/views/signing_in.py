"""Signing in and out, and a forgotten password."""

import logging
from datetime import timedelta

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext

from tracker.accounts import mails, passwords, reset_links, sign_in
from tracker.accounts.forms.signing_in import ForgotPasswordForm, ResetPasswordForm, SignInForm
from tracker.accounts.queries.accounts import credentials_by_key, credentials_of
from tracker.accounts.rules.throttle import limits_for
from tracker.accounts.use_cases.passwords import SetPassword, set_password
from tracker.accounts.use_cases.throttle import count_attempt, forgive
from tracker.accounts.views.blueprints import security
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.web.addresses import next_address, see_other
from tracker.web.forms import PageForm, answer_form
from tracker.web.moments import span_in_words
from tracker.web.viewer import viewer_or_none

log = logging.getLogger(__name__)

UNPROCESSABLE, TOO_MANY = 422, 429


@security.route("/sign-in", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    if viewer_or_none() is not None:
        return see_other(next_address())
    form = SignInForm()
    if not form.validate_on_submit():
        return _page("accounts/sign_in.html", form, UNPROCESSABLE if form.is_submitted() else 200)
    if (wait := _wait_before("sign-in", str(form.email.data))) is not None:
        return _throttled("accounts/sign_in.html", form, wait)
    return _admit(form)


@security.get("/login")
def login_by_habit() -> ResponseReturnValue:
    """Lead those who type the usual address to ours."""
    return see_other(url_for("security.login"))


@security.get("/.well-known/change-password")
def change_password_by_program() -> ResponseReturnValue:
    """Lead password managers to where a password is changed."""
    return see_other(url_for("accounts.password"))


def _admit(form: SignInForm) -> ResponseReturnValue:
    email = str(form.email.data)
    account = credentials_of(db.session(), email)
    db.session.rollback()
    verdict = passwords.verified(str(form.password.data), account.password if account else None)
    if account is None or not verdict.is_right or not account.active:
        log.warning("sign-in refused from %s", request.remote_addr)
        form.form_errors.append(gettext("Mail address or password is not right."))
        return _page("accounts/sign_in.html", form, UNPROCESSABLE)
    with transaction() as session:
        forgive(session, limits_for("sign-in", email, request.remote_addr), now())
    sign_in.enter(account.id, verdict.better_hash)
    return see_other(next_address())


@security.post("/sign-out")
def logout() -> ResponseReturnValue:
    sign_in.leave()
    flash(gettext("Signed out."), "ok")
    return see_other(url_for("security.login"))


@security.route("/forgot-password", methods=["GET", "POST"])
def forgot_password() -> ResponseReturnValue:
    form = ForgotPasswordForm()
    if not form.validate_on_submit():
        return _page("accounts/forgot_password.html", form, UNPROCESSABLE if form.is_submitted() else 200)
    if (wait := _wait_before("reset", str(form.email.data))) is not None:
        return _throttled("accounts/forgot_password.html", form, wait)
    account = credentials_of(db.session(), str(form.email.data))
    flash(gettext("If there is an account with this address, a mail with a link is on its way."), "ok")
    if account is not None and account.active:
        mails.send_later(mails.reset_mail(account, reset_links.reset_address(account.key, now())))
    return see_other(url_for("security.login"))


@security.route("/reset/<token>", methods=["GET", "POST"])
def reset_password(token: str) -> ResponseReturnValue:
    link = reset_links.read_token(token, now())
    account = credentials_by_key(db.session(), link.key)
    if account is None or not account.active:
        raise reset_links.no_such_link()
    db.session.rollback()
    form = ResetPasswordForm()

    def save() -> str:
        new = passwords.accepted(str(form.new_password.data), (account.name, account.email), "new_password")
        wish = SetPassword(account_id=account.id, key=link.key, password_hash=new, kind="password_reset")
        with transaction() as session:
            set_password(session, wish, now())
            forgive(session, limits_for("sign-in", account.email, request.remote_addr), now())
        mails.send_later(mails.changed_mail(account))
        flash(gettext("The new password is set. All sign-ins were ended."), "ok")
        return url_for("security.login")

    return answer_form(form, "accounts/reset_password.html", "card", save=save, context={"account": account})


def _wait_before(purpose: str, email: str) -> timedelta | None:
    """Count an attempt; return how long to wait if it is one too many."""
    with transaction() as session:
        return count_attempt(session, limits_for(purpose, email, request.remote_addr), now())


def _throttled(template: str, form: PageForm, wait: timedelta) -> Response:
    log.warning("too many attempts from %s", request.remote_addr)
    longer = max(wait, timedelta(minutes=1))
    form.form_errors.append(gettext("Too many attempts. Next try in %(span)s.", span=span_in_words(longer)))
    answer = _page(template, form, TOO_MANY)
    answer.headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
    return answer


def _page(template: str, form: PageForm, status: int) -> Response:
    return make_response(render_template(template, form=form), status)
