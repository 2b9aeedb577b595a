"""How somebody wants to be told: quiet hours, digests, sound, channels."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.alerts.forms.preferences import PreferencesForm
from tracker.alerts.queries.endpoints import own_channels
from tracker.alerts.queries.preferences import preferences_of
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases.preferring import save_preferences
from tracker.alerts.views.room import blueprint
from tracker.kernel.bounds import number_or_none
from tracker.kernel.extensions import db, transaction
from tracker.web.forms import answer_form
from tracker.web.guards import needs_sign_in, viewer


@blueprint.route("/settings/notices", methods=["GET", "POST"])
@needs_sign_in
def preferences() -> ResponseReturnValue:
    """Show and change how the viewer is told."""
    who = viewer()
    version, stored = preferences_of(db.session(), who.id)
    form = PreferencesForm()
    form.offer((Channel.MAIL, *own_channels(db.session(), who.id)))
    if not form.is_submitted():
        form.fill(version, stored)

    def save() -> str:
        with transaction() as session:
            save_preferences(session, who.id, number_or_none(form.row_version.data) or 0, form.wish(stored))
        flash(gettext("Saved."), "ok")
        return url_for("alerts.preferences")

    return answer_form(form, "alerts/preferences.html", "form", save=save)
