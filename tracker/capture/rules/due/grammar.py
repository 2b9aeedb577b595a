"""The grammar of dues: from a line of text to the moment that it promises, with everything that is doubtful."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from tracker.capture.rules.due import sides, spans
from tracker.capture.rules.due.english import ENGLISH
from tracker.capture.rules.due.facts import Facts, Link, said
from tracker.capture.rules.due.german import GERMAN
from tracker.capture.rules.due.language import Language
from tracker.capture.rules.due.meaning import Meaning, meant
from tracker.capture.rules.due.reading import masked, pieces
from tracker.capture.rules.due.sides import Cluster
from tracker.capture.rules.due.spans import DAY, Span

LANGUAGES: dict[str, Language] = {each.code: each for each in (GERMAN, ENGLISH)}
LONGEST_LINE = 2_000
NEAR = 12
"""So many characters before a moment may stand a word that makes it rough."""


class Relation(StrEnum):
    """How a moment is meant."""

    DEADLINE = "deadline"
    BEFORE = "before"
    POINT = "point"
    ABOUT = "about"
    START = "start"
    WINDOW = "window"


@dataclass(frozen=True)
class Asked:
    """What must be known to read a line: its language, when and where it was said, how dates are written there."""

    language: str
    reference: datetime
    zone: ZoneInfo
    month_first: bool = False


@dataclass(frozen=True)
class Due:
    """What a line says about when; moments are wall clock times of the zone that was asked for.

    `due` is the last moment, None when the line names none; `vague` says that it wanted to. `others` are
    further readings of the due. `short_of_close` is by how much it is due before an office closes, `working_days` are
    so many from now, whoever's office counts them; `are_days_named` if that is "the next working day", which after
    close is tomorrow as well. `rules` names the rules that read it, `span` where it stands in the line.
    """

    due: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    grain: str | None = None
    relation: Relation | None = None
    vague: bool = False
    others: tuple[datetime, ...] = ()
    short_of_close: timedelta = timedelta()
    working_days: int | None = None
    are_days_named: bool = False
    rules: tuple[str, ...] = ()
    span: tuple[int, int] | None = None

    @property
    def is_guess(self) -> bool:
        """Whether it names no due to rely on, but one that may be meant: "5 pm your time"."""
        return self.vague and bool(self.others)


def read(text: str, asked: Asked) -> Due:
    """Return what a line says about when something is due. Never fails; lines are read up to a length."""
    due = _read(text, asked)
    if LANGUAGES[asked.language].slashed.isdisjoint(due.rules):
        return due
    return _with_other_order(due, _read(text, replace(asked, month_first=not asked.month_first)))


def _with_other_order(due: Due, swapped: Due) -> Due:
    """Return a reading with that of day and month the other way round, where that is possible."""
    if swapped.due in {None, due.due} or swapped.rules != due.rules:
        return due
    return replace(due, others=(*due.others, swapped.due))


def _read(text: str, asked: Asked) -> Due:
    language = LANGUAGES[asked.language]
    hidden = masked(text[:LONGEST_LINE], language, _spoken_of())
    found = pieces(hidden, language, month_first=asked.month_first)
    readings = [
        (due, _weight(due, cluster, asked))
        for cluster in sides.clusters(hidden, found, language)
        if (due := _due(cluster, asked, hidden)) is not None
    ]
    return max(readings, key=lambda each: each[1])[0] if readings else Due()


@cache
def _spoken_of() -> re.Pattern[str]:
    """Return the days that no language reads: "not on Friday", the 12th of "the letter of 12 November"."""
    return re.compile("|".join(each.pattern for language in LANGUAGES.values() for each in language.spoken_of))


def _weight(due: Due, cluster: Cluster, asked: Asked) -> tuple[bool, bool, bool, int, int]:
    """Return how much a reading says: a due above none, then what lies ahead, a deadline, and what is finer."""
    fine = {"minute": 3, "part": 2, "day": 1}.get(due.grain or "", 0)
    is_deadline = due.relation in {Relation.DEADLINE, Relation.BEFORE}
    is_ahead = due.due is not None and all(other > asked.reference for other in (due.due, *due.others))
    return due.due is not None, is_ahead, is_deadline, fine + len(due.rules), len(said(cluster.left))


def _due(cluster: Cluster, asked: Asked, text: str) -> Due | None:
    language = LANGUAGES[asked.language]
    read_here = Due(rules=tuple(cluster.rules), span=(cluster.start, cluster.end))
    if cluster.left.vague and cluster.right.is_empty and not cluster.left.says_day:
        return replace(read_here, vague=True)
    meaning = meant(cluster, asked.reference, asked.zone, literal_hours=language.literal_hours)
    if meaning is None:
        return None
    relation = _relation(cluster, meaning, language.roughly, text)
    start = _start(cluster, meaning, asked)
    if relation is Relation.START and _begins_only(cluster, meaning.span):
        return replace(read_here, start=start, grain=meaning.span.grain, relation=relation)
    due, *others = (_last_moment(each, relation, cluster.left.edge) for each in (meaning.span, *meaning.others))
    is_past = due < asked.reference.replace(second=0, microsecond=0)
    if is_past and cluster.left.is_counted_back:
        return None
    if _is_only_a_guess(cluster, is_past=is_past):
        return replace(read_here, vague=True, others=(due,))
    apart = tuple(each for each in dict.fromkeys(others) if each != due)
    return _found(cluster, meaning.span, start=start, due=due, others=apart, relation=relation)


def _found(
    cluster: Cluster,
    span: Span,
    *,
    start: datetime,
    due: datetime,
    others: tuple[datetime, ...],
    relation: Relation,
) -> Due:
    facts = cluster.left
    return Due(
        due=due,
        start=start,
        end=span.end,
        grain=span.grain,
        relation=relation,
        others=others,
        short_of_close=_short_of_close(facts, due),
        working_days=_working_days(facts),
        are_days_named=facts.which is not None,
        rules=tuple(cluster.rules),
        span=(cluster.start, cluster.end),
    )


def _short_of_close(facts: Facts, due: datetime) -> timedelta:
    """Return how long before the close a due is: "an hour before closing time"."""
    if facts.part != "close" or facts.length is None or not spans.is_elapsed(facts.unit):
        return timedelta()
    return datetime.combine(due.date(), spans.LAST_MOMENT) - due


def _is_only_a_guess(cluster: Cluster, *, is_past: bool) -> bool:
    """Whether a due is none to rely on: counted from an event, in hours of another place, or past without saying so."""
    sides = (cluster.left, cluster.right)
    return any(side.is_adrift for side in sides) or (is_past and not any(side.may_be_past for side in sides))


def _begins_only(cluster: Cluster, span: Span) -> bool:
    """Whether it is only said when something begins; "from October" says that it will have begun by its end."""
    is_said_first = cluster.is_opened or Link.EARLIEST in cluster.links
    return is_said_first and bool(
        {Link.AFTER, Link.EARLIEST} & {*cluster.links} or span.start.date() == span.end.date()
    )


def _start(cluster: Cluster, meaning: Meaning, asked: Asked) -> datetime:
    """Return when what is meant begins; "within" begins now, or after the less of "3 to 5 days"."""
    facts = cluster.left
    if Link.WITHIN not in cluster.links:
        return meaning.span.start
    if facts.least is None or facts.unit is None:
        return asked.reference
    return spans.moved(asked.reference, facts.least, facts.unit, asked.zone)


def _working_days(facts: Facts) -> int | None:
    """Return how many working days from now are said."""
    if facts.unit != "workday" or facts.ago or facts.after_base:
        return None
    return int(facts.length or facts.span or 0) or None


def _relation(cluster: Cluster, meaning: Meaning, roughly: re.Pattern[str], text: str) -> Relation:
    if meaning.is_window:
        return Relation.WINDOW
    for link, relation in _RELATIONS.items():
        if link in cluster.links:
            return relation
    is_rough = roughly.search(text, max(0, cluster.start - NEAR), cluster.end) is not None
    return Relation.ABOUT if is_rough else Relation.POINT


_RELATIONS = {
    Link.BEFORE: Relation.BEFORE,
    Link.BY: Relation.DEADLINE,
    Link.TO: Relation.DEADLINE,
    Link.WITHIN: Relation.DEADLINE,
    Link.FROM: Relation.START,
    Link.EARLIEST: Relation.START,
    Link.AFTER: Relation.START,
    Link.ABOUT: Relation.ABOUT,
}


def _last_moment(span: Span, relation: Relation, edge: str | None) -> datetime:
    if relation is Relation.BEFORE and edge == "end":
        return datetime.combine(span.end.date() - DAY, spans.LAST_MOMENT)
    if relation is Relation.BEFORE and not span.is_point and span.grain != "part":
        return datetime.combine(span.start.date() - DAY, spans.LAST_MOMENT)
    if relation is Relation.BEFORE:
        return span.start
    return span.end
