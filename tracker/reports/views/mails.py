"""One's own reports by mail: a list, choosing and changing one, and what can be done with each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.alerts.words import STATES
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role, Viewer
from tracker.reports.asking import check_is_told, followed, ground_of
from tracker.reports.forms.schedules import ScheduleForm
from tracker.reports.forms.wishes import Wish
from tracker.reports.mails import wish_of
from tracker.reports.queries import naming
from tracker.reports.queries import scheduled as queries
from tracker.reports.queries.naming import Names
from tracker.reports.queries.scheduled import LastMail
from tracker.reports.records import ScheduledExport
from tracker.reports.saying import REASONS, relative_in_words, rhythm_in_words, view_in_words
from tracker.reports.use_cases import scheduling
from tracker.reports.use_cases.scheduling import Wanted
from tracker.reports.views.room import blueprint
from tracker.web.addresses import see_other
from tracker.web.filters import instant
from tracker.web.forms import answer_form
from tracker.web.guards import needs_role, viewer
from tracker.worktime.zones import local_day

LONGEST_NAME = 60
HOW_IT_STANDS = STATES | {"cancelled": _l("not sent")}
FAILED = frozenset({"cancelled", "dead"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A report by mail as the page shows it; `trouble` is why the last one did not go out."""

    export: ScheduledExport
    facts: list[tuple[str, str]]
    trouble: str


@blueprint.get("/reports/mails")
@needs_role(Role.MANAGER, Role.ADMIN)
def mails() -> ResponseReturnValue:
    """List the reports that the viewer has mailed."""
    session, who = db.session(), viewer()
    exports = queries.own(session, who.id)
    names = _names(who, [wish_of(export, _today(who)) for export in exports])
    last = queries.last_mails(session, {export.last_key for export in exports})
    listed = [_listed(export, last.get(export.last_key), names, who) for export in exports]
    return render_template("reports/mails.html", listed=listed)


@blueprint.route("/reports/mails/new", methods=["GET", "POST"])
@needs_role(Role.MANAGER, Role.ADMIN)
def new_mail() -> ResponseReturnValue:
    """Have the report of this address mailed regularly."""
    who, form = viewer(), ScheduleForm()
    wish = followed(db.session(), Wish.of(request.args, _today(who)))
    ground = ground_of(db.session(), who, wish, now())
    check_is_told(wish, ground.told)
    facts = view_in_words(wish, ground.names, who)
    if not form.is_submitted():
        form.propose(wish, _proposed_name(facts))
    shown = {"facts": facts, "is_new": True}
    return answer_form(form, "reports/mail.html", "form", save=lambda: _schedule(who, form.wanted(wish)), context=shown)


def _schedule(who: Viewer, wanted: Wanted) -> str:
    with transaction() as session:
        export = scheduling.schedule_export(session, who, wanted, now())
    flash(gettext("Saved. The first mail comes %(when)s.", when=instant(export.next_at)), "ok")
    return url_for("reports.mails")


@blueprint.route("/reports/mails/<int:export_id>", methods=["GET", "POST"])
@needs_role(Role.MANAGER, Role.ADMIN)
def mail(export_id: int) -> ResponseReturnValue:
    """Change when and as what a report comes."""
    who, form, session = viewer(), ScheduleForm(), db.session()
    export = queries.own_one(session, who.id, export_id)
    wish = wish_of(export, _today(who))
    if not form.is_submitted():
        form.fill(export, wish)
    shown = {"facts": view_in_words(wish, _names(who, [wish]), who), "is_new": False}
    save = partial(_change, who, export_id)
    return answer_form(form, "reports/mail.html", "form", save=lambda: save(form.wanted(wish)), context=shown)


def _change(who: Viewer, export_id: int, wanted: Wanted) -> str:
    with transaction() as session:
        scheduling.change_export(session, who, export_id, wanted, now=now())
    flash(gettext("Saved."), "ok")
    return url_for("reports.mails")


@blueprint.post("/reports/mails/<int:export_id>/once")
@needs_role(Role.MANAGER, Role.ADMIN)
def mail_once(export_id: int) -> ResponseReturnValue:
    """Mail it now."""
    with transaction() as session:
        scheduling.send_once(session, viewer(), export_id, now())
    return _done(gettext("The mail is on its way. What became of it is shown here."))


@blueprint.post("/reports/mails/<int:export_id>/pause")
@needs_role(Role.MANAGER, Role.ADMIN)
def pause_mail(export_id: int) -> ResponseReturnValue:
    """Let none come until further notice."""
    with transaction() as session:
        scheduling.pause_export(session, viewer(), export_id, now())
    return _done(gettext("Paused. No mail comes until you go on."))


@blueprint.post("/reports/mails/<int:export_id>/resume")
@needs_role(Role.MANAGER, Role.ADMIN)
def resume_mail(export_id: int) -> ResponseReturnValue:
    """Go on."""
    with transaction() as session:
        scheduling.resume_export(session, viewer(), export_id, now())
    return _done(gettext("It goes on."))


@blueprint.post("/reports/mails/<int:export_id>/delete")
@needs_role(Role.MANAGER, Role.ADMIN)
def delete_mail(export_id: int) -> ResponseReturnValue:
    """End it for good."""
    with transaction() as session:
        scheduling.remove_export(session, viewer(), export_id, now())
    return _done(gettext("Deleted. No mail comes any more."))


def _done(words: str) -> ResponseReturnValue:
    flash(words, "ok")
    return see_other(url_for("reports.mails"))


def _today(who: Viewer) -> date:
    return local_day(now(), who.time_zone)


def _names(who: Viewer, wishes: Sequence[Wish]) -> Names:
    return naming.names(db.session(), who, {wish.customer_id for wish in wishes if wish.customer_id is not None})


def _proposed_name(facts: list[tuple[str, str]]) -> str:
    """Return by what a report is narrowed, as a name for its mails; the last fact only says how it is told apart."""
    return ", ".join(value for _label, value in facts[:-1])[:LONGEST_NAME] or gettext("How promises were kept")


def _listed(export: ScheduledExport, last: LastMail | None, names: Names, who: Viewer) -> Listed:
    wish = wish_of(export, _today(who))
    facts = [
        (gettext("Comes"), rhythm_in_words(export.timetable)),
        (gettext("About"), relative_in_words(wish.relative)),
        *view_in_words(wish, names, who),
        (gettext("File"), export.file_format.upper()),
        (gettext("Next mail"), gettext("paused") if export.paused_at else instant(export.next_at)),
        (gettext("Last mail"), _last_in_words(last)),
    ]
    why_not = str(REASONS.get(last.said, last.said)) if last and last.state in FAILED else ""
    return Listed(export, facts, why_not)


def _last_in_words(last: LastMail | None) -> str:
    if last is None:
        return gettext("none yet")
    again = gettext("and sent again") if last.is_sent_again else ""
    return ", ".join(filter(None, [str(HOW_IT_STANDS[last.state]), instant(last.at), again]))
