"""Mails about the account itself. They go out after the answer: who waits learns nothing from the time it took."""

import logging

from flask import after_this_request, current_app, render_template, url_for
from flask.wrappers import Response
from flask_babel import force_locale, gettext

from config import Settings
from tracker.accounts.queries.accounts import Credentials
from tracker.kernel.mail import Mail, Mailer
from tracker.kernel.smtp import MailFailed
from tracker.web.languages import BABEL_NAMES

log = logging.getLogger(__name__)


def reset_mail(account: Credentials, address: str) -> Mail:
    """Return the mail with the link by which a new password is set."""
    with force_locale(BABEL_NAMES[account.locale]):
        return _mail(account, "reset", gettext("A new password"), address)


def welcome_mail(account: Credentials, address: str) -> Mail:
    """Return the mail that tells a new person how to begin."""
    with force_locale(BABEL_NAMES[account.locale]):
        return _mail(account, "welcome", gettext("The new account"), address)


def changed_mail(account: Credentials) -> Mail:
    """Return the mail that says that the password was changed, in case it was somebody else."""
    settings: Settings = current_app.extensions["settings"]
    address = settings.base_url + url_for("security.forgot_password", _external=False)
    with force_locale(BABEL_NAMES[account.locale]):
        return _mail(account, "changed", gettext("The password was changed"), address)


def _mail(account: Credentials, name: str, subject: str, address: str) -> Mail:
    settings: Settings = current_app.extensions["settings"]
    text = render_template(
        f"accounts/mail_{name}.txt", account=account, address=address, organisation=settings.organisation
    )
    return Mail(
        to=account.email,
        name=account.name,
        subject=f"{settings.organisation}: {subject}",
        text=text,
        language=account.locale,
    )


def send_later(mail: Mail) -> None:
    """Send a mail once the answer to this request has gone out."""
    mailer: Mailer = current_app.extensions["mailer"]

    def send() -> None:
        try:
            mailer.send(mail)
        except MailFailed:
            log.exception("a mail about an account could not be sent")

    @after_this_request
    def attach(response: Response) -> Response:
        response.call_on_close(send)
        return response
