"""What came of decisions: how the promises were kept that were made under each policy, and these promises."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.crowds import FEWEST_PEOPLE
from tracker.kernel.errors import Forbidden
from tracker.kernel.extensions import db
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries import kept as queries
from tracker.precedents.queries.kept import AT_DISCRETION, Decided, Outcome
from tracker.precedents.queries.situations import situations
from tracker.precedents.shown import interval_in_words
from tracker.precedents.views.room import blueprint
from tracker.promises.forms.filters import STANDINGS
from tracker.promises.forms.periods import asked_period
from tracker.promises.measures import FEW, Measures
from tracker.promises.shown import shown
from tracker.promises.views.my_day import soon_until
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language
from tracker.web.paging import PAGE_SIZE, page_of, requested_after
from tracker.worktime.zones import end_of_day, start_of_day

TOO_FEW = N_("Rates of groups of fewer than five people are not shown.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A policy: its situation and version in words, by what its promises are found, and how these were kept.

    `measures` is None where fewer than five people owed them.
    """

    title: str
    version: str
    found_by: dict[str, object]
    measures: Measures | None


@blueprint.get("/practice/kept")
@needs_role(Role.MANAGER)
def kept() -> ResponseReturnValue:
    who = viewer()
    decided = _decided(who)
    titles = _titles()
    since, until = asked_period(who, now())
    found = queries.kept_by_policy(db.session(), who, decided, now())
    return page_or_block(
        "precedents/kept.html",
        "list",
        lines=[_line(each, titles, {"since": since, "until": until}) for each in found],
        situations=list(titles.items()),
        chosen=decided.situation_id,
        period={"since": since, "until": until},
        few=FEW,
        interval=interval_in_words,
    )


@blueprint.get("/practice/kept/promises")
@needs_role(Role.MANAGER)
def kept_promises() -> ResponseReturnValue:
    session, who, moment = db.session(), viewer(), now()
    decided, standing = _decided(who), _standing()
    _check_is_told(queries.kept_by_policy(session, who, decided, moment))
    after = requested_after("kept")
    found = queries.promises_behind(
        session, who, decided, standing=standing, moment=moment, after=after, limit=PAGE_SIZE + 1
    )
    soon = soon_until(who.team_id, moment)
    return page_or_block(
        "precedents/kept_promises.html",
        "list",
        page=page_of(found, "kept", lambda each: (each.due_at, each.id)),
        show=lambda promise: shown(promise, moment, soon),
        standing=dict(STANDINGS)[standing],
        title=_titles().get(decided.situation_id or 0, ""),
        version=None if decided.version is None else _version(decided.version),
    )


def _decided(who: Viewer) -> Decided:
    since, until = asked_period(who, now())
    return Decided(
        since=start_of_day(since, who.time_zone),
        until=end_of_day(until, who.time_zone),
        situation_id=request.args.get("situation", type=number),
        version=request.args.get("version", type=number),
    )


def _check_is_told(found: Sequence[Outcome]) -> None:
    if any(each.people < FEWEST_PEOPLE for each in found):
        raise Forbidden(TOO_FEW)


def _standing() -> str:
    asked = request.args.get("standing", "")
    return asked if asked in dict(STANDINGS) else "due"


def _titles() -> dict[int, str]:
    return {each.id: each.title_in(language()) for each in situations(db.session())}


def _line(found: Outcome, titles: dict[int, str], period: dict[str, object]) -> Line:
    return Line(
        title=titles.get(found.situation_id, ""),
        version=_version(found.version),
        found_by={"situation": found.situation_id, "version": found.version, **period},
        measures=found.measures if found.people >= FEWEST_PEOPLE else None,
    )


def _version(version: int) -> str:
    return gettext("Version %(number)s", number=version) if version != AT_DISCRETION else gettext("nothing written")
