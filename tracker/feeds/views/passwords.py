"""The page of one's own app passwords, and how task programs are set up with them."""

from flask import Blueprint, current_app, flash, make_response, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from config import Settings
from tracker.accounts.queries.accounts import credentials
from tracker.feeds import rules
from tracker.feeds.forms import PasswordForm
from tracker.feeds.queries.passwords import live_passwords
from tracker.feeds.use_cases import passwords as use_cases
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.web.addresses import see_other
from tracker.web.forms import answer_form
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.headers import unseen_by_others

SHOWN_ONCE = "new_app_password"
"""Where the browser's own session carries a new password from the form to the page that shows it."""

blueprint = Blueprint("passwords", __name__)


@blueprint.route("/calendar/tasks", methods=["GET", "POST"])
@needs_sign_in
def show() -> ResponseReturnValue:
    """All app passwords of the account, and the new one, this one time; a form to make another."""
    form = PasswordForm()
    page = answer_form(form, "feeds/tasks.html", "main", save=lambda: _made(form), context=_context)
    return unseen_by_others(make_response(page))


@blueprint.post("/calendar/tasks/<int:password_id>/revoke")
@needs_sign_in
def revoke(password_id: int) -> ResponseReturnValue:
    """End a password."""
    who = viewer()
    with transaction() as session:
        use_cases.revoke_password(session, who, password_id, now())
    flash(gettext("Switched off. The program sees nothing any more."), "ok")
    return see_other(url_for("feeds.passwords.show"))


def _made(form: PasswordForm) -> str:
    with transaction() as session:
        secret = use_cases.make_password(session, viewer(), form.name.data or "", now())
    browser[SHOWN_ONCE] = secret
    return url_for("feeds.passwords.show") + "#new-password"


def _context() -> dict[str, object]:
    settings: Settings = current_app.extensions["settings"]
    session, who = db.session(), viewer()
    return {
        "server": settings.caldav_url,
        "login": credentials(session, who.id).email,
        "fresh": browser.pop(SHOWN_ONCE, None),
        "listed": live_passwords(session, who.id),
        "program_name": rules.program_name,
    }
