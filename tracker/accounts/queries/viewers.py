"""What a person may see and change, read with whatever proves who they are: a sign-in, a feed, an app password."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.kernel.people import Role, Viewer

VIEWER = (
    *(Account.id.label("viewer_id"), Account.name.label("viewer_name"), Account.role, Account.team_id),
    *(Account.active, Account.locale.label("viewer_locale"), Account.time_zone),
    *(Team.id.label("near_team_id"), Team.manager_id, Team.is_closed, Team.time_zone.label("team_time_zone")),
)
"""What to select; it yields a row for the person's own team, for each team managed, and for each closed team."""

IS_NEAR = or_(Team.id == Account.team_id, Team.manager_id == Account.id, Team.is_closed)
"""How to join the teams to the account."""


def viewer_in(rows: Sequence[Any]) -> Viewer:
    """Return the person that rows of VIEWER, joined by IS_NEAR, tell of."""
    own = next(row for row in rows if row.near_team_id == row.team_id)
    managed = frozenset(row.near_team_id for row in rows if row.manager_id == own.viewer_id)
    closed = frozenset(row.near_team_id for row in rows if row.is_closed)
    return Viewer(
        id=own.viewer_id,
        name=own.viewer_name,
        role=Role(own.role),
        team_id=own.team_id,
        managed_team_ids=managed,
        hidden_team_ids=closed - managed - {own.team_id},
        locale=own.viewer_locale,
        time_zone=own.time_zone,
        office_time_zone=own.team_time_zone,
    )


def viewer_of(session: Session, account_id: int) -> Viewer:
    """Return the person behind an account that exists."""
    asked = select(*VIEWER).select_from(Account).join(Team, IS_NEAR).where(Account.id == account_id)
    return viewer_in(session.execute(asked).all())
