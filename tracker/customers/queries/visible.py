"""Which customers exist for whom."""

from sqlalchemy import ColumnElement, or_

from tracker.customers.records import Customer
from tracker.kernel.people import Viewer


def exists_for(viewer: Viewer | None, who: type[Customer] = Customer) -> list[ColumnElement[bool]]:
    """Return the conditions under which a customer exists for a viewer: not of a team hidden from them.

    For the system itself, which is nobody, all exist.
    """
    if viewer is None or not viewer.hidden_team_ids:
        return []
    return [or_(who.team_id.is_(None), who.team_id.not_in(viewer.hidden_team_ids))]


def is_listed(viewer: Viewer | None, who: type[Customer] = Customer) -> list[ColumnElement[bool]]:
    """Return the conditions under which a customer is found: exists, was neither merged nor erased."""
    return [who.merged_into_id.is_(None), who.erased_at.is_(None), *exists_for(viewer, who)]
