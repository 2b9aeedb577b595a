"""What an invitation that was sent needs when its promise changes. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.feeds.itip import Appointment
from tracker.promises.rules import State


class Step(StrEnum):
    """What is to be done about an invitation."""

    NOTHING = "nothing"
    UPDATE = "update"
    """Tell the new date, or that it takes place after all."""
    RESUME = "resume"
    """The promise is open again and the calendar has it right: follow it as before."""
    CANCEL = "cancel"
    """Tell that it is off."""
    END = "end"
    """It took place or its time went by: there is nothing to tell a calendar."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the customer's calendar was told last, by which address it is known."""

    appointment: Appointment
    email: str
    is_ended: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """How the promise of an invitation stands."""

    at: datetime
    state: State
    appointment: Appointment | None
    is_appointment: bool
    """Whether its kind still is one."""
    is_visible: bool
    """Whether the customer may see the promise."""


def next_step(told: Told, now: Now) -> Step:
    """Return what an invitation needs: calendars follow a moved date, and learn what does not take place.

    What is broken is told only while it lies ahead, and so is an appointment that is none any more.
    """
    if now.state is State.OPEN and now.is_appointment:
        return _while_open(told, now)
    if told.is_ended:
        return Step.NOTHING
    if now.state is State.WITHDRAWN:
        return Step.CANCEL
    is_off = now.state in {State.BROKEN, State.OPEN}
    return Step.CANCEL if is_off and told.appointment.due_at > now.at else Step.END


def _while_open(told: Told, now: Now) -> Step:
    """Return the step for an open appointment; while it is hidden the calendar is told nothing, and waits."""
    if now.appointment is None or not now.is_visible:
        return Step.NOTHING
    if told.is_ended and now.appointment.due_at <= now.at:
        return Step.NOTHING
    if told.is_cancelled or now.appointment != told.appointment:
        return Step.UPDATE
    return Step.RESUME if told.is_ended else Step.NOTHING


def is_same_calendar(told: Told, email: str) -> bool:
    """Whether an address is that of the calendar that was told."""
    return told.email.casefold() == email.casefold()


def is_moved(told: Told | None, appointment: Appointment, email: str) -> bool:
    """Whether the owner of an address knows another date of it: to everybody else it is an invitation."""
    if told is None or told.is_cancelled or not is_same_calendar(told, email):
        return False
    before = told.appointment
    return (before.due_at, before.due_day) != (appointment.due_at, appointment.due_day)
