"""The report of consistency: how alike equal cases are answered, and how often teams grant."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.crowds import FEWEST_PEOPLE
from tracker.kernel.extensions import db
from tracker.kernel.people import Role
from tracker.precedents.queries import consistency as queries
from tracker.precedents.queries import practice, situations
from tracker.precedents.queries.consistency import Decider, Rate
from tracker.precedents.records import Consistency, Situation
from tracker.precedents.rules import funnel
from tracker.precedents.rules.drift import judged
from tracker.precedents.rules.funnel import TeamRate
from tracker.precedents.shown import interval_in_words, share_in_words
from tracker.precedents.views.room import blueprint, tabs
from tracker.promises.measures import Share
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language
from tracker.web.numbers import points_in_words

YEAR = timedelta(days=365)
FEWEST_CASES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A situation in the report: what was granted of what was asked, and how consistent that was, now and before."""

    id: int
    title: str
    granted: str
    interval: str
    agreement: str
    change: str
    is_shown: bool = True


@blueprint.get("/consistency")
@needs_role(Role.MANAGER)
def consistency() -> ResponseReturnValue:
    session, who, moment = db.session(), viewer(), now()
    chosen = request.args.get("situation", type=number)
    known = situations.situations(session)
    since = moment.astimezone(UTC) - YEAR
    rates, deciders = queries.rates(session, who, since.date()), queries.deciders(session, who, since)
    large = queries.large_teams(session, _enough(deciders, lambda each: each.team_id, chosen))
    teams = _teams(rates, large, chosen)
    return page_or_block(
        "precedents/consistency.html",
        "main",
        lines=_lines(known, rates, queries.noted(session, moment), _enough(deciders, lambda each: each.situation_id)),
        teams=[(each, share_in_words(_share(each)), interval_in_words(_share(each))) for each in teams],
        funnel=funnel.funnel(teams),
        outside=lambda team: funnel.outside(team, teams),
        drifts=len(judged(practice.exceptions(session, who, moment))),
        days=YEAR.days + 1,
        chosen=chosen,
        situations=[(each.id, each.title_in(language())) for each in known],
        tabs=tabs(who, "precedents.consistency"),
    )


def _enough(
    deciders: Sequence[Decider], group_of: Callable[[Decider], int], situation_id: int | None = None
) -> set[int]:
    """Return the groups in which enough people decided for a rate not to be a person's; in one situation, or in all."""
    people: dict[int, set[int]] = defaultdict(set)
    for each in deciders:
        if situation_id in {None, each.situation_id}:
            people[group_of(each)].add(each.account_id)
    return {group for group, found in people.items() if len(found) >= FEWEST_PEOPLE}


def _lines(
    known: Sequence[Situation],
    rates: Sequence[Rate],
    noted: Mapping[int, Sequence[Consistency]],
    shown: Collection[int],
) -> list[Line]:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for each in rates:
        sums[each.situation_id][0] += each.granted
        sums[each.situation_id][1] += each.asked
    return [
        _line(each, Share(*sums[each.id]), noted.get(each.id, ())) if each.id in shown else _hidden(each)
        for each in known
        if each.id in sums
    ]


def _hidden(situation: Situation) -> Line:
    few, title = gettext("decided by fewer than five people"), situation.title_in(language())
    return Line(id=situation.id, title=title, granted=few, interval="–", agreement="–", change="–", is_shown=False)


def _line(situation: Situation, share: Share, noted: Sequence[Consistency]) -> Line:
    return Line(
        id=situation.id,
        title=situation.title_in(language()),
        granted=share_in_words(share),
        interval=interval_in_words(share),
        agreement=_in_words(noted[0]) if noted else "–",
        change=_change(noted[0], noted[1]) if len(noted) > 1 else "–",
    )


def _in_words(noted: Consistency) -> str:
    if noted.cases < FEWEST_CASES:
        return gettext("too few like each other (%(num)s)", num=noted.cases)
    return gettext("%(rate)s %% of %(num)s", rate=round(100 * noted.agreed / noted.cases), num=noted.cases)


def _change(newest: Consistency, earlier: Consistency) -> str:
    if min(newest.cases, earlier.cases) < FEWEST_CASES:
        return "–"
    return points_in_words(round(100 * (newest.agreed / newest.cases - earlier.agreed / earlier.cases)))


def _teams(rates: Sequence[Rate], large: Mapping[int, str], situation_id: int | None) -> list[TeamRate]:
    """Return the rates of the teams with enough people, in one situation or in all."""
    sums: dict[int, list[int]] = {}
    for each in rates:
        if each.team_id in large and situation_id in {None, each.situation_id}:
            granted, asked = sums.setdefault(each.team_id, [0, 0])
            sums[each.team_id] = [granted + each.granted, asked + each.asked]
    return [TeamRate(name, *sums[number]) for number, name in large.items() if number in sums]


def _share(team: TeamRate) -> Share:
    return Share(team.granted, team.asked)
