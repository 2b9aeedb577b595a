"""Revoking a grant that stands."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.precedents.forms.revoking import RevokeForm
from tracker.precedents.queries import decisions
from tracker.precedents.use_cases.revoking import Revoke, check_may_revoke, revoke
from tracker.precedents.views.room import blueprint
from tracker.web.forms import answer_form
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.languages import language


@blueprint.route("/decisions/<int:decision_id>/revoke", methods=["GET", "POST"])
@needs_sign_in
def revoke_grant(decision_id: int) -> ResponseReturnValue:
    shown = decisions.decision(db.session(), viewer(), decision_id)
    check_may_revoke(db.session(), viewer(), shown)
    form = RevokeForm(data={"seen_version": shown.row_version})
    back = url_for(".show", decision_id=decision_id)

    def save() -> str:
        reason = form.reason.data or ""
        with transaction() as session:
            command = Revoke(actor=viewer(), decision_id=decision_id, seen_version=form.version, reason=reason)
            revoke(session, command, now())
        flash(gettext("Revoked: from now on it is no longer granted."), "ok")
        return back

    context = {"decision": shown, "title": shown.situation.title_in(language()), "back": back}
    return answer_form(form, "precedents/revoke.html", "main", save=save, context=context)
