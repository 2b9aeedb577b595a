"""Who said what: by labels at the beginning of lines, and in mails without what is only quoted. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.capture.rules.line.english import SMALL_WORDS as ENGLISH_WORDS
from tracker.capture.rules.line.german import SMALL_WORDS as GERMAN_WORDS
from tracker.capture.rules.promises.facts import Weighed
from tracker.capture.rules.promises.finding import promises_in
from tracker.capture.rules.texts.labels import label_of
from tracker.capture.rules.texts.quoting import is_marked, quotation_from
from tracker.kernel.folding import fold

LONGEST_TEXT = 200_000
_OURS = (
    "agent agentin support service kundenservice kundendienst mitarbeiter mitarbeiterin berater beraterin advisor "
    "team wir us bot chatbot hotline verkauf vertrieb rezeption reception werkstatt"
)
_THEIRS = "kunde kundin customer client caller anrufer anruferin gast guest user nutzer patient"
OURS, THEIRS = frozenset(_OURS.split()), frozenset(_THEIRS.split())
"""Words in labels that say whose turn it is."""
_GERMAN_SIGNS = re.compile(r"[äöüß]")
_PLACE = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of a text that one side said; `speaker` is its label, empty where there is none.

    `wall` is what the clock showed, where the label says the day.
    """

    start: int
    end: int
    speaker: str
    wall: datetime | None = None
    is_ours: bool = False


def promises_of_ours(text: str, our_names: Collection[str], *, month_first: bool = False) -> list[Weighed]:
    """Return what our side promises in a text, each where it stands in it, in the language of the text."""
    language = language_of(text)
    return [
        promise.moved(turn.start, turn.wall)
        for turn in turns(text, our_names, month_first=month_first)
        if turn.is_ours
        for promise in promises_in(text[turn.start : turn.end], language)
    ]


def turns(text: str, our_names: Collection[str], *, month_first: bool = False) -> list[Turn]:
    """Return who said what. `our_names` are names of people of ours.

    What stands before all labels is ours, as a text without any; of one with labels all is ours that no customer
    said, unless somebody is named who is ours. What a mail quotes of an earlier one was said before.
    """
    found = list(_labelled(text, month_first=month_first))
    speakers = {turn.speaker for turn in found if turn.speaker}
    names = [fold(name).split() for name in our_names]
    ours = {each for each in speakers if _is_ours(each, names)}
    theirs = {each for each in speakers if set(fold(each).split()) & THEIRS} - ours
    speaking = ours or (speakers - theirs)
    return [replace(turn, is_ours=turn.speaker in speaking or not turn.speaker) for turn in found]


def language_of(text: str) -> str:
    """Return the language in which more of the small words are written."""
    words = _WORD.findall(text[:LONGEST_TEXT].lower())
    german = sum(word in GERMAN_WORDS for word in words) + len(_GERMAN_SIGNS.findall(text.lower()))
    return "de" if german > sum(word in ENGLISH_WORDS for word in words) else "en"


def _is_ours(speaker: str, names: Iterable[Sequence[str]]) -> bool:
    words = set(fold(speaker).replace("(", " ").replace(")", " ").split())
    called = [word.strip(".") for word in _PLACE.sub(" ", fold(speaker)).split()]
    return bool(words & OURS) or (any(_is_name(called, name) for name in names) and not words & THEIRS)


def _is_name(called: Sequence[str], name: Sequence[str]) -> bool:
    """Whether somebody of ours is called so: by the surname, or by nothing that is not of the name.

    "Tobias Weber" is not our Tobias Weiß.
    """
    if not called or not name:
        return False
    return name[-1] in called or (
        called[0] in name and all(any(own.startswith(word) for own in name) for word in called)
    )


def _labelled(text: str, *, month_first: bool) -> Iterator[Turn]:
    """Yield stretches of lines of one label, nobody's yet; lines without one go on with what was said.

    Quoted lines are left out.
    """
    start, speaker, wall, at, quoted_to = 0, "", None, 0, 0
    for line in text.splitlines(keepends=True):
        quotation = quotation_from(text, at) if at >= quoted_to else None
        if quotation is not None:
            quoted_to, is_marked_as_such = quotation
            if not is_marked_as_such:
                break
        is_quoted = at < quoted_to or is_marked(line)
        label = None if is_quoted else label_of(line, month_first=month_first)
        if label or is_quoted:
            yield from _turn(start, at, speaker, wall)
            start = at + (label.end if label else len(line))
        if label:
            speaker, wall = label.who, label.wall
        at += len(line)
    yield from _turn(start, at, speaker, wall)


def _turn(start: int, end: int, speaker: str, wall: datetime | None) -> Iterator[Turn]:
    if start < end:
        yield Turn(start, end, speaker, wall)
