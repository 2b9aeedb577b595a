"""Who may change accounts, teams and absences."""

from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_


def check_is_admin(actor: Viewer | None) -> None:
    """Refuse everybody but administrators; nobody (None) is the shell of the server. Raises Forbidden."""
    if actor is not None and actor.role is not Role.ADMIN:
        raise Forbidden(N_("Only administrators may do this."))


def may_plan_absence(actor: Viewer, account_id: int, team_id: int) -> bool:
    """Whether this person may enter an absence: the own one, in a managed team, or as administrator."""
    return actor.id == account_id or team_id in actor.managed_team_ids or actor.role is Role.ADMIN


def check_keeps_an_admin(role: Role, *, was_admin: bool, is_active: bool, other_admins: int) -> None:
    """Refuse to leave an installation without anybody who can configure it. Raises Invalid."""
    if was_admin and other_admins == 0 and not (is_active and role is Role.ADMIN):
        raise Invalid(N_("This is the only administrator. Make somebody else one first."), field="role")


def check_managed_teams(role: Role, managed: list[str]) -> None:
    """Refuse to leave teams to somebody who is no manager any more. Raises Invalid."""
    if managed and role is not Role.MANAGER:
        teams = ", ".join(managed)
        raise Invalid(N_("Manages %(teams)s. Name another manager there first."), field="role", teams=teams)
