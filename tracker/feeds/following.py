"""What an invitation that was sent needs when its promise changes. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.feeds.itip import Appointment
from tracker.promises.rules import State


class Step(StrEnum):
    """What is to be done about an invitation."""

    NOTHING = "nothing"
    UPDATE = "update"
    """Tell the new date."""
    CANCEL = "cancel"
    """Tell that it is off."""
    END = "end"
    """It took place or did not, or is none of theirs any more: there is nothing to tell a calendar."""


@dataclass(frozen=True, slots=True)
class Now:
    """How the promise of an invitation stands."""

    state: State
    appointment: Appointment | None
    is_visible: bool
    """Whether the customer may see the promise."""


def next_step(told: Appointment, now: Now) -> Step:
    """Return what an invitation needs: calendars follow a moved date and a withdrawal, and nothing else."""
    if now.state is State.WITHDRAWN:
        return Step.CANCEL
    if now.state is not State.OPEN or not now.is_visible:
        return Step.END
    return Step.NOTHING if now.appointment in (told, None) else Step.UPDATE
