"""Who acts: the facts about a signed-in person on which pages and use cases may rely."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo


class Role(StrEnum):
    """What an account may do: agents promise, managers answer for teams, admins configure."""

    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """The signed-in account, frozen for one request.

    `hidden_team_ids` are the closed teams that this person neither belongs to nor manages:
    their customers and promises do not exist for this person.
    """

    id: int
    name: str
    role: Role
    team_id: int
    managed_team_ids: frozenset[int] = frozenset()
    hidden_team_ids: frozenset[int] = frozenset()
    locale: str = "de"
    time_zone: str = "Europe/Berlin"
    office_time_zone: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this person reads times."""
        return ZoneInfo(self.time_zone)

    @property
    def is_away_from_office(self) -> bool:
        """Whether times must name their zone, because the office's clock shows another one."""
        return bool(self.office_time_zone) and self.office_time_zone != self.time_zone

    def may_see(self, team_id: int | None) -> bool:
        """Whether what belongs to a team exists for this person."""
        return team_id is None or team_id not in self.hidden_team_ids

    def may_change_in(self, team_id: int) -> bool:
        """Whether this person may change a team's promises: agents their own team's, managers theirs, admins none."""
        if self.role is Role.ADMIN:
            return False
        return team_id == self.team_id or team_id in self.managed_team_ids
