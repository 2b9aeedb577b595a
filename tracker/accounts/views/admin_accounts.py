"""The administration of accounts: list, add, change."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.accounts.forms import choices
from tracker.accounts.forms.people import AccountForm
from tracker.accounts.queries import accounts as queries
from tracker.accounts.queries.accounts import AccountFilter, ListedAccount
from tracker.accounts.queries.teams import team_names
from tracker.accounts.records import Account
from tracker.accounts.use_cases.accounts import add_account, change_account
from tracker.accounts.views.blueprints import blueprint
from tracker.accounts.views.closing import first_to_do, send_welcome
from tracker.accounts.views.editing import answer_edit
from tracker.accounts.views.sign_ins import live_sessions
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer
from tracker.web.paging import PAGE_SIZE, Key, page_of, requested_after

STATES = {"open": True, "closed": False}


@blueprint.get("/admin/accounts")
@needs_role(Role.ADMIN)
def accounts() -> ResponseReturnValue:
    wanted, session = _wanted(), db.session()
    after = requested_after("accounts")
    found = queries.list_accounts(session, wanted, _after(after), PAGE_SIZE + 1)
    return page_or_block(
        "accounts/accounts.html",
        "list",
        page=page_of(found, "accounts", key=_key),
        wanted=request.args,
        total=queries.count_accounts(session, wanted),
        role_words=choices.ROLE_WORDS,
    )


@blueprint.route("/admin/accounts/new", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def new_account() -> ResponseReturnValue:
    who = viewer()
    form = _account_form(AccountForm(data={"locale": who.locale, "time_zone": who.office_time_zone}))

    def save() -> str:
        with transaction() as session:
            added = add_account(session, form.addition(), who, now()).id
        send_welcome(added)
        flash(gettext("The account is open. A mail with a link to set the password is on its way."), "ok")
        return url_for("accounts.account", account_id=added)

    return answer_form(
        form, "accounts/account_new.html", "form", save=save, context={"zones": choices.suggested_zones()}
    )


@blueprint.route("/admin/accounts/<int:account_id>", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def account(account_id: int) -> ResponseReturnValue:
    known = queries.account(db.session(), account_id)
    form = _change_form(account_id)

    def save() -> str:
        with transaction() as session:
            change_account(session, form.change(account_id), viewer(), now())
        flash(gettext("Saved."), "ok")
        return url_for("accounts.account", account_id=account_id)

    context = {"account": known, "zones": choices.suggested_zones(), "sign_ins": live_sessions(account_id)}
    context["take_over"] = first_to_do(account_id)
    return answer_edit(
        form, "accounts/account.html", save=save, fresh=lambda: _change_form(account_id, formdata=None), context=context
    )


def _change_form(account_id: int, **given: object) -> AccountForm:
    """Return the form as it was sent, or filled with what is stored."""
    known: Account = queries.account(db.session(), account_id)
    return _account_form(AccountForm(obj=known, data={"row_version": str(known.row_version)}, **given), account_id)


def _account_form(form: AccountForm, account_id: int | None = None) -> AccountForm:
    session = db.session()
    others = [person for person in queries.open_accounts(session) if person.id != account_id]
    form.offer(others, gettext("nobody"))
    form.offer_places(list(team_names(session).items()))
    return form


def _wanted() -> AccountFilter:
    asked = request.args
    role = asked.get("role", "")
    return AccountFilter(
        words=asked.get("q", ""),
        role=Role(role) if role in set(Role) else None,
        is_active=STATES.get(asked.get("state", "")),
    )


def _key(listed: ListedAccount) -> Key:
    return (listed.sort_key, listed.id)


def _after(key: Key | None) -> tuple[str, int] | None:
    return None if key is None else (str(key[0]), int(str(key[1])))
