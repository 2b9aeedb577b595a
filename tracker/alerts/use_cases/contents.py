"""What a delivery has to say, gathered just before it goes out; another sort of payload is one more entry here."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.alerts.queries import letters
from tracker.alerts.queries.letters import Letter
from tracker.alerts.queries.parcels import Addressee, Parcel
from tracker.alerts.rules.delivering import CatchUp, is_settled, obstacle
from tracker.alerts.rules.payloads import Matter, TroubleReport, matter_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUpLetter:
    """One message about everything that was held back from somebody; each letter with whether it has settled."""

    key: str
    to: Addressee
    letters: list[tuple[Letter, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLetter:
    """A message that shows whether an endpoint works."""

    key: str
    to: Addressee


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleLetter:
    """A message about what could not be delivered."""

    key: str
    to: Addressee
    report: TroubleReport


UNKNOWN = "unknown to this version"
"""A newer worker wrote it: it waits until this one is as new."""

Content = Letter | CatchUpLetter | TrialLetter | TroubleLetter


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is to be said, or why nothing is to be said any more."""

    content: Content | None
    reason: str = ""


def gather(session: Session, parcel: Parcel) -> Gathered:
    """Return what a delivery says now."""
    matter = matter_of(parcel.payload)
    return Gathered(None, UNKNOWN) if matter is None else GATHERERS[matter](session, parcel)


def _about_promise(session: Session, parcel: Parcel) -> Gathered:
    letter = letters.letter(session, parcel)
    if letter is None:
        return Gathered(None, "gone")
    reason = obstacle(letter.occasion, letter.state, letter.due_at)
    return Gathered(letter, reason)


def _catch_up(session: Session, parcel: Parcel) -> Gathered:
    """Gather what was held back; nothing is sent when none of it is open any more."""
    held = letters.held_back(session, parcel, CatchUp.unpacked(parcel.payload).opens_at)
    told = [
        (
            each.letter,
            is_settled(each.letter.occasion.kind, each.letter.state, is_still_offered=each.is_still_offered),
        )
        for each in held
    ]
    letter = CatchUpLetter(key=parcel.key, to=parcel.to, letters=told)
    return Gathered(letter, "settled" if all(settled for _letter, settled in told) else "")


def _trial(_session: Session, parcel: Parcel) -> Gathered:
    return Gathered(TrialLetter(key=parcel.key, to=parcel.to))


def _trouble(_session: Session, parcel: Parcel) -> Gathered:
    return Gathered(TroubleLetter(key=parcel.key, to=parcel.to, report=TroubleReport.unpacked(parcel.payload)))


GATHERERS: dict[Matter, Callable[[Session, Parcel], Gathered]] = {
    Matter.OCCASION: _about_promise,
    Matter.CATCH_UP: _catch_up,
    Matter.TRIAL: _trial,
    Matter.TROUBLE: _trouble,
}
