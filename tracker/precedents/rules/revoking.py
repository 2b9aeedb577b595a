"""Revoking: a grant that stands ends before its time, from now on. What was given until then stays given. Pure."""

from dataclasses import dataclass
from datetime import datetime

from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import is_said


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What is to be known of a grant before it ends or goes on; `is_answered_later` by another decision on the same."""

    outcome: Outcome
    team_id: int
    customer_id: int | None
    is_decided: bool
    is_one_off: bool
    expires_at: datetime | None
    is_answered_later: bool = False
    is_revoked: bool = False

    def is_standing(self, now: datetime) -> bool:
        """Whether a customer holds it: it was not for once, has not ended, and nothing else was decided since."""
        is_grant = self.is_decided and self.outcome.is_grant and self.customer_id is not None and not self.is_one_off
        return is_grant and not self.is_answered_later and (self.expires_at is None or self.expires_at > now)

    def may_be_revoked_by(self, actor: Viewer) -> bool:
        """Whether the actor answers for the team that granted it."""
        return actor.role is Role.MANAGER and self.team_id in actor.managed_team_ids


def check_right(grant: Grant, actor: Viewer) -> None:
    """Raise Forbidden unless the actor answers for the team that granted it."""
    if not grant.may_be_revoked_by(actor):
        raise Forbidden(N_("Only the manager of the team revokes what it granted."))


def check_revoking(grant: Grant, actor: Viewer, reason: str, now: datetime) -> None:
    """Raise unless the manager of the team ends a grant that stands, and says why."""
    check_right(grant, actor)
    if not grant.is_standing(now):
        raise Invalid(N_("This is no grant that stands: there is nothing to revoke."))
    if not is_said(reason):
        raise Invalid(N_("Say why."), field="reason")
