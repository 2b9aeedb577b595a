"""Closing and opening accounts, ending other people's sign-ins, and sending links."""

from collections.abc import Callable

from flask import current_app, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from tracker.accounts import mails, reset_links
from tracker.accounts.queries import accounts as queries
from tracker.accounts.use_cases import accounts as use_cases
from tracker.accounts.use_cases.sessions import end_sessions
from tracker.accounts.views.blueprints import blueprint
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.kernel.words import N_
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer

BeforeClosing = Callable[[int], str | None]
"""Asked with an account's number: returns the address of a page that comes first, or None."""

KEY = "before_closing_an_account"


@blueprint.get("/admin/accounts/<int:account_id>/close")
@needs_role(Role.ADMIN)
def close(account_id: int) -> ResponseReturnValue:
    account = queries.account(db.session(), account_id)
    if (address := first_to_do(account_id)) is not None:
        return see_other(address)
    return page_or_block("accounts/close.html", "form", account=account)


@blueprint.post("/admin/accounts/<int:account_id>/close")
@needs_role(Role.ADMIN)
def close_now(account_id: int) -> ResponseReturnValue:
    if (address := first_to_do(account_id)) is not None:
        return see_other(address)
    with transaction() as session:
        name = use_cases.deactivate_account(session, account_id, viewer(), now()).name
    flash(gettext("The account is closed: %(name)s.", name=name), "ok")
    return see_other(_address_of(account_id))


@blueprint.post("/admin/accounts/<int:account_id>/open")
@needs_role(Role.ADMIN)
def reopen(account_id: int) -> ResponseReturnValue:
    with transaction() as session:
        name = use_cases.activate_account(session, account_id, viewer(), now()).name
    flash(gettext("The account is open again: %(name)s.", name=name), "ok")
    return see_other(_address_of(account_id))


@blueprint.post("/admin/accounts/<int:account_id>/end-sign-ins")
@needs_role(Role.ADMIN)
def end_all_sign_ins(account_id: int) -> ResponseReturnValue:
    queries.account(db.session(), account_id)
    with transaction() as session:
        ended = end_sessions(session, account_id, actor_id=viewer().id, now=now())
    flash(ngettext("One sign-in was ended.", "%(num)d sign-ins were ended.", ended), "ok")
    return see_other(_address_of(account_id))


@blueprint.post("/admin/accounts/<int:account_id>/send-link")
@needs_role(Role.ADMIN)
def send_link(account_id: int) -> ResponseReturnValue:
    send_welcome(account_id)
    flash(gettext("A mail with a link to set the password is on its way."), "ok")
    return see_other(_address_of(account_id))


def send_welcome(account_id: int) -> None:
    """Send the link by which the person of an account sets a password. Raises Invalid for a closed one."""
    account = queries.credentials(db.session(), account_id)
    if not account.active:
        raise Invalid(N_("This account is closed."))
    mails.send_later(mails.welcome_mail(account, reset_links.reset_address(account.key, now())))


def first_to_do(account_id: int) -> str | None:
    """Return the page on which something must be settled before the account can be closed.

    The rooms above register such questions under KEY in `app.extensions`: who takes over the promises?
    """
    questions: list[BeforeClosing] = current_app.extensions.get(KEY, [])
    return next((address for ask in questions if (address := ask(account_id)) is not None), None)


def _address_of(account_id: int) -> str:
    return url_for("accounts.account", account_id=account_id)
