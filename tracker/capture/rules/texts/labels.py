"""Labels at the beginning of lines: who speaks, and when, as chats and transcripts write it. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime

from tracker.kernel.folding import fold

_NOBODY = (
    "tel telefon telephone phone fon fax mobil mobile handy mail email e-mail web internet website www adresse address "
    "anschrift öffnungszeiten servicezeiten hinweis note notice achtung wichtig important ps p.s betreff subject re "
    "aw wg fwd datum date iban bic ust-id ustid geschäftsführer geschäftsführung registergericht amtsgericht"
)
NOBODY = frozenset(map(fold, _NOBODY.split()))
"""Words in labels of what nobody says: signatures and notes."""
_CONTACT = re.compile(r"\s*(?:[+(]?\d[\d\s/().-]{4,}|\S+@\S+|(?:https?://|www\.)\S+)", re.IGNORECASE)
"""What stands behind "Support:" where that is how to reach it."""
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
_STAMP = rf"[\u200e\u200f]?[\[(]?(?:(?P<date>{_DATE}),?[ \t]*)?(?P<clock>{_CLOCK})[\])]?[ \t-]*"
_BOLD = r"[*_]{0,3}"
_LABEL = re.compile(
    rf"[ \t]*(?:{_STAMP})?{_BOLD}(?P<who>[^\W\d_][\w .'’()-]{{0,40}}?)(?:[ \t]*[\[(]?{_CLOCK}[\])]?)?"
    rf"{_BOLD}[ \t]*:{_BOLD}(?=\s)",
    re.IGNORECASE,
)
_YEAR_DIGITS, _CENTURY, _MONTHS, _NOON = 4, 2000, 12, 12


@dataclass(frozen=True, slots=True)
class Label:
    """Who speaks, where the label ends in its line, and what the clock showed, if the line says the day, too."""

    who: str
    end: int
    wall: datetime | None


def label_of(line: str, *, month_first: bool) -> Label | None:
    """Return the label at the beginning of a line; None for a line that goes on, and for one that nobody says."""
    found = _LABEL.match(line)
    if found is None:
        return None
    words = {word.strip(".") for word in fold(found["who"]).split()}
    if words & NOBODY or _CONTACT.match(line, found.end()):
        return None
    wall = _wall(found["date"], found["clock"], month_first=month_first) if found["date"] else None
    return Label(found["who"].strip(), found.end(), wall)


def _wall(date: str, clock: str, *, month_first: bool) -> datetime | None:
    """Return the moment of a stamp: days come first, but for slashes where the month does."""
    numbers = [int(each) for each in re.findall(r"\d+", date)]
    if len(re.findall(r"\d+", date)[0]) == _YEAR_DIGITS:
        numbers.reverse()
    elif month_first and "/" in date:
        numbers[:2] = numbers[1::-1]
    day, month, year = numbers
    if month > _MONTHS >= day:
        day, month = month, day
    hour, minute = (int(each) for each in re.findall(r"\d+", clock)[:2])
    half = re.search(r"[ap]", clock.lower())
    if half is not None:
        hour = hour % _NOON + (_NOON if half[0] == "p" else 0)
    try:
        return datetime(year if year >= _CENTURY else year + _CENTURY, month, day, hour, minute)  # noqa: DTZ001 - a wall clock
    except ValueError:
        return None
