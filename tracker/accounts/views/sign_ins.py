"""The own sign-ins, and ending them."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from tracker.accounts import sign_in
from tracker.accounts.datastore import session_limits
from tracker.accounts.queries.sessions import ListedSession, open_sessions
from tracker.accounts.rules.programs import program_in_words
from tracker.accounts.rules.sessions import SessionFacts, is_live
from tracker.accounts.use_cases import sessions as use_cases
from tracker.accounts.views.blueprints import blueprint
from tracker.kernel.clock import now
from tracker.kernel.errors import NotFound
from tracker.kernel.extensions import db, transaction
from tracker.kernel.words import N_
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_sign_in, viewer


@blueprint.get("/settings/sign-ins")
@needs_sign_in
def sign_ins() -> ResponseReturnValue:
    listed = live_sessions(viewer().id)
    return page_or_block(
        "accounts/sign_ins.html", "list", sign_ins=listed, present=present_session_id(), in_words=program_in_words
    )


@blueprint.post("/settings/sign-ins/<int:session_id>/end")
@needs_sign_in
def end_sign_in(session_id: int) -> ResponseReturnValue:
    who = viewer()
    with transaction() as session:
        if not use_cases.end_session(session, session_id, who.id, actor_id=who.id, now=now()):
            raise NotFound(N_("This sign-in has ended already."))
    flash(gettext("The sign-in was ended."), "ok")
    return see_other(url_for("accounts.sign_ins"))


@blueprint.post("/settings/sign-ins/end-others")
@needs_sign_in
def end_other_sign_ins() -> ResponseReturnValue:
    who = viewer()
    with transaction() as session:
        ended = use_cases.end_sessions(session, who.id, actor_id=who.id, now=now(), but=present_session_id())
    flash(ngettext("One other sign-in was ended.", "%(num)d other sign-ins were ended.", ended), "ok")
    return see_other(url_for("accounts.sign_ins"))


def live_sessions(account_id: int) -> list[ListedSession]:
    """Return the sign-ins of an account that still hold."""
    limits, moment = session_limits(), now()
    return [
        each
        for each in open_sessions(db.session(), account_id)
        if is_live(SessionFacts(each.started_at, each.seen_at, None), limits, moment)
    ]


def present_session_id() -> int | None:
    """Return the number of the sign-in that this request belongs to."""
    person = sign_in.signed_in()
    return person.sign_in.session_id if person else None
