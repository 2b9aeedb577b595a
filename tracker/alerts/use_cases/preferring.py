"""Saying how one wants to be told."""

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tracker.alerts.records import NoticeSettings, Unwanted
from tracker.alerts.rules.preferences import Preferences
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.words import N_


def save_preferences(session: Session, account_id: int, seen_version: int, wish: Preferences) -> None:
    """Write down how somebody wants to be told. Raises Invalid for the field at fault, and ChangedMeanwhile."""
    if (wish.quiet_from is None) != (wish.quiet_until is None):
        raise Invalid(N_("Quiet hours have a beginning and an end."), field="quiet_until")
    if wish.quiet_from is not None and wish.quiet_from == wish.quiet_until:
        raise Invalid(N_("Quiet hours begin and end at different times."), field="quiet_until")
    stored = session.get(NoticeSettings, account_id, with_for_update=True, populate_existing=True)
    if (stored.row_version if stored else 0) != seen_version:
        raise ChangedMeanwhile(N_("This was changed in another window meanwhile."))
    stored = stored or NoticeSettings(account_id=account_id)
    is_weekly = wish.weekly_on is not None and wish.weekly_at is not None
    stored.quiet_from, stored.quiet_until = wish.quiet_from, wish.quiet_until
    stored.lets_urgent_through, stored.daily_at = wish.lets_urgent_through, wish.daily_at
    stored.weekly_on, stored.weekly_at = (wish.weekly_on, wish.weekly_at) if is_weekly else (None, None)
    stored.with_sound, stored.with_count = wish.with_sound, wish.with_count
    session.add(stored)
    session.flush()
    session.execute(delete(Unwanted).where(Unwanted.account_id == account_id))
    rows = [{"account_id": account_id, "kind": kind, "channel": channel} for kind, channel in sorted(wish.unwanted)]
    if rows:
        session.execute(insert(Unwanted), rows)
