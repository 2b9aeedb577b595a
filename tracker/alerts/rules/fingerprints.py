"""What the plans of a team's promises rest on, in one word: when it is another one, they are planned anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version

from tracker.alerts.rules.ladders import LadderFacts, RungFacts
from tracker.worktime.zones import is_known_zone, local

WATCHED_FROM = datetime(2024, 1, 1, tzinfo=UTC)
WATCHED_FOR = timedelta(days=10 * 365)
"""Changes of the time zone data within these years count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFacts:
    """Hours, holidays, zone and people of a team, as they are stored."""

    zone: str
    place: tuple[str, str]
    slots: tuple[tuple[int, int, int], ...]
    closing_days: tuple[date, ...]
    members: tuple[int, ...]


def fingerprint(team_id: int, team: TeamFacts, ladders: Sequence[LadderFacts]) -> str:
    """Return 64 hexadecimal digits that differ when anything differs that moves an alert.

    Absences do not: who is told is found when it is told. The data of time zones and holidays do.
    """
    own = sorted(repr(_told(ladder)) for ladder in ladders if ladder.team_id in {None, team_id})
    facts = (team, own, _clock_of(team.zone), version("holidays"))
    return sha256(repr(facts).encode()).hexdigest()


def _told(ladder: LadderFacts) -> tuple[object, ...]:
    """Return a ladder as text that is the same in every process; sets are not."""
    rungs = [
        (rung.id, rung.offset, rung.in_office_time, rung.repeat, rung.repeat_most, *_ways(rung))
        for rung in ladder.rungs
    ]
    return ladder.team_id, ladder.kind_id, rungs


def _ways(rung: RungFacts) -> tuple[object, ...]:
    return sorted(rung.audience), sorted(rung.channels), rung.is_urgent, rung.is_mandatory


@lru_cache(maxsize=64)
def _clock_of(zone: str) -> str:
    """Return how a zone's clock is set week by week, as far as the data of this process know."""
    if not is_known_zone(zone):
        return ""
    weeks = range(WATCHED_FOR // timedelta(days=7))
    return repr([local(WATCHED_FROM + timedelta(days=7 * week), zone).utcoffset() for week in weeks])
