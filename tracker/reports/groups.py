"""The groups of a report: what they are called, what was counted of them, where the promises behind them are."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.accounts.rules.telling import Told
from tracker.promises.measures import FEW, LEAD_STEPS, Measures, Share
from tracker.promises.shown import name_of
from tracker.promises.words import CHANNELS, LEADS, WEEKDAYS
from tracker.reports.forms.wishes import Wish
from tracker.reports.queries import counting, naming, of_customers
from tracker.reports.queries.ahead import Asked
from tracker.reports.queries.cells import Facet
from tracker.reports.queries.counting import Tallied
from tracker.reports.queries.naming import Names
from tracker.reports.rules.figures import change
from tracker.web.numbers import points_in_words

Days = Mapping[date, Tallied]

NOTHING = "–"
MOST_CUSTOMERS = 20
"""So many customers are told apart, those to whom most was not kept on time."""
K = TypeVar("K", int, str)


@dataclass(frozen=True, slots=True)
class Group:
    """Promises with one value: name, measures, by what their list is narrowed; None of those that have no list."""

    name: str
    measures: Measures
    narrowed: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What is asked of the tally, the names for the answer, and which teams it tells apart."""

    asked: Asked
    names: Names
    told: Told


def kept_rate_in_words(share: Share) -> str:
    """Return `93 % (271 of 291)`; of a few only `7 of 8`."""
    if share.rate is None:
        return NOTHING
    given = {"part": share.part, "whole": share.whole}
    if share.whole < FEW:
        return gettext("%(part)s of %(whole)s", **given)
    return gettext("%(rate)s %% (%(part)s of %(whole)s)", rate=round(100 * share.rate), **given)


def interval_in_words(share: Share) -> str:
    """Return `90 to 95 %`, the interval in which the true rate lies with 95 % certainty; of a few in words as well."""
    if share.interval is None:
        return NOTHING
    low, high = (round(100 * end) for end in share.interval)
    return gettext("%(low)s to %(high)s %%", low=low, high=high)


def change_in_words(now: Share, before: Share) -> str:
    """Return `+4 percentage points`, against the period before."""
    points = change(now, before)
    return NOTHING if points is None else points_in_words(points)


def list_address(wish: Wish, *, standing: str = "judged", owner_id: int | None = None, **narrowed: object) -> str:
    """Return the address of the promises behind a number."""
    only = dict([wish.only]) if wish.only else {}
    given: dict[str, object] = {
        "team": wish.team_id,
        "kind": wish.kind_id,
        "customer": wish.customer_id,
        "owner": owner_id,
    }
    given |= {**only, **narrowed}
    chosen = {name: str(value) for name, value in given.items() if value is not None}
    period = wish.period
    days = {"since": str(period.first), "until": str(period.last)}
    return f"{url_for('promises.list_promises')}?{urlencode({'standing': standing} | days | chosen)}"


def groups(session: Session, wish: Wish, ground: Ground, days: Days) -> list[Group]:
    """Return the groups that the report tells apart, those without promises left out."""
    match wish.by:
        case "kind":
            kinds = {kind.id: name_of(kind) for kind in ground.names.kinds}
            return _named("kind", kinds, counting.by_kind(session, ground.asked))
        case "weekday":
            return _named("weekday", dict(enumerate(map(str, WEEKDAYS))), _by_weekday(days))
        case "team":
            return _teams(session, ground)
        case "person":
            return _people(session, ground)
        case "customer":
            return _customers(session, ground)
        case _:
            return _of_facet(session, wish, ground)


def _of_facet(session: Session, wish: Wish, ground: Ground) -> list[Group]:
    found = counting.by_value(session, ground.asked, Facet(wish.by))
    if wish.by == "channel":
        return _named("channel", {key: str(words) for key, words in CHANNELS.items()}, found)
    numbered = {int(value): each for value, each in found.items()}
    if wish.by == "lead":
        return _named("lead", dict(zip(range(len(LEAD_STEPS) + 1), map(str, LEADS), strict=True)), numbered)
    return _named("tier", {tier.id: name_of(tier) for tier in ground.names.tiers}, numbered)


def _teams(session: Session, ground: Ground) -> list[Group]:
    """Return the teams that are shown by themselves, and the others as one: their list would tell them apart."""
    asked, told = ground.asked, ground.told
    alone = told.alone if asked.team_id is None else told.alone & {asked.team_id}
    together = told.together if asked.team_id is None else frozenset()
    shown = sorted(alone | together)
    found = counting.by_team(session, asked, shown) if shown else {}
    others = counting.total(found[team_id] for team_id in together if team_id in found).measures()
    named = _named("team", {team_id: name for team_id, name in ground.names.teams if team_id in alone}, found)
    words = gettext("Other teams together") if told.alone else gettext("All teams together")
    return [*named, *([Group(words, others, None)] if others.due else [])]


def _people(session: Session, ground: Ground) -> list[Group]:
    """Return who is in the team, by name and never by rate; what others once owed there is in its sum alone."""
    asked = ground.asked
    names = {} if asked.team_id is None else naming.people(session, asked.team_id)
    found = counting.by_value(session, asked, Facet.OWNER) if names else {}
    return _named("owner", names, {int(value): each for value, each in found.items()})


def _customers(session: Session, ground: Ground) -> list[Group]:
    """Return the customers to whom most was not kept on time, these first."""
    names = of_customers.most_missed(session, ground.asked, MOST_CUSTOMERS)
    found = of_customers.by_customer(session, ground.asked, list(names)) if names else {}
    return [Group(name, found[customer_id], {"customer": customer_id}) for customer_id, name in names.items()]


def _named(parameter: str, names: Mapping[K, str], found: Mapping[K, Tallied]) -> list[Group]:
    known = ((value, words, found[value].measures()) for value, words in names.items() if value in found)
    return [Group(words, measures, {parameter: value}) for value, words, measures in known if measures.due]


def _by_weekday(days: Days) -> dict[int, Tallied]:
    parts: dict[int, list[Tallied]] = defaultdict(list)
    for day, tallied in days.items():
        parts[day.weekday()].append(tallied)
    return {weekday: counting.total(tallied) for weekday, tallied in parts.items()}
