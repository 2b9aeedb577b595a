"""Before an account is closed or goes where its promises cannot follow: who takes them over?"""

from flask import flash, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from tracker.accounts.followers import FOLLOWERS, Follower
from tracker.accounts.queries import accounts
from tracker.accounts.views.closing import KEY
from tracker.customers.followers import MOVE_CHECKS
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.promises.queries.choices import everybody
from tracker.promises.queries.owning import hold_concerning, unsettled_count
from tracker.promises.use_cases.belonging import check_closing, check_customer_move, follow_account
from tracker.promises.use_cases.taking_over import take_over
from tracker.promises.views.room import blueprint
from tracker.web.addresses import next_address, see_other
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer


@blueprint.get("/admin/accounts/<int:account_id>/take-over")
@needs_role(Role.ADMIN)
def heirs(account_id: int) -> ResponseReturnValue:
    """Ask who takes over everything that an account still owes."""
    session = db.session()
    return page_or_block(
        "promises/take_over.html",
        "main",
        account=accounts.account(session, account_id),
        people=everybody(session, but=account_id),
        many=unsettled_count(session, account_id),
    )


@blueprint.post("/admin/accounts/<int:account_id>/take-over")
@needs_role(Role.ADMIN)
def inherit(account_id: int) -> ResponseReturnValue:
    """Give everything to the person chosen, and go on, usually with closing the account."""
    to_id = request.form.get("to", 0, type=number)
    with transaction() as session:
        many = take_over(session, from_id=account_id, to_id=to_id, actor=viewer(), now=now())
    flash(ngettext("%(num)d promise has a new owner.", "%(num)d promises have a new owner.", many), "ok")
    return see_other(next_address(url_for("accounts.close", account_id=account_id)))


def _ask(account_id: int) -> str | None:
    return url_for("promises.heirs", account_id=account_id) if unsettled_count(db.session(), account_id) else None


@blueprint.record_once
def _ask_before_closing(state: BlueprintSetupState) -> None:
    state.app.extensions.setdefault(KEY, []).append(_ask)


FOLLOWERS.append(Follower(hold=hold_concerning, follow=follow_account, close=check_closing))
MOVE_CHECKS.append(check_customer_move)
