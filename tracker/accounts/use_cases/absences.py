"""Planning absences: from when to when, and who stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.accounts.queries import absences as queries
from tracker.accounts.queries import accounts
from tracker.accounts.records import Absence, Account
from tracker.accounts.rules.people import may_plan_absence
from tracker.accounts.use_cases.changes import about, tell
from tracker.kernel.errors import Forbidden, Invalid, NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.worktime.zones import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAbsence:
    """Both days included, in the person's zone. Without a deputy the usual one of the account stands in."""

    account_id: int
    first_day: date
    last_day: date
    deputy_id: int | None = None


def plan_absence(session: Session, plan: PlanAbsence, actor: Viewer, now: datetime) -> Absence:
    """Enter an absence. Raises Invalid for days in the wrong order, over already, or planned before."""
    account = accounts.account_for_update(session, plan.account_id)
    _check_may_plan(actor, account)
    return _enter(session, account, plan, actor=actor, now=now)


def plan_absences(
    session: Session, account_id: int, plans: Sequence[PlanAbsence], *, actor: Viewer, now: datetime
) -> None:
    """Enter several absences of one person, all or none. Raises Invalid as for a single one."""
    account = accounts.account_for_update(session, account_id)
    _check_may_plan(actor, account)
    for plan in plans:
        _enter(session, account, plan, actor=actor, now=now)


def _enter(session: Session, account: Account, plan: PlanAbsence, *, actor: Viewer, now: datetime) -> Absence:
    _check_days(session, plan, today=local_day(now, account.time_zone))
    _check_deputy(session, plan)
    absence = Absence(account_id=account.id, first_day=plan.first_day, last_day=plan.last_day, deputy_id=plan.deputy_id)
    session.add(absence)
    told = {"first_day": (None, plan.first_day), "last_day": (None, plan.last_day), "deputy_id": (None, plan.deputy_id)}
    tell(session, about(("account", account.id), "absence_planned", actor, told), now)
    return absence


def cancel_absence(session: Session, absence_id: int, account_id: int, *, actor: Viewer, now: datetime) -> None:
    """Take an absence out again. Raises NotFound."""
    account = accounts.account_for_update(session, account_id)
    _check_may_plan(actor, account)
    absence = queries.absence(session, absence_id, account_id)
    if absence is None:
        raise NotFound(N_("There is no such absence."))
    told = {"first_day": (absence.first_day, None), "last_day": (absence.last_day, None)}
    session.delete(absence)
    tell(session, about(("account", account_id), "absence_cancelled", actor, told), now)


def _check_may_plan(actor: Viewer, account: Account) -> None:
    if not may_plan_absence(actor, account.id, account.team_id):
        raise Forbidden(N_("Only the person, the team's manager or an administrator may do this."))


def _check_days(session: Session, plan: PlanAbsence, today: date) -> None:
    if plan.last_day < plan.first_day:
        raise Invalid(N_("The last day comes before the first one."), field="last_day")
    if plan.last_day < today:
        raise Invalid(N_("These days are over."), field="last_day")
    if queries.overlapping(session, plan.account_id, plan.first_day, plan.last_day):
        raise Invalid(N_("An absence on one of these days is entered already."), field="first_day")


def _check_deputy(session: Session, plan: PlanAbsence) -> None:
    if plan.deputy_id == plan.account_id:
        raise Invalid(N_("Nobody stands in for themselves."), field="deputy_id")
    if plan.deputy_id is not None and not accounts.is_active(session, plan.deputy_id):
        raise Invalid(N_("This account is closed."), field="deputy_id")
