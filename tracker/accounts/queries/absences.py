"""Reading absences."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.records import Absence, Account


@dataclass(frozen=True, slots=True)
class ListedAbsence:
    """One absence as it is listed; without a deputy of its own the usual one stands in."""

    id: int
    first_day: date
    last_day: date
    deputy_name: str | None


def absences_from(session: Session, account_id: int, day: date) -> list[ListedAbsence]:
    """Return the absences of an account that are not over on that day, in order."""
    deputy = aliased(Account)
    asked = (
        select(Absence.id, Absence.first_day, Absence.last_day, deputy.name)
        .outerjoin(deputy, deputy.id == Absence.deputy_id)
        .where(Absence.account_id == account_id, Absence.last_day >= day)
        .order_by(Absence.first_day, Absence.id)
    )
    return [ListedAbsence(*row) for row in session.execute(asked)]


def absence(session: Session, absence_id: int, account_id: int) -> Absence | None:
    """Return an absence of this account."""
    return session.scalar(select(Absence).where(Absence.id == absence_id, Absence.account_id == account_id))


def overlapping(session: Session, account_id: int, first_day: date, last_day: date) -> bool:
    """Whether the account is absent already on one of these days."""
    clash = (Absence.account_id == account_id, Absence.first_day <= last_day, Absence.last_day >= first_day)
    return session.scalar(select(Absence.id).where(*clash).limit(1)) is not None
