"""What is realistic: asked by the form of a new promise by its address, while it is being filled in."""

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts.calendars import calendar_of
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db
from tracker.kernel.people import Role
from tracker.promises.forms.moments import DueFields
from tracker.promises.rules import Due
from tracker.reports.hints import Asked, hint
from tracker.reports.views.room import blueprint
from tracker.web.addresses import see_other
from tracker.web.fragments import varying, wants_fragment
from tracker.web.guards import needs_role, viewer
from tracker.worktime.calendar import WorkCalendar


@blueprint.get("/reports/realism")
@needs_role(Role.AGENT, Role.MANAGER)
def realism(kind: int | None = None) -> ResponseReturnValue:
    """Say how such promises were kept and which due is realistic; nothing where nothing is known."""
    who, kind_id = viewer(), request.args.get("kind", kind, type=number)
    if not wants_fragment() or kind_id is None:
        return see_other(url_for("promises.new"))
    calendar = calendar_of(db.session(), who.team_id)
    asked = Asked(who=who, kind_id=kind_id, due=_due(who.time_zone, calendar), moment=now())
    said = hint(db.session(), asked, calendar)
    return varying(make_response(render_template("reports/_realism.html", hint=said)))


def _due(zone: str, calendar: WorkCalendar) -> Due | None:
    """Return the due in the fields, None while nothing is there that can be meant."""
    form = DueFields(request.args, meta={"csrf": False})
    form.validate()
    try:
        due = form.entered_due(zone).due(now(), lambda: calendar)
    except Invalid:
        return None
    return due if due is not None and due.at > now() else None
