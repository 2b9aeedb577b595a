"""Who said what: by labels at the beginning of lines, and in mails without what is only quoted. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
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
_NOBODY = (
    "tel telefon telephone phone fon fax mobil mobile handy mail email e-mail web internet website www adresse address "
    "anschrift öffnungszeiten servicezeiten hinweis note notice achtung wichtig important ps p.s betreff subject re "
    "aw wg fwd datum date iban bic ust-id ustid geschäftsführer geschäftsführung registergericht amtsgericht"
)
NOBODY = frozenset(map(fold, _NOBODY.split()))
"""Words in labels of what nobody says: signatures and notes."""
_CONTACT = re.compile(r"\s*(?:[+(]?\d[\d\s/().-]{4,}|\S+@\S+|(?:https?://|www\.)\S+)", re.IGNORECASE)
"""What stands behind "Support:" where that is how to reach it."""
_CLOCK = r"[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?[\])]?"
_LABEL = re.compile(
    rf"^[ \t]*(?:{_CLOCK}[ \t-]*)?(?P<who>[^\W\d_][\w .'’()-]{{0,40}}?)(?:[ \t]*{_CLOCK})?[ \t]*:(?=\s)"
)
_QUOTES_REST = re.compile(
    r"^[ \t]*(?:-{2,}\s*(?:original message|ursprüngliche nachricht|weitergeleitete nachricht|forwarded message)|"
    r"(?:am|on) .{6,80}(?:schrieb|wrote)\b.*:\s*$|_{10,}\s*$)",
    re.IGNORECASE,
)
_QUOTED_HEAD = re.compile(
    r"\*?(?:von|from):\*?[ \t].*\n(?:.+\n){0,2}?\*?(?:gesendet|sent|datum|date|an|to):\*?[ \t]", re.IGNORECASE
)
"""How Outlook begins an earlier mail: with no line of dashes, but with its head."""
_GERMAN_SIGNS = re.compile(r"[äöüß]")
_PLACE = re.compile(r"\([^)]*\)")
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

    What stands before all labels is ours, as a text without any; of one with labels all is ours that no customer
    said, unless somebody is named who is ours. What a mail quotes of an earlier one was said before.
    """
    found = list(_labelled(text))
    speakers = {speaker for *_, speaker in found if speaker}
    names = [fold(name).split() for name in our_names]
    ours = {each for each in speakers if _is_ours(each, names)}
    theirs = {each for each in speakers if set(fold(each).split()) & THEIRS} - ours
    speaking = ours or (speakers - theirs)
    return [Turn(start, end, speaker, speaker in speaking or not speaker) for start, end, speaker in found]


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


def _is_label(label: re.Match[str], line: str) -> bool:
    words = {word.strip(".") for word in fold(label["who"]).split()}
    return not words & NOBODY and _CONTACT.match(line, label.end()) is None


def _labelled(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield stretches of lines of one label; lines without one go on with what was said, quoted ones are left out."""
    start, speaker, at = 0, "", 0
    for line in text.splitlines(keepends=True):
        if _QUOTES_REST.match(line) or (_QUOTED_HEAD.match(text, at) and text[:at].strip()):
            break
        label = _LABEL.match(line)
        label = label if label and _is_label(label, line) else None
        if label or line.lstrip().startswith(">"):
            if start < at:
                yield start, at, speaker
            start = at + (label.end() if label else len(line))
            speaker = label["who"].strip() if label else speaker
        at += len(line)
    if start < at:
        yield start, at, speaker
