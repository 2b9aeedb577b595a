"""A short text to answer a review in public: counts alone, nobody and nothing by name."""

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date
from flask_babel import gettext, ngettext

from tracker.portal.rules import Tally
from tracker.web.languages import locale_in_force


def review_text(tally: Tally, since: date, until: date) -> str:
    """Return the text in the language in force."""
    return " ".join(_sentences(tally, since, until))


def _sentences(tally: Tally, since: date, until: date) -> Iterator[str]:
    locale = locale_in_force()
    first, last = format_date(since, "long", locale), format_date(until, "long", locale)
    yield gettext("Thank you for your review.")
    if tally.made:
        yield ngettext(
            "From %(first)s to %(last)s we made you %(num)d promise.",
            "From %(first)s to %(last)s we made you %(num)d promises.",
            tally.made,
            first=first,
            last=last,
        )
    yield from _outcomes(tally)
    yield gettext("Please write to us or call us about what is left: we will look into it.")


def _outcomes(tally: Tally) -> Iterator[str]:
    if tally.kept:
        yield ngettext("%(num)d was kept on the agreed date.", "%(num)d were kept on the agreed date.", tally.kept)
    if tally.kept_moved:
        yield ngettext(
            "%(num)d was kept on a new date that we agreed with you.",
            "%(num)d were kept on new dates that we agreed with you.",
            tally.kept_moved,
        )
    if tally.kept_late:
        yield ngettext("%(num)d was kept late.", "%(num)d were kept late.", tally.kept_late)
    if tally.not_kept:
        yield ngettext(
            "%(num)d we could not keep, or not in full; we are sorry for that.",
            "%(num)d we could not keep, or not in full; we are sorry for that.",
            tally.not_kept,
        )
    if tally.overdue:
        yield ngettext(
            "%(num)d should have been done by now and is still open; we are sorry for that.",
            "%(num)d should have been done by now and are still open; we are sorry for that.",
            tally.overdue,
        )
    if tally.open:
        yield ngettext("%(num)d is not due yet.", "%(num)d are not due yet.", tally.open)
