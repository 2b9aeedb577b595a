"""Where somebody can be told: their office hours and what they want."""

from collections.abc import Callable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.accounts.records import Account
from tracker.alerts.records import NoticeSettings, Unwanted
from tracker.alerts.rules.holding import Desk, QuietHours
from tracker.alerts.rules.ladders import Channel, NoticeKind
from tracker.worktime.calendar import WorkCalendar

CalendarOf = Callable[[Session, int], WorkCalendar]


_DESK = (
    select(
        *(Account.team_id, Account.time_zone, Unwanted.kind, Unwanted.channel),
        *(NoticeSettings.quiet_from, NoticeSettings.quiet_until, NoticeSettings.lets_urgent_through),
    )
    .outerjoin(NoticeSettings, NoticeSettings.account_id == Account.id)
    .outerjoin(Unwanted, Unwanted.account_id == Account.id)
    .where(Account.id == bindparam("account_id"))
)
"""Built once: every message asks it."""


def desk_of(session: Session, account_id: int, calendar: CalendarOf = calendar_of) -> Desk:
    """Return the desk of a person; `calendar` finds the hours of a team."""
    rows = session.execute(_DESK, {"account_id": account_id}).all()
    row = rows[0]
    has_quiet_hours = row.quiet_from is not None and row.quiet_until is not None
    return Desk(
        account_id=account_id,
        team_id=row.team_id,
        calendar=calendar(session, row.team_id),
        zone=row.time_zone,
        quiet=QuietHours(row.quiet_from, row.quiet_until) if has_quiet_hours else None,
        lets_urgent_through=bool(row.lets_urgent_through),
        unwanted=frozenset((NoticeKind(each.kind), Channel(each.channel)) for each in rows if each.kind),
    )


def desk_of_team(session: Session, team_id: int) -> Desk:
    """Return the desk of a whole team: its hours, and nobody's wishes."""
    calendar = calendar_of(session, team_id)
    return Desk(account_id=0, team_id=team_id, calendar=calendar, zone=calendar.zone)


def unwanted_by(session: Session, account_id: int) -> frozenset[tuple[NoticeKind, Channel]]:
    """Return what somebody does not want to be told, and where."""
    asked = select(Unwanted.kind, Unwanted.channel).where(Unwanted.account_id == account_id)
    return frozenset((NoticeKind(kind), Channel(channel)) for kind, channel in session.execute(asked))
