"""How somebody wants to be told."""

from sqlalchemy.orm import Session

from tracker.alerts.queries.desks import unwanted_by
from tracker.alerts.records import NoticeSettings
from tracker.alerts.rules.preferences import USUAL, Preferences


def preferences_of(session: Session, account_id: int) -> tuple[int, Preferences]:
    """Return the version and the preferences of a person; version 0 for who never said."""
    stored = session.get(NoticeSettings, account_id, populate_existing=True)
    if stored is None:
        return 0, USUAL
    return stored.row_version, Preferences(
        quiet_from=stored.quiet_from,
        quiet_until=stored.quiet_until,
        lets_urgent_through=stored.lets_urgent_through,
        daily_at=stored.daily_at,
        weekly_on=stored.weekly_on,
        weekly_at=stored.weekly_at,
        with_sound=stored.with_sound,
        with_count=stored.with_count,
        unwanted=unwanted_by(session, account_id),
    )
