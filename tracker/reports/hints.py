"""What the form of a new promise says: how such promises were kept, which due is realistic, what is due then."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.measures import FEW
from tracker.promises.rules import Due, day_of
from tracker.promises.shown import due_in_words
from tracker.promises.words import LEADS, WEEKDAYS
from tracker.reports.groups import interval_in_words, kept_rate_in_words
from tracker.reports.queries import hinting
from tracker.reports.rules.realism import (
    REALISTIC,
    Evidence,
    Likeness,
    Slot,
    earliest_realistic,
    evidence,
    possible_dues,
    slot_of,
)
from tracker.worktime.calendar import WorkCalendar
from tracker.worktime.zones import local

WHY = {
    (Likeness.KIND, True): N_("because the few with this lead time (%(lead)s) were kept less often here"),
    (Likeness.KIND, False): N_("because the few with this lead time (%(lead)s) were kept more often here"),
    (Likeness.LEAD, True): N_("because the few of them due on a %(weekday)s were kept less often here"),
    (Likeness.LEAD, False): N_("because the few of them due on a %(weekday)s were kept more often here"),
    (Likeness.SLOT, True): N_("because others with this lead time (%(lead)s) were kept less often here"),
    (Likeness.SLOT, False): N_("because others with this lead time (%(lead)s) were kept more often here"),
}
"""Why another rate is to be expected than that of the group that is told of; whether it is lower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Sentences, the percentage to expect, and what fills the fields with the realistic due.

    `expected` is None of a few promises; `why` says why it lies outside the interval, where it does. `values` are empty
    where no due is realistic, or it stands there already.
    """

    kept: str
    interval: str
    expected: int | None
    why: str
    is_doubtful: bool
    realistic: str
    values: dict[str, str]
    load: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A promise that is being made: by whom, of which kind, until when as far as that is known."""

    who: Viewer
    kind_id: int
    due: Due | None
    moment: datetime


def hint(session: Session, asked: Asked, calendar: WorkCalendar) -> Hint | None:
    """Return what is to be said, in two questions to the database; None of a kind of which nothing is known."""
    who, due = asked.who, asked.due
    day = day_of(due.at, due.day, who.time_zone) if due else None
    ground = hinting.load(session, who, day, asked.moment)
    history = hinting.history(session, who, asked.kind_id, ground=ground, moment=asked.moment)
    slot = slot_of(due, asked.moment, who.time_zone) if due else None
    found = evidence(history, slot)
    if found is None:
        return None
    dues = possible_dues(asked.moment, calendar, who.time_zone)
    realistic = earliest_realistic(history, dues, asked.moment, who.time_zone)
    return Hint(
        kept=_kept(found, slot),
        interval=interval_in_words(found.kept),
        expected=round(100 * found.expected) if found.kept.whole >= FEW else None,
        why=_why(found, slot),
        is_doubtful=due is not None and found.expected < REALISTIC,
        realistic=_realistic(realistic, asked.moment),
        values=_values(realistic, who) if realistic and realistic != due else {},
        load=_load(ground) if due else "",
    )


def _kept(found: Evidence, slot: Slot | None) -> str:
    rate = kept_rate_in_words(found.kept)
    if slot is None or found.likeness is Likeness.KIND:
        return gettext("Promises of this kind were kept here: %(rate)s", rate=rate)
    lead = str(LEADS[slot.lead])
    if found.likeness is Likeness.LEAD:
        return gettext(
            "Promises of this kind were kept here with this lead time (%(lead)s): %(rate)s", lead=lead, rate=rate
        )
    weekday = str(WEEKDAYS[slot.weekday])
    return gettext(
        "Promises of this kind were kept here with this lead time (%(lead)s) and due on a %(weekday)s: %(rate)s",
        lead=lead,
        weekday=weekday,
        rate=rate,
    )


def _why(found: Evidence, slot: Slot | None) -> str:
    """Say what makes the rate to expect lie outside the interval of the one that is said; often it does not."""
    low, high = found.kept.interval or (0.0, 1.0)
    if slot is None or low <= found.expected <= high:
        return ""
    words = WHY[found.likeness, found.expected < low]
    return gettext(words, lead=str(LEADS[slot.lead]), weekday=str(WEEKDAYS[slot.weekday]))


def _realistic(due: Due | None, moment: datetime) -> str:
    if due is None:
        return gettext("No date of the next weeks can be expected to be kept nine times out of ten.")
    said = due_in_words(due.at, due.day, moment)
    return gettext("The earliest date that can be expected to be kept nine times out of ten: %(due)s", due=said)


def _load(ground: hinting.Load) -> str:
    if not ground.due_in_team:
        return gettext("Nothing else is due in your team that day.")
    return gettext(
        "Already due that day: %(team)s in your team, %(own)s of yours.",
        team=ground.due_in_team,
        own=ground.due_for_viewer,
    )


def _values(due: Due, who: Viewer) -> dict[str, str]:
    wall = local(due.at, who.time_zone)
    day = due.day or wall.date()
    return {"due_day": day.isoformat(), "due_time": "" if due.day else f"{wall:%H:%M}", "due_count": ""}
