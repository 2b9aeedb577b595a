"""Bringing a history of decisions from elsewhere, and what would have been flagged in it."""

from collections import Counter

from flask import Response, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.accounts.admin_places import AdminPlace, add_admin_places
from tracker.kernel.clock import now
from tracker.kernel.errors import NotFound
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.kernel.words import N_
from tracker.precedents.forms.histories import HistoryForm
from tracker.precedents.judging import MOST_DECISIONS, from_csv
from tracker.precedents.queries import histories as queries
from tracker.precedents.records import PastHistory
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.uploads import NEEDED
from tracker.precedents.use_cases.histories import take_history
from tracker.precedents.views.room import blueprint
from tracker.precedents.words import FLAG_TYPES
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer

MOST_SHOWN = 200
STATES = {"waiting": _l("is being judged"), "judged": _l("judged"), "failed": _l("cannot be read")}

add_admin_places(
    blueprint,
    AdminPlace(
        "precedents.histories", _l("Past decisions"), _l("What would have been flagged in your own past"), "scale"
    ),
)


@blueprint.route("/admin/past-decisions", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def histories() -> ResponseReturnValue:
    form = HistoryForm()

    def save() -> str:
        archive = form.archive()
        with transaction() as session:
            history = take_history(session, viewer(), archive, now())
        flash(gettext("Taken. It is judged within a minute or two."), "ok")
        return url_for(".past_history", history_id=history.id)

    context = {"listed": queries.histories(db.session()), "states": STATES, "files": NEEDED, "most": MOST_DECISIONS}
    return answer_form(form, "precedents/histories.html", "main", save=save, context=context)


@blueprint.get("/admin/past-decisions/<int:history_id>")
@needs_role(Role.ADMIN)
def past_history(history_id: int) -> ResponseReturnValue:
    history = queries.history(db.session(), history_id)
    flags = from_csv(history.flags)
    counted = Counter(each["flag_type"] for each in flags)
    return page_or_block(
        "precedents/history.html",
        "main",
        history=history,
        state=STATES[history.state],
        counted=[(FLAG_TYPES[kind], counted[kind.value]) for kind in FlagType if counted[kind.value]],
        flags=[(FLAG_TYPES[FlagType(each["flag_type"])], each) for each in flags[:MOST_SHOWN]],
        many=len(flags),
        most=MOST_SHOWN,
    )


@blueprint.get("/admin/past-decisions/<int:history_id>/flags.csv")
@needs_role(Role.ADMIN)
def past_flags(history_id: int) -> ResponseReturnValue:
    history = queries.history(db.session(), history_id)
    if history.state != "judged":
        raise NotFound(N_("There is no such history."))
    return _as_file(history)


def _as_file(history: PastHistory) -> Response:
    answer = Response(history.flags, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="flags-{history.id}.csv"'
    return answer
