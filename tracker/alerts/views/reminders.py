"""The reminders of one promise, and saying that one is on it."""

from datetime import datetime, timedelta

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from tracker.alerts.reminders import reminders_of
from tracker.alerts.use_cases.acknowledging import Acknowledge, acknowledge, end_acknowledgement
from tracker.alerts.views.room import blueprint
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.promises.forms.moments import MomentForm, day_field, time_field
from tracker.promises.queries import finding
from tracker.promises.rules import State
from tracker.web import filters
from tracker.web.addresses import next_address, see_other
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_sign_in, viewer

SPANS = {
    "": _l("two office hours"),
    "30": _l("half an hour"),
    "60": _l("an hour"),
    "180": _l("three hours"),
    "at": _l("a moment that I name"),
}


class OnItForm(MomentForm):
    """Until when somebody is on it: for a span, or until a day and time."""

    span = SelectField(_l("For how long?"), choices=list(SPANS.items()), default="")
    until_day = day_field(_l("Day"))
    until_time = time_field(_l("Time"))

    def until(self, who: Viewer, moment: datetime) -> datetime | None:
        """Return the end; None for the usual one. Raises Invalid when it should be named and is not."""
        if self.until_day.data is not None or self.span.data == "at":
            named = self.moment("until", who.time_zone, moment)
            if named is None:
                raise Invalid(gettext("Until when?"), field="until_day")
            return named
        return moment + timedelta(minutes=int(self.span.data)) if self.span.data else None


@blueprint.get("/promises/<int:promise_id>/reminders")
@needs_sign_in
def reminders(promise_id: int) -> ResponseReturnValue:
    """Show what was told, what is to come and what is left out."""
    return page_or_block("alerts/reminders.html", "reminders", **_shown(promise_id))


@blueprint.route("/promises/<int:promise_id>/on-it", methods=["GET", "POST"])
@needs_sign_in
def on_it(promise_id: int) -> ResponseReturnValue:
    """Say that one is on it, and until when."""
    who, moment, form = viewer(), now(), OnItForm()
    promise = finding.promise(db.session(), who, promise_id)
    context = {"promise": promise, "back": url_for("promises.show", promise_id=promise_id)}

    def save() -> str:
        with transaction() as session:
            wish = Acknowledge(promise_id=promise_id, actor=who, until=form.until(who, moment))
            said = acknowledge(session, wish, moment)
        flash(gettext("On it until %(moment)s. Then it comes back.", moment=filters.instant(said.until)), "ok")
        return next_address(url_for("promises.show", promise_id=promise_id))

    return answer_form(form, "alerts/on_it.html", "form", save=save, context=context)


@blueprint.post("/promises/<int:promise_id>/not-on-it")
@needs_sign_in
def not_on_it(promise_id: int) -> ResponseReturnValue:
    """Let the reminders go on."""
    who = viewer()
    with transaction() as session:
        end_acknowledgement(session, who, promise_id, now())
    flash(gettext("The reminders go on."), "ok")
    return see_other(url_for("promises.show", promise_id=promise_id))


def _shown(promise_id: int) -> dict[str, object]:
    who, session = viewer(), db.session()
    promise = finding.promise(session, who, promise_id)
    return {
        "promise": promise,
        "reminders": reminders_of(session, promise, now()),
        "may_be_on_it": promise.state == State.OPEN and who.may_change_in(promise.team_id),
    }
