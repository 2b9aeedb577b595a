"""The words of a confirmation, in the customer's language and zone; whoever sends it may change them before."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flask_babel import force_locale, gettext

from tracker.portal.confirming import Day, Telling
from tracker.portal.sheet import Reader
from tracker.web.languages import BABEL_NAMES, locale_in_force
from tracker.web.moments import zone_name


def drafted(telling: Telling) -> tuple[str, str]:
    """Return subject and text of a confirmation as they are proposed."""
    with force_locale(BABEL_NAMES.get(telling.language, "en_GB")):
        return _subject(telling), "\n\n".join(_paragraphs(telling))


def _subject(telling: Telling) -> str:
    when = _when(telling.due, telling)
    if telling.before is not None:
        return gettext("New date: %(when)s", when=when)
    return gettext("What we promised you: %(when)s", when=when)


def _paragraphs(telling: Telling) -> Iterator[str]:
    yield gettext("Hello,")
    is_moved = telling.before is not None
    yield gettext("there is a new date for what we promised you:") if is_moved else gettext("we promised you:")
    yield gettext("“%(words)s”", words=telling.statement)
    yield "\n".join(_facts(telling))
    if telling.words:
        yield gettext("What we told you about it: %(words)s", words=telling.words)
    if telling.has_page:
        yield gettext("You also find this on your page, under the link that you have from us.")
    if telling.reply_to:
        yield gettext("If something is not right, just answer this mail.")


def _facts(telling: Telling) -> Iterator[str]:
    due = _when(telling.due, telling)
    if telling.before is not None:
        yield gettext("So far: %(when)s", when=_when(telling.before, telling))
        yield gettext("New: %(when)s", when=due)
    else:
        yield gettext("When: %(when)s", when=due) if telling.is_appointment else gettext("By: %(when)s", when=due)
    if telling.conditions:
        yield gettext("On condition: %(conditions)s", conditions=telling.conditions)


def _when(due: Day, telling: Telling) -> str:
    """Return the day, and for a moment its time with the zone that it is told in."""
    zone = ZoneInfo(telling.time_zone)
    said = Reader(zone).when(due.day or due.at)
    return said if due.day is not None else f"{said} ({zone_name(due.at, zone, locale_in_force())})"
