"""The words and icons of a promise's standing, wherever it is shown."""

from dataclasses import dataclass
from enum import Enum

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from tracker.web.icons import STANDINGS

WORDS = {
    "open": _l("Open"),
    "due_soon": _l("Due soon"),
    "overdue": _l("Overdue"),
    "kept": _l("Kept"),
    "kept_late": _l("Kept late"),
    "partly_kept": _l("Partly kept"),
    "broken": _l("Broken"),
    "withdrawn": _l("Withdrawn"),
    "draft": _l("Draft"),
    "renegotiated": _l("Renegotiated"),
    "waiting": _l("Waiting for acceptance"),
}


@dataclass(frozen=True)
class Badge:
    """What a badge shows: its key in the stylesheet, its word, its icon."""

    key: str
    word: str | LazyString
    icon: str


def badge_of(standing: Enum | str) -> Badge:
    """Return the badge for a standing, given as an enum member or as its value."""
    key = str(standing.value if isinstance(standing, Enum) else standing).lower()
    return Badge(key, WORDS[key], STANDINGS[key])


def new_date_words(level: int) -> str:
    """Return which new date it is: `2nd new date`."""
    first_ones = {1: gettext("1st new date"), 2: gettext("2nd new date"), 3: gettext("3rd new date")}
    return first_ones.get(level) or gettext("New date no. %(n)s", n=level)
