"""What happened to the promises that minutes are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.queries.accounts import names
from tracker.alerts.queries.letters import Letter, letters_of
from tracker.alerts.queries.parcels import Addressee
from tracker.alerts.records import Delivery
from tracker.alerts.rules.minutes import MinutesOf
from tracker.audit.queries import Told, histories
from tracker.promises.queries.finding import closed_to
from tracker.promises.queries.naming import Names, names_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One promise of the minutes, and what happened to it, in order."""

    letter: Letter
    told: list[Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What the minutes tell: who sends them, each promise in the order given, and the names that are spoken of.

    `path` is where the reader finds them in the application; empty where that is nowhere.
    """

    by: str
    since: datetime
    until: datetime
    path: str
    decided: list[Decided]
    names: Names


def minutes(session: Session, key: str, to: Addressee, about: MinutesOf) -> Minutes:
    """Gather minutes as they are read now; what does not exist for the reader any more is left out."""
    found = letters_of(session, key, to, about.promise_ids)
    told = histories(session, "promise", about.promise_ids, since=about.since, until=about.until)
    seen = [number for number in about.promise_ids if number in found and _exists_for(session, number, to)]
    events = [event for number in seen for event in told.get(number, [])]
    return Minutes(
        by=names(session, [about.by_id]).get(about.by_id, ""),
        since=about.since,
        until=about.until,
        path=about.path if to.account_id == about.by_id else "",
        decided=[Decided(letter=found[number], told=told.get(number, [])) for number in seen],
        names=names_in(session, events),
    )


def waiting_or_sent(session: Session, keys: Sequence[str]) -> set[str]:
    """Return which of these deliveries there are already."""
    return set(session.scalars(select(Delivery.dedupe_key).where(Delivery.dedupe_key.in_(keys))))


def _exists_for(session: Session, promise_id: int, to: Addressee) -> bool:
    return to.account_id is not None and not closed_to(session, promise_id, to.account_id)
