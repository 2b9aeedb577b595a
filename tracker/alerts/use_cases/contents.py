"""What a delivery has to say, gathered just before it goes out; another sort of payload is one more entry here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy.orm import Session

from tracker.alerts.affairs import AffairLetter, affairs
from tracker.alerts.queries import digests, letters
from tracker.alerts.queries.digests import Owed
from tracker.alerts.queries.letters import Letter
from tracker.alerts.queries.minutes import Minutes, minutes
from tracker.alerts.queries.parcels import Addressee, Parcel
from tracker.alerts.rules.delivering import CatchUp, is_settled, obstacle
from tracker.alerts.rules.digests import A_WEEK, Digest, DigestOf
from tracker.alerts.rules.messages import Message
from tracker.alerts.rules.minutes import MinutesOf
from tracker.alerts.rules.payloads import AffairTold, Matter, TroubleReport, WrittenMail, matter_of
from tracker.alerts.saying import language_of
from tracker.web.languages import BABEL_NAMES
from tracker.worktime.zones import end_of_day


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
    """A message about what could not be delivered; `about` is the promise that a customer was to be told of."""

    key: str
    to: Addressee
    report: TroubleReport
    about: Letter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingLetter:
    """A message about an affair, in the reader's language already."""

    key: str
    to: Addressee
    told: AffairTold
    says: AffairLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLetter:
    """What is owed, in one message; `coming` is how much more is due within the week, for managers."""

    key: str
    to: Addressee
    digest: Digest
    owed: Owed
    offered: Owed
    coming: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLetter:
    """A mail that was written before."""

    key: str
    to: Addressee
    mail: WrittenMail


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesLetter:
    """What was decided about promises, in one message."""

    key: str
    to: Addressee
    minutes: Minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLetter:
    """A message of a room above this one, which knows what it says at a moment, in the reader's language."""

    key: str
    to: Addressee
    says: Callable[[datetime], Message]


MOST_NAMED = 41
"""One more than a message names, so that it is known whether there are more."""

UNKNOWN = "unknown to this version"
"""A newer worker wrote it: it waits until this one is as new."""

Content = (
    Letter
    | CatchUpLetter
    | TrialLetter
    | TroubleLetter
    | TellingLetter
    | DigestLetter
    | WrittenLetter
    | MinutesLetter
    | RoomLetter
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is to be said, or why nothing is to be said any more."""

    content: Content | None
    reason: str = ""


Gather = Callable[[Session, Parcel, datetime], Gathered]
Gatherers = Mapping[Matter, Gather]
NO_OTHERS: Gatherers = {}


def gather(session: Session, parcel: Parcel, now: datetime, others: Gatherers = NO_OTHERS) -> Gathered:
    """Return what a delivery says at `now`; `others` find what is told by rooms above this one."""
    matter = matter_of(parcel.payload)
    found = None if matter is None else {**others, **GATHERERS}.get(matter)
    return Gathered(None, UNKNOWN) if found is None else found(session, parcel, now)


def _about_promise(session: Session, parcel: Parcel, _now: datetime) -> Gathered:
    letter = letters.letter(session, parcel)
    if letter is None:
        return Gathered(None, "gone")
    reason = obstacle(letter.occasion, letter.state, letter.due_at)
    return Gathered(letter, reason)


def _catch_up(session: Session, parcel: Parcel, _now: datetime) -> Gathered:
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


def _trial(_session: Session, parcel: Parcel, _now: datetime) -> Gathered:
    return Gathered(TrialLetter(key=parcel.key, to=parcel.to))


def _trouble(session: Session, parcel: Parcel, _now: datetime) -> Gathered:
    report, about = TroubleReport.unpacked(parcel.payload), None
    if parcel.promise_id is not None:
        about = letters.letters_of(session, parcel.key, parcel.to, {parcel.promise_id}).get(parcel.promise_id)
    return Gathered(TroubleLetter(key=parcel.key, to=parcel.to, report=report, about=about))


def _written(session: Session, parcel: Parcel, _now: datetime) -> Gathered:
    """Gather a mail as it was written; one that tells a date is wanted no more when that is not agreed any longer."""
    mail = WrittenMail.unpacked(parcel.payload)
    to = replace(parcel.to, email=mail.email, name=mail.name, locale=mail.language)
    is_outdated = bool(mail.due_at) and letters.agreed(session, parcel) != datetime.fromisoformat(mail.due_at)
    return Gathered(WrittenLetter(key=parcel.key, to=to, mail=mail), "rescheduled" if is_outdated else "")


def _digest(session: Session, parcel: Parcel, now: datetime) -> Gathered:
    """Gather a digest; one that has nothing to tell is not sent."""
    digest = DigestOf.unpacked(parcel.payload)
    letter = (_daily if digest.digest is Digest.DAILY else _weekly)(session, parcel, digest, now)
    return Gathered(letter, "" if letter.owed.count or letter.offered.count or letter.coming else "nothing_owed")


def _daily(session: Session, parcel: Parcel, digest: DigestOf, _now: datetime) -> DigestLetter:
    until = end_of_day(digest.day, parcel.to.time_zone)
    return DigestLetter(
        key=parcel.key,
        to=parcel.to,
        digest=digest.digest,
        owed=digests.owed_by(session, parcel.key, parcel.to, until, most=MOST_NAMED),
        offered=digests.offered_to(session, parcel.key, parcel.to, MOST_NAMED),
    )


def _weekly(session: Session, parcel: Parcel, digest: DigestOf, now: datetime) -> DigestLetter:
    teams = digests.managed_teams(session, parcel.to.account_id or 0)
    return DigestLetter(
        key=parcel.key,
        to=parcel.to,
        digest=digest.digest,
        owed=digests.overdue_in(session, parcel.key, parcel.to, teams, now=now, most=MOST_NAMED),
        offered=digests.offered_to(session, parcel.key, parcel.to, MOST_NAMED),
        coming=digests.due_in(session, teams, now, now + A_WEEK),
    )


def _minutes(session: Session, parcel: Parcel, _now: datetime) -> Gathered:
    about = MinutesOf.unpacked(parcel.payload)
    told = minutes(session, parcel.key, parcel.to, about)
    return Gathered(MinutesLetter(key=parcel.key, to=parcel.to, minutes=told), "" if told.decided else "gone")


def _affair(session: Session, parcel: Parcel, _now: datetime) -> Gathered:
    """Gather what an affair says now; one of a room that this version does not know waits for a newer one."""
    told = AffairTold.unpacked(parcel.payload)
    affair = affairs().get(told.affair)
    if affair is None:
        return Gathered(None, UNKNOWN)
    if not affair.stands(session, told.affair_id, told.kind):
        return Gathered(None, "settled")
    with force_locale(BABEL_NAMES[language_of(parcel.to.locale)]):
        says = affair.letter(session, told.affair_id, told.kind, parcel.to.time_zone)
    return Gathered(TellingLetter(key=parcel.key, to=parcel.to, told=told, says=says))


GATHERERS: dict[Matter, Gather] = {
    Matter.OCCASION: _about_promise,
    Matter.CATCH_UP: _catch_up,
    Matter.TRIAL: _trial,
    Matter.TROUBLE: _trouble,
    Matter.DIGEST: _digest,
    Matter.WRITTEN: _written,
    Matter.MINUTES: _minutes,
    Matter.AFFAIR: _affair,
}
