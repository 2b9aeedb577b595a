"""A small company for tests; each builder needs only what its test is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.clock import MOMENT
from tracker.accounts.records import Account, OfficeSlot, Team
from tracker.customers.records import Customer, Tier
from tracker.kernel.folding import fold
from tracker.kernel.people import Role, Viewer
from tracker.promises.records import Cause, Kind, Promise
from tracker.promises.rules import Due
from tracker.promises.use_cases.logging import LogPromise, log_promise

numbers = count(1)
EIGHT, SIX = 8 * 60, 18 * 60


def a_team(session: Session, name: str = "", *, is_closed: bool = False, time_zone: str = "Europe/Berlin") -> Team:
    """Make a team that works Monday to Friday from 8 to 18, without holidays."""
    team = Team(name=name or f"Team {next(numbers)}", time_zone=time_zone, is_closed=is_closed)
    team.slots = [OfficeSlot(weekday=day, opens_minute=EIGHT, closes_minute=SIX) for day in range(5)]
    session.add(team)
    session.flush()
    return team


def an_account(session: Session, name: str = "", *, team: Team | None = None, role: Role = Role.AGENT) -> Account:
    """Make somebody who can sign in with PASSWORD; without a team they get one of their own."""
    number = next(numbers)
    name = name or f"Person {number}"
    account = Account(
        email=f"person{number}@example.org",
        name=name,
        sort_key=fold(name),
        role=role.value,
        team_id=(team or a_team(session)).id,
        active=True,
        locale="en",
        time_zone="Europe/Berlin",
        fs_uniquifier=uuid4().hex,
        created_at=MOMENT - timedelta(days=90),
    )
    session.add(account)
    session.flush()
    return account


def viewer_of(account: Account, *, manages: tuple[Team, ...] = (), hidden: tuple[Team, ...] = ()) -> Viewer:
    """Return what a use case knows of the person who acts."""
    return Viewer(
        id=account.id,
        name=account.name,
        role=Role(account.role),
        team_id=account.team_id,
        managed_team_ids=frozenset(team.id for team in manages),
        hidden_team_ids=frozenset(team.id for team in hidden),
        locale=account.locale,
        time_zone=account.time_zone,
    )


def an_agent(session: Session, name: str = "", *, team: Team | None = None) -> Viewer:
    """Make an agent and return them as they act."""
    return viewer_of(an_account(session, name, team=team))


def a_manager(session: Session, name: str = "", *, of: Team) -> Viewer:
    """Make the manager of a team and return them as they act."""
    account = an_account(session, name, team=of, role=Role.MANAGER)
    of.manager_id = account.id
    session.flush()
    return viewer_of(account, manages=(of,))


def an_admin(session: Session) -> Viewer:
    """Make an administrator and return them as they act."""
    return viewer_of(an_account(session, role=Role.ADMIN))


def a_customer(session: Session, name: str = "", *, team: Team | None = None) -> Customer:
    """Make a customer; with a team only that team's business."""
    number = next(numbers)
    name = name or f"Customer {number}"
    customer = Customer(
        reference=f"C-{number}",
        name=name,
        sort_key=fold(name),
        search_text=fold(f"{name} C-{number}"),
        tier_id=session.scalars(select(Tier.id).where(Tier.key == "standard")).one(),
        team_id=team.id if team else None,
        created_at=MOMENT - timedelta(days=30),
    )
    session.add(customer)
    session.flush()
    return customer


def kind_id(session: Session, key: str = "callback") -> int:
    """Return the number of a kind of the starter set."""
    return session.scalars(select(Kind.id).where(Kind.key == key)).one()


def cause_id(session: Session, key: str = "forgotten") -> int:
    """Return the number of a cause of the starter set."""
    return session.scalars(select(Cause.id).where(Cause.key == key)).one()


def some_words(session: Session, actor: Viewer, **given: object) -> LogPromise:
    """Return a complete promise as the actor would log it: a callback within a day."""
    words = LogPromise(
        actor=actor,
        statement="I will call you back about invoice 4711.",
        kind_id=kind_id(session),
        customer_id=None,
        due=Due(MOMENT + timedelta(days=1)),
        zone="Europe/Berlin",
    )
    return replace(words, **given)  # type: ignore[arg-type]


def a_promise(session: Session, actor: Viewer, *, now: datetime = MOMENT, **given: object) -> Promise:
    """Let the actor log a promise at `now`, due a day later unless given otherwise."""
    given.setdefault("due", Due(now + timedelta(days=1)))
    if "customer_id" not in given:
        given["customer_id"] = a_customer(session).id
    return log_promise(session, some_words(session, actor, **given), now)


def at(text: str) -> datetime:
    """Return a moment given in UTC as '2026-11-23 09:00'."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
