"""Reading who answers for whom on a day."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Absence, Account, Team
from tracker.accounts.rules.standing_in import Presence, responsible
from tracker.kernel.people import Role


def deputy_for(session: Session, account_id: int, day: date) -> int | None:
    """Return who stands in for somebody who is away that day; None when they are there, or nobody is named."""
    person = _presences(session, [account_id], day)[account_id]
    return person.deputy_id if person.is_away else None


def responsible_on(session: Session, account_id: int, day: date) -> int:
    """Return who answers for somebody that day: see `rules.standing_in.responsible`."""
    found = present_on(session, [account_id], day)
    return responsible(found[account_id], found)


def present_on(session: Session, account_ids: Iterable[int], day: date) -> dict[int, Presence]:
    """Return how things stand that day with these people, and with who stands in for those who are away."""
    people = _presences(session, account_ids, day)
    deputies = {each.deputy_id for each in people.values() if each.is_away and each.deputy_id is not None}
    others = deputies - people.keys()
    return people | _presences(session, others, day) if others else people


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


def _presences(session: Session, account_ids: Iterable[int], day: date) -> dict[int, Presence]:
    """Return how things stand with these people; the deputy of an absence goes before the usual one."""
    away = and_(Absence.account_id == Account.id, Absence.first_day <= day, day <= Absence.last_day)
    asked = (
        select(
            *(Account.id, Account.active, Account.role, Account.team_id, Account.deputy_id, Team.manager_id),
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
            team_id=row.team_id,
            is_agent=row.role == Role.AGENT.value,
            is_here=row.active,
        )
        for row in session.execute(asked)
    }
