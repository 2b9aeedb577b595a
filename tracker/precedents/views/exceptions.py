"""The register of exceptions, and its health."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Role
from tracker.precedents.queries import exceptions as queries
from tracker.precedents.queries.exceptions import Kind
from tracker.precedents.rules.extending import TOLD_BEFORE
from tracker.precedents.views.room import blueprint, tabs
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language
from tracker.web.paging import PAGE_SIZE, page_of, requested_after

KINDS = {
    Kind.ALL: _l("all"),
    Kind.NEVER_ENDING: _l("never ends"),
    Kind.ENDING_SOON: _l("ends in a week or less"),
    Kind.STILL_OWED: _l("has ended, still owed"),
}


@blueprint.get("/exceptions")
@needs_role(Role.MANAGER)
def exceptions() -> ResponseReturnValue:
    session, who, moment = db.session(), viewer(), now()
    shown = request.args.get("show", "")
    kind = Kind(shown) if shown in set(Kind) else Kind.ALL
    after = requested_after("exceptions")
    found = queries.exceptions(session, who, kind, now=moment, after=after, limit=PAGE_SIZE + 1)
    return page_or_block(
        "precedents/exceptions.html",
        "list",
        page=page_of(found, "exceptions", lambda each: (each.decision.decided_at, each.decision.id)),
        health=queries.health(session, who, moment),
        kind=kind,
        kinds=list(KINDS.items()),
        now=moment,
        soon=moment + TOLD_BEFORE,
        title_of=lambda each: each.situation.title_in(language()),
        tabs=tabs(who, "precedents.exceptions"),
    )
