"""The team board: who owes what, today?"""

from collections.abc import Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue

from tracker.audit.queries import version
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import NotFound
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.day import end_of_plan
from tracker.promises.queries import board as queries
from tracker.promises.queries.lists import teams_for
from tracker.promises.records import Promise
from tracker.promises.shown import shown
from tracker.promises.views.my_day import just_done, soon_until
from tracker.promises.views.room import blueprint
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_sign_in, viewer
from tracker.worktime.zones import local_day

MOST_ROWS = 40
"""So many rows fit on a page; everybody gets the same part of them, but at least three."""


@blueprint.get("/board")
@needs_sign_in
def board() -> ResponseReturnValue:
    """Show a team's people, each with what is overdue and due in the next days."""
    data = version(db.session())
    if (same := not_modified(data)) is not None:
        return same
    return with_etag(page_or_block("promises/board.html", "board", **_board(viewer())), data)


def _usual_team(who: Viewer) -> int:
    """Return the team that somebody looks at first: their own, or one that they manage where they manage others."""
    return who.team_id if who.team_id in who.managed_team_ids else min(who.managed_team_ids, default=who.team_id)


def _board(who: Viewer) -> dict[str, object]:
    session, moment = db.session(), now()
    teams = teams_for(session, who)
    team_id = request.args.get("team", _usual_team(who), type=number)
    team = next((team for team in teams if team.id == team_id), None)
    if team is None:
        raise NotFound(N_("There is no such team."))
    owed = queries.due_in_team(session, who, team.id, end_of_plan(moment, team.time_zone))
    loads = queries.loads(session, team.id, moment)
    people = queries.people(session, team.id, sorted(loads))
    soon = soon_until(team.id, moment)
    return {
        "team": team,
        "teams": teams,
        "team_tabs": [(url_for(".board", team=each.id), each.name, each.id == team.id, None) for each in teams],
        "here": request.full_path,
        "people": people,
        **just_done(who, moment),
        "most": max(3, MOST_ROWS // max(len(people), 1)),
        "loads": loads,
        "owed": _by_owner(owed),
        "absent": queries.absent_on(session, [person.id for person in people], local_day(moment, team.time_zone)),
        "show": lambda promise: shown(promise, moment, soon),
    }


def _by_owner(owed: Sequence[Promise]) -> dict[int, list[Promise]]:
    by_owner: dict[int, list[Promise]] = {}
    for promise in owed:
        by_owner.setdefault(promise.owner_id, []).append(promise)
    return by_owner
