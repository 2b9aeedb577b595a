"""Putting pieces together that speak of one moment, or of the two ends of a span."""

import re
from dataclasses import dataclass, field, replace

from tracker.capture.rules.due.facts import NOTHING, Facts, Link, joined
from tracker.capture.rules.due.language import Language
from tracker.capture.rules.due.reading import Piece
from tracker.capture.rules.due.spans import is_elapsed

_RANGE = re.compile(r"[\s.,)]*[-/][\s(]*(?:ca\.?\s*)?")
_HOURS = 24


@dataclass(slots=True)
class Cluster:
    """Pieces beside each other: one side, or two that a word like "to" separates; and how they are meant.

    `is_opened` if such a word stands before all of it: "from 2 pm", and not "on 1 May from 2 pm"; `open_link` is such
    a word at its end.
    """

    start: int
    end: int
    left: Facts = NOTHING
    right: Facts = NOTHING
    links: list[Link] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    in_right: bool = False
    is_opened: bool = False
    open_link: Piece | None = None

    @property
    def current(self) -> Facts:
        """The side that is being read."""
        return self.right if self.in_right else self.left

    def grows_by(self, piece: Piece) -> bool:
        """Whether a piece goes together with the side; if so, it has been added."""
        together = _together(self.current, piece.facts)
        if together is None:
            return False
        if self.in_right:
            self.right = together
        else:
            self.left = together
        return True


def clusters(text: str, found: list[Piece], language: Language) -> list[Cluster]:
    """Return what belongs together, in the order of the text."""
    made: list[Cluster] = []
    for before, piece in zip([None, *found], found, strict=False):
        between = text[before.end : piece.start] if before else ""
        open_one = made[-1] if before and language.gap.fullmatch(between) else None
        if open_one is None or not _continues(open_one, piece, between):
            made.append(_begun(piece, made, open_one))
    for each in made:
        _drop_loose_end(each)
    return [each for each in made if not each.left.is_empty]


def _drop_loose_end(cluster: Cluster) -> None:
    """Take a "before" off the end that says before what in words that nobody reads: "Wednesday before the break"."""
    word = cluster.open_link
    if word is not None and word.facts.link is Link.BEFORE and cluster.links[-1:] == [Link.BEFORE]:
        cluster.links.pop()
        cluster.rules.remove(word.rule)


def _begun(piece: Piece, made: list[Cluster], beside: Cluster | None) -> Cluster:
    new = Cluster(piece.start, piece.end, rules=[piece.rule])
    if piece.facts.link is not None:
        new.links.append(piece.facts.link)
        new.left = replace(piece.facts, link=None)
        new.is_opened = True
    else:
        new.left = piece.facts
        if beside is not None and beside.left.is_empty and beside is made[-1]:
            new.links = made.pop().links + new.links
            new.is_opened = True
        elif beside is not None:
            _take_limit(new, beside)
    return new


def _take_limit(new: Cluster, beside: Cluster) -> None:
    """Make "Tuesday, by Thursday at the latest" two days, of which the word between them limits the second."""
    word = beside.open_link
    if word is None or word.facts.link not in {Link.BY, Link.BEFORE} or not (new.left.says_day or new.left.says_clock):
        return
    beside.links.remove(word.facts.link)
    beside.rules.remove(word.rule)
    beside.end = word.start
    new.links, new.rules = [word.facts.link], [word.rule, *new.rules]
    new.start, new.is_opened = word.start, True


def _continues(cluster: Cluster, piece: Piece, between: str) -> bool:
    link = piece.facts.link
    if link is not None:
        grown = _linked(cluster, piece, link)
    elif _RANGE.fullmatch(between) and not cluster.in_right and _may_be_range(cluster.left, piece.facts):
        cluster.in_right = True
        cluster.links.append(Link.AND)
        grown = cluster.grows_by(piece)
    else:
        grown = cluster.grows_by(piece)
    if grown:
        cluster.open_link = piece if link is not None and replace(piece.facts, link=None).is_empty else None
        cluster.end = piece.end
        cluster.rules.append(piece.rule)
    return grown


def _linked(cluster: Cluster, piece: Piece, link: Link) -> bool:
    is_second = link in {Link.TO, Link.AND} or (link in {Link.BEFORE, Link.BY} and Link.AFTER in cluster.links)
    if is_second and not cluster.left.is_empty and not cluster.in_right:
        cluster.in_right = True
    rest = replace(piece.facts, link=None)
    if not rest.is_empty and not cluster.grows_by(replace(piece, facts=rest)):
        return False
    cluster.links.append(link)
    return True


def _may_be_range(left: Facts, right: Facts) -> bool:
    """Whether a hyphen stands between two of the same sort, as two days or two hours."""
    if right.part is not None and not right.says_clock:
        return False
    if left.is_empty:
        return False
    if left.bare is not None or right.bare is not None:
        return True
    return (left.says_clock and right.says_clock) or (left.says_day and right.says_day and not _refines(left, right))


def _refines(left: Facts, right: Facts) -> bool:
    return joined(left, right) is not None and (left.weekday is None) != (right.weekday is None)


def _together(side: Facts, more: Facts) -> Facts | None:
    """Return two neighbours as one; a bare number becomes the hour or the day that the other one lacks."""
    if more.bare is not None and side.bare is None:
        return _with_number(side, more, more.bare)
    if side.bare is not None and more.bare is None:
        return _with_number(more, replace(side, bare=None), side.bare) if not side.is_empty else None
    both = joined(side, more)
    if both is not None:
        return None if _is_counted_and_named(both) else both
    return _same_day_twice(side, more)


def _is_counted_and_named(facts: Facts) -> bool:
    """Whether both a distance in hours and an hour are said: "in two hours, at 1 pm at the latest" are two dues."""
    is_counted = facts.length is not None and is_elapsed(facts.unit)
    return is_counted and facts.says_clock and not facts.after_base


def _with_number(known: Facts, other: Facts, number: int) -> Facts | None:
    rest = joined(known, replace(other, bare=None))
    if rest is None:
        return None
    if known.is_empty:
        return replace(rest, bare=number)
    if known.day is None and (
        known.month is not None
        or (known.period == "month" and known.edge is None)
        or (known.weekday is not None and not known.says_clock and number > _HOURS)
    ):
        return replace(rest, day=number)
    if known.says_clock and not known.says_day and number > 0:
        return replace(rest, day=number)
    if not known.says_clock and number <= _HOURS:
        return replace(rest, hour=number)
    return None


def _same_day_twice(side: Facts, more: Facts) -> Facts | None:
    """Return both when they call a day by two names: "heute 30.08", "16 JUL … 16 JUL abends"."""
    if side.days is not None and more.day is not None:
        return joined(replace(side, days=None), more)
    if side.part is not None and more.part is not None:
        return joined(side, replace(more, part=None)) if side.is_midnight else joined(replace(side, part=None), more)
    return None
