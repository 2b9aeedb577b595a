"""Reading endpoints, and writing how they fare."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.alerts.queries.states import PENDING
from tracker.alerts.records import Delivery, Endpoint
from tracker.alerts.rules.endpoints import PLACES
from tracker.alerts.rules.ladders import Channel
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_

UNTOUCHED = {"synchronize_session": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointFacts:
    """An endpoint that takes notices: its channel, and whose it is."""

    id: int
    kind: Channel
    account_id: int | None
    team_id: int | None


def endpoints_of(session: Session, account_ids: Collection[int], team_ids: Collection[int]) -> list[EndpointFacts]:
    """Return the endpoints in use of some people and some teams, in a fixed order."""
    theirs = or_(Endpoint.account_id.in_(account_ids), Endpoint.team_id.in_(team_ids))
    asked = select(Endpoint).where(theirs, Endpoint.disabled_at.is_(None), Endpoint.removed_at.is_(None))
    return [
        EndpointFacts(id=each.id, kind=Channel(each.kind), account_id=each.account_id, team_id=each.team_id)
        for each in session.scalars(asked.order_by(Endpoint.id))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDelivery:
    """How the newest delivery to an endpoint stands."""

    state: str
    said: str
    at: datetime


def changeable(session: Session, actor: Viewer) -> list[tuple[Endpoint, str]]:
    """Return the endpoints that the actor may change, each with its team's name; the actor's own first."""
    is_admin = actor.role is Role.ADMIN
    of_teams = Endpoint.team_id.is_not(None) if is_admin else Endpoint.team_id.in_(actor.managed_team_ids)
    asked = (
        select(Endpoint, func.coalesce(Team.name, ""))
        .join(Team, Team.id == Endpoint.team_id, isouter=True)
        .where(Endpoint.removed_at.is_(None), or_(Endpoint.account_id == actor.id, of_teams))
        .order_by(Endpoint.team_id.is_not(None), Team.name, Endpoint.id)
    )
    return [(row[0], row[1]) for row in session.execute(asked)]


def own_channels(session: Session, account_id: int) -> list[Channel]:
    """Return the channels of a person's own endpoints in use."""
    mine = {each.kind for each in endpoints_of(session, [account_id], [])}
    return [channel for channel in PLACES if channel in mine]


def last_deliveries(session: Session, endpoint_ids: Collection[int]) -> dict[int, LastDelivery]:
    """Return the newest delivery of each endpoint that ever got one."""
    newest = select(func.max(Delivery.id)).where(Delivery.endpoint_id.in_(endpoint_ids)).group_by(Delivery.endpoint_id)
    asked = select(
        *(Delivery.endpoint_id, Delivery.state, Delivery.last_error),
        func.coalesce(Delivery.sent_at, Delivery.send_started_at, Delivery.due_at).label("at"),
    )
    return {
        row.endpoint_id: LastDelivery(state=row.state, said=row.last_error, at=row.at)
        for row in session.execute(asked.where(Delivery.id.in_(newest)))
    }


def count_of_owner(session: Session, account_id: int, team_id: int | None) -> int:
    """Return how many endpoints a person has, or a team where one is named."""
    whose = Endpoint.account_id == account_id if team_id is None else Endpoint.team_id == team_id
    return session.scalars(select(func.count()).where(whose, Endpoint.removed_at.is_(None))).one()


def wake(session: Session, endpoint_id: int, now: datetime) -> None:
    """Let what waits for an endpoint go out at once."""
    waiting = update(Delivery).where(Delivery.endpoint_id == endpoint_id, Delivery.state == PENDING)
    due = waiting.where(Delivery.visible_at > now, Delivery.due_at <= now)
    session.execute(due.values(visible_at=now), execution_options=UNTOUCHED)


def endpoint_for_update(session: Session, actor: Viewer, endpoint_id: int) -> Endpoint:
    """Return an endpoint that the actor may change, locked. Raises NotFound."""
    asked = _kept().where(Endpoint.id == endpoint_id).with_for_update()
    found = session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if found is None or not may_change(actor, found):
        raise NotFound(N_("There is no such channel."))
    return found


def may_change(actor: Viewer, endpoint: Endpoint) -> bool:
    """Whether an endpoint is the actor's own, or that of a team they answer for."""
    return endpoint.account_id == actor.id or (
        endpoint.team_id is not None and may_change_of_team(actor, endpoint.team_id)
    )


def may_change_of_team(actor: Viewer, team_id: int) -> bool:
    """Whether the actor decides where a team's notices go: its manager, or an administrator."""
    return team_id in actor.managed_team_ids or actor.role is Role.ADMIN


def note_success(session: Session, endpoint_id: int) -> None:
    """Forget earlier failures."""
    works = update(Endpoint).where(Endpoint.id == endpoint_id).values(fail_streak=0, paused_until=None)
    session.execute(works, execution_options=UNTOUCHED)


def count_failure(session: Session, endpoint_id: int) -> int:
    """Count one more failure in a row, and return how many there are now."""
    failed = update(Endpoint).where(Endpoint.id == endpoint_id).values(fail_streak=Endpoint.fail_streak + 1)
    return session.execute(failed.returning(Endpoint.fail_streak), execution_options=UNTOUCHED).scalar_one()


def pause(session: Session, endpoint_id: int, until: datetime) -> None:
    """Leave an endpoint alone for a while."""
    paused = update(Endpoint).where(Endpoint.id == endpoint_id).values(paused_until=until)
    session.execute(paused, execution_options=UNTOUCHED)


def disable(session: Session, endpoint_id: int, trouble: str, now: datetime) -> bool:
    """Switch an endpoint off; False when it was off already."""
    off = update(Endpoint).where(Endpoint.id == endpoint_id, Endpoint.disabled_at.is_(None))
    done = off.values(disabled_at=now, trouble=trouble[:200]).returning(Endpoint.id)
    return session.execute(done, execution_options=UNTOUCHED).first() is not None


def answers_for(session: Session, endpoint_id: int) -> int | None:
    """Return who is told when an endpoint fails: its person, or its team's manager."""
    asked = (
        select(Endpoint.account_id, Team.manager_id)
        .join(Team, Team.id == Endpoint.team_id, isouter=True)
        .where(Endpoint.id == endpoint_id)
    )
    person, manager = session.execute(asked).one()
    return person if person is not None else manager


def administrators(session: Session) -> list[int]:
    """Return everybody who runs the installation."""
    asked = select(Account.id).where(Account.role == Role.ADMIN.value, Account.active).order_by(Account.id)
    return list(session.scalars(asked))


def _kept() -> Select[Endpoint]:
    return select(Endpoint).where(Endpoint.removed_at.is_(None))
