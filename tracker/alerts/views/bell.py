"""The bell on every page: how much is new, and what has just come."""

from datetime import datetime

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from tracker.alerts.affairs import things_of
from tracker.alerts.queries import notices as queries
from tracker.alerts.records import Notice
from tracker.alerts.views.room import blueprint
from tracker.alerts.words import NOTICES
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.web.addresses import see_other
from tracker.web.fragments import messages, varying, wants_fragment
from tracker.web.guards import needs_sign_in, viewer

MOST_AT_ONCE = 3
"""So many are named; of more the bell counts the rest."""
UNTOUCHED = 204


@blueprint.get("/notices/bell")
@needs_sign_in
def bell() -> ResponseReturnValue:
    """Answer pages that stay open: nothing while nothing is new, else the bell and what has come."""
    if not wants_fragment():
        return see_other(url_for("alerts.notices"))
    who, session, moment = viewer(), db.session(), now()
    seen, unread = (request.args.get(name, 0, type=number) for name in ("newest", "unread"))
    shown = queries.bell(session, who.id, moment)
    if (shown.newest_id, shown.unread) == (seen, unread):
        return varying(Response(status=UNTOUCHED))
    if shown.newest_id > seen:
        for said in _news(session, who, seen, moment):
            flash(said, "info")
    return varying(Response(render_template("alerts/_bell.html", bell=shown) + messages()))


def _news(session: Session, who: Viewer, seen: int, moment: datetime) -> list[Markup]:
    """Return what has just come, the newest last, as far as what it is about exists for the viewer."""
    found = queries.news(session, who.id, seen, MOST_AT_ONCE, now=moment)
    promises, things = queries.promises_of(session, who, found), things_of(session, who, found)
    said = []
    for notice in reversed(found):
        if notice.promise_id in promises:
            promise = promises[notice.promise_id]
            said.append(_said(notice, url_for("promises.show", promise_id=promise.id), promise.statement))
        elif notice.id in things:
            said.append(_said(notice, things[notice.id].path, things[notice.id].title))
    return said


def _said(notice: Notice, address: str, title: str) -> Markup:
    what = gettext("%(kind)s: %(what)s", kind=NOTICES[notice.kind], what=title)
    return Markup('<a href="{}">{}</a>').format(address, what)
