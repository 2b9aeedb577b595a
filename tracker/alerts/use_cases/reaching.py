"""Whom a message reaches: an audience becomes people, at the very moment of telling."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries import firing as queries
from tracker.alerts.queries import people
from tracker.alerts.queries.endpoints import EndpointFacts, endpoints_of
from tracker.alerts.rules.endpoints import PLACES
from tracker.alerts.rules.firing import NO_WAYS, Message, Ways
from tracker.alerts.rules.holding import held_until
from tracker.alerts.rules.ladders import Audience, Channel
from tracker.alerts.use_cases.offices import Offices
from tracker.promises.queries.finding import closed_to
from tracker.worktime.zones import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One person, on which channels, and until when the message is held back from them; None is at once."""

    account_id: int
    channels: frozenset[Channel]
    held_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaching:
    """About what, by which hours, and when somebody is to be told."""

    subject: queries.Subject
    message: Message
    offices: Offices
    now: datetime


def reached(session: Session, reaching: Reaching) -> list[Reached]:
    """Return everybody whom a message reaches, each once, with the channels that they want or have to take."""
    ways: dict[int, Ways] = {}
    for audience, way in sorted(reaching.message.reaches.items()):
        for account_id in _people(session, reaching, audience):
            ways[account_id] = ways.get(account_id, NO_WAYS) | way
    return [_reached(session, reaching, account_id, way) for account_id, way in ways.items()]


def destinations(
    session: Session, reaching: Reaching, people: Sequence[Reached]
) -> list[tuple[EndpointFacts, Reached | None]]:
    """Return the endpoints that a message goes to: people's own, each with its person, and the team's."""
    team = reaching.message.reaches.get(Audience.TEAM, NO_WAYS).channels.intersection(PLACES)
    wanted = {to.account_id: to for to in people if to.channels.intersection(PLACES)}
    if not team and not wanted:
        return []
    found = endpoints_of(session, wanted.keys(), [reaching.subject.team_id] if team else [])
    reached_by = [(each, wanted.get(each.account_id or 0)) for each in found]
    return [(each, to) for each, to in reached_by if (each.kind in team if to is None else each.kind in to.channels)]


def _reached(session: Session, reaching: Reaching, account_id: int, ways: Ways) -> Reached:
    desk = reaching.offices.desk(session, account_id)
    wanted = {each for each in ways.channels if each in ways.mandatory or desk.wants(reaching.message.kind, each)}
    held = held_until(desk, reaching.now, is_urgent=reaching.message.is_urgent)
    return Reached(account_id=account_id, channels=frozenset(wanted), held_until=held)


def _people(session: Session, reaching: Reaching, audience: Audience) -> Iterable[int]:
    """Return who an audience is: some are meant themselves, for the others whoever answers for them is told."""
    if audience in _THEMSELVES:
        return _found(_THEMSELVES[audience](session, reaching))
    if audience is Audience.TEAM:
        team_id = reaching.subject.team_id
        day = local_day(reaching.now, reaching.offices.calendar(session, team_id).zone)
        return people.present_in(session, team_id, day)
    return [_in_charge(session, reaching, each) for each in _found(_NAMED[audience](session, reaching.subject))]


def _receiver(session: Session, reaching: Reaching) -> int | None:
    return queries.receiver_of(session, int(reaching.message.alert.rung_key.partition("-")[2]))


_THEMSELVES: dict[Audience, Callable[[Session, Reaching], int | None]] = {
    Audience.OWNER_ALONE: lambda _session, reaching: reaching.subject.owner_id,
    Audience.RECEIVER: _receiver,
}
_NAMED: dict[Audience, Callable[[Session, queries.Subject], int | None]] = {
    Audience.OWNER: lambda _session, subject: subject.owner_id,
    Audience.ACKNOWLEDGER: lambda session, subject: queries.acknowledger_of(session, subject.id),
    Audience.MAKER: lambda _session, subject: subject.maker_id,
    Audience.DEPUTY: lambda session, subject: people.usual_deputy_of(session, subject.owner_id),
    Audience.MANAGER: lambda session, subject: people.manager_of(session, subject.team_id),
    Audience.MANAGERS_MANAGER: lambda session, subject: people.managers_manager_of(session, subject.team_id),
}


def _found(account_id: int | None) -> list[int]:
    return [] if account_id is None else [account_id]


def _in_charge(session: Session, reaching: Reaching, account_id: int) -> int:
    """Return who answers for somebody when the message can be told: on leave from tomorrow, the deputy tomorrow.

    A deputy for whom the promise does not exist hears nothing of it.
    """
    answering = _answering(session, reaching, account_id, reaching.now)
    held = held_until(reaching.offices.desk(session, answering), reaching.now, is_urgent=reaching.message.is_urgent)
    return answering if held is None else _answering(session, reaching, account_id, held)


def _answering(session: Session, reaching: Reaching, account_id: int, moment: datetime) -> int:
    answering = reaching.offices.responsible(session, account_id, moment)
    if answering == account_id or not closed_to(session, reaching.subject.id, answering):
        return answering
    return people.manager_of(session, reaching.subject.team_id) or account_id
