"""Office hours as people write them: `9-12:30, 13:30-17`."""

import re
from collections.abc import Iterable

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.worktime.calendar import ImpossibleHours, Slot, WorkCalendar, week_of

TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:Uhr|h)?"
SLOT = re.compile(rf"^{TIME}\s*(?:-|–|—|to|bis)\s*{TIME}$", re.IGNORECASE)
SEPARATOR = re.compile(r"[,;]|\bund\b|\band\b")
LAST_MINUTE = 59


def slots_in(text: str, field: str) -> tuple[Slot, ...]:
    """Return the slots of one weekday, none for an empty text.

    Raises Invalid, naming the field, for what is no time, ends before it begins, or overlaps.
    """
    slots = tuple(_slot(part.strip(), field) for part in SEPARATOR.split(text) if part.strip())
    try:
        WorkCalendar("UTC", week_of({0: slots}))
    except ImpossibleHours as refusal:
        raise Invalid(refusal.message, field=field, **refusal.values) from None
    return slots


def text_of(slots: Iterable[Slot]) -> str:
    """Return slots as they are written: `09:00–12:30, 13:30–17:00`."""
    return ", ".join(str(slot) for slot in slots)


def _slot(text: str, field: str) -> Slot:
    match = SLOT.match(text)
    if match is None:
        raise Invalid(N_("Not understood: %(text)s. Written like 9-12:30, 13:30-17."), field=field, text=text)
    opens_hour, opens_minute, closes_hour, closes_minute = (int(part or 0) for part in match.groups())
    if max(opens_minute, closes_minute) > LAST_MINUTE:
        raise Invalid(N_("Not understood: %(text)s. Written like 9-12:30, 13:30-17."), field=field, text=text)
    return Slot(opens_hour * 60 + opens_minute, closes_hour * 60 + closes_minute)
