"""Overdue, for managers: what is burning, and whose is it?"""

from flask import request
from flask.typing import ResponseReturnValue

from tracker.audit.queries import version
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Role, Viewer
from tracker.promises.forms.bulk import read_done
from tracker.promises.forms.filters import Filters
from tracker.promises.queries import choices, day, lists
from tracker.promises.shown import name_of, shown
from tracker.promises.views.room import blueprint
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_role, viewer
from tracker.web.paging import PAGE_SIZE, page_of, requested_after


@blueprint.get("/overdue")
@needs_role(Role.MANAGER)
def overdue() -> ResponseReturnValue:
    """Show what is overdue in the teams managed, the longest overdue first."""
    data = version(db.session())
    if (same := not_modified(data)) is not None:
        return same
    return with_etag(page_or_block("promises/overdue.html", "rows", **_overdue(viewer())), data)


def _overdue(who: Viewer) -> dict[str, object]:
    session, moment = db.session(), now()
    filters = Filters.of_request(who.zone, moment)
    found = lists.overdue(
        session, who, filters.wanted, now=moment, after=requested_after("overdue"), limit=PAGE_SIZE + 1
    )
    page = page_of(found, "overdue", key=lambda promise: (promise.late_at, promise.id))
    return {
        "page": page,
        "filters": filters,
        "show": lambda promise: shown(promise, moment),
        "waiting": day.waiting_answers(session, [promise.id for promise in page.rows]),
        "team_options": [(t.id, t.name) for t in lists.teams_for(session, who) if t.id in who.managed_team_ids],
        "kind_options": [(kind.id, name_of(kind)) for kind in choices.kinds(session)],
        "owners": choices.possible_owners(session, who),
        "here": request.full_path,
        "done": read_done(request.args.get("done")),
    }
