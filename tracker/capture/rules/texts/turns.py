"""Who said what: by labels at the beginning of lines, and in mails without what is only quoted. Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tracker.capture.rules.line.english import SMALL_WORDS as ENGLISH_WORDS
from tracker.capture.rules.line.german import SMALL_WORDS as GERMAN_WORDS
from tracker.capture.rules.promises.facts import Weighed
from tracker.capture.rules.promises.finding import promises_in
from tracker.kernel.folding import fold

LONGEST_TEXT = 200_000
_OURS = (
    "agent agentin support service kundenservice kundendienst mitarbeiter mitarbeiterin berater beraterin advisor "
    "team wir us bot chatbot hotline verkauf vertrieb rezeption reception werkstatt"
)
_THEIRS = "kunde kundin customer client caller anrufer anruferin gast guest user nutzer patient"
OURS, THEIRS = frozenset(_OURS.split()), frozenset(_THEIRS.split())
"""Words in labels that say whose turn it is."""
_CLOCK = r"[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?[\])]?"
_LABEL = re.compile(
    rf"^[ \t]*(?:{_CLOCK}[ \t-]*)?(?P<who>[^\W\d_][\w .'’()-]{{0,40}}?)(?:[ \t]*{_CLOCK})?[ \t]*:(?=\s)"
)
_QUOTES_REST = re.compile(
    r"^[ \t]*(?:-{2,}\s*(?:original message|ursprüngliche nachricht|weitergeleitete nachricht|forwarded message)|"
    r"(?:am|on) .{6,80}(?:schrieb|wrote)\b.*:\s*$|_{10,}\s*$)",
    re.IGNORECASE,
)
_GERMAN_SIGNS = re.compile(r"[äöüß]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of a text that one side said; `speaker` is its label, empty where there is none."""

    start: int
    end: int
    speaker: str
    is_ours: bool


def promises_of_ours(text: str, our_names: Collection[str]) -> list[Weighed]:
    """Return what our side promises in a text, each where it stands in it, in the language of the text."""
    language = language_of(text)
    return [
        promise.moved(turn.start)
        for turn in turns(text, our_names)
        if turn.is_ours
        for promise in promises_in(text[turn.start : turn.end], language)
    ]


def turns(text: str, our_names: Collection[str]) -> list[Turn]:
    """Return who said what. `our_names` are names of people of ours.

    A text without labels is all ours; of one with labels all is ours that no customer said, unless somebody is
    named who is ours. What a mail quotes of an earlier one was said before.
    """
    found = list(_labelled(text))
    speakers = {speaker for *_, speaker in found if speaker}
    names = {word for name in our_names for word in fold(name).split() if len(word) > 1}
    ours = {each for each in speakers if _is_ours(each, names)}
    theirs = {each for each in speakers if set(fold(each).split()) & THEIRS} - ours
    speaking = ours or (speakers - theirs)
    return [Turn(start, end, speaker, speaker in speaking or not speakers) for start, end, speaker in found]


def language_of(text: str) -> str:
    """Return the language in which more of the small words are written."""
    words = _WORD.findall(text[:LONGEST_TEXT].lower())
    german = sum(word in GERMAN_WORDS for word in words) + len(_GERMAN_SIGNS.findall(text.lower()))
    return "de" if german > sum(word in ENGLISH_WORDS for word in words) else "en"


def _is_ours(speaker: str, names: Collection[str]) -> bool:
    words = set(fold(speaker).replace("(", " ").replace(")", " ").split())
    return bool(words & OURS) or (bool(words & set(names)) and not words & THEIRS)


def _labelled(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield stretches of lines of one label; lines without one go on with what was said, quoted ones are left out."""
    start, speaker, at = 0, "", 0
    for line in text.splitlines(keepends=True):
        if _QUOTES_REST.match(line):
            break
        label = _LABEL.match(line)
        if label or line.lstrip().startswith(">"):
            if start < at:
                yield start, at, speaker
            start = at + (label.end() if label else len(line))
            speaker = label["who"].strip() if label else speaker
        at += len(line)
    if start < at:
        yield start, at, speaker
