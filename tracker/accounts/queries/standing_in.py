"""Reading who answers for whom on a day."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Absence, Account, Team
from tracker.accounts.rules.standing_in import Presence, responsible


def deputy_for(session: Session, account_id: int, day: date) -> int | None:
    """Return who stands in for somebody who is away that day; None when they are there, or nobody is named."""
    person = _presences(session, [account_id], day)[account_id]
    return person.deputy_id if person.is_away else None


def responsible_on(session: Session, account_id: int, day: date) -> int:
    """Return who answers for somebody that day: see `rules.standing_in.responsible`."""
    person = _presences(session, [account_id], day)[account_id]
    if not person.is_away:
        return account_id
    others = _presences(session, [person.deputy_id] if person.deputy_id else [], day)
    return responsible(person, others)


def stands_in_for(session: Session, account_id: int, day: date) -> list[int]:
    """Return whose deputy somebody is that day, because they are away; the deputy of an absence counts first."""
    deputy = func.coalesce(Absence.deputy_id, Account.deputy_id)
    asked = (
        select(Account.id)
        .join(Absence, Absence.account_id == Account.id)
        .where(Absence.first_day <= day, day <= Absence.last_day, deputy == account_id)
        .order_by(Account.id)
        .distinct()
    )
    return list(session.scalars(asked))


def left_to(session: Session, account_id: int, team_ids: Collection[int], day: date) -> list[int]:
    """Return who of these teams, of which somebody is the manager, is away that day so that the manager answers.

    Whoever has left is away for good.
    """
    absent = exists().where(Absence.account_id == Account.id, Absence.first_day <= day, day <= Absence.last_day)
    asked = select(Account.id).where(Account.team_id.in_(team_ids), Account.id != account_id)
    away = session.scalars(asked.where(or_(~Account.active, absent)).order_by(Account.id)).all()
    return [each for each in away if responsible_on(session, each, day) == account_id]


def _presences(session: Session, account_ids: Iterable[int], day: date) -> dict[int, Presence]:
    """Return how things stand with these people; the deputy of an absence goes before the usual one."""
    away = and_(Absence.account_id == Account.id, Absence.first_day <= day, day <= Absence.last_day)
    asked = (
        select(
            *(Account.id, Account.active, Account.deputy_id, Team.manager_id),
            *(Absence.id.label("absence_id"), Absence.deputy_id.label("deputy_then")),
        )
        .join(Team, Team.id == Account.team_id)
        .outerjoin(Absence, away)
        .where(Account.id.in_(set(account_ids)))
        .order_by(Absence.id)
    )
    return {
        row.id: Presence(
            account_id=row.id,
            is_away=not row.active or row.absence_id is not None,
            deputy_id=row.deputy_then or row.deputy_id,
            manager_id=row.manager_id,
        )
        for row in session.execute(asked)
    }
