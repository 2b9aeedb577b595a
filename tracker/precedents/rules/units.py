"""Findings about more than one decision: a situation in a team, a team, a person; and what becomes of their flags."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from tracker.precedents.rules.drift import Drift
from tracker.precedents.rules.flags import MOST_EVIDENCE, FlagState, FlagType, is_new_evidence, settled_at
from tracker.precedents.rules.leanings import Leaning
from tracker.precedents.rules.treatment import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a flag is about. A person stays the same one when they change the team."""

    team_id: int
    situation_id: int | None = None
    account_id: int | None = None

    @property
    def key(self) -> tuple[int | None, int | None, int | None]:
        """By what two findings are about the same."""
        return self.situation_id, self.account_id, self.team_id if self.account_id is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFinding:
    """What was found; `evidence` are the moments and numbers of the decisions that show it, the newest first."""

    type: FlagType
    unit: Unit
    severity: Severity
    figures: Mapping[str, float]
    evidence: tuple[tuple[datetime, int], ...]

    @property
    def numbers(self) -> dict[str, float]:
        """What explains it, how many decisions show it included."""
        return {**self.figures, "shown_by": float(len(self.evidence))}

    @property
    def named(self) -> tuple[int, ...]:
        """The decisions that are named as evidence."""
        return tuple(number for _, number in self.evidence[:MOST_EVIDENCE])

    def since(self, moment: datetime) -> int:
        """Return how many of the decisions that show it are younger than a moment."""
        return sum(at > moment for at, _ in self.evidence)


class Step(Enum):
    """What becomes of a flag that is there already when the same is found again."""

    REFRESH = auto()
    REOPEN = auto()
    REST = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a flag stands, and by how many decisions it was shown when that was last looked at."""

    state: FlagState
    created_at: datetime
    closed_at: datetime | None
    shown_by: int


def step(standing: Standing, found: UnitFinding, now: datetime) -> Step:
    """Return what becomes of a flag: what was settled rests until what was decided since shows it by itself.

    Not what passed: nobody looked into that, and another rule may have been in force for a while only.
    """
    ended = settled_at(standing.state, created_at=standing.created_at, closed_at=standing.closed_at, now=now)
    if ended is None:
        return Step.REFRESH
    if standing.state is FlagState.PASSED:
        return Step.REOPEN
    return Step.REOPEN if is_new_evidence(standing.shown_by, found.since(ended)) else Step.REST


def of_drift(drift: Drift, unit: Unit, evidence: tuple[tuple[datetime, int], ...]) -> UnitFinding:
    """Return the finding that an exception has become the rule; strong where that is new."""
    return UnitFinding(
        type=FlagType.DRIFT,
        unit=unit,
        severity=Severity.STRONG if drift.is_new else Severity.NOTICE,
        figures={
            "granted": float(drift.granted),
            "asked": float(drift.asked),
            "granted_before": float(drift.granted_before),
            "asked_before": float(drift.asked_before),
        },
        evidence=evidence,
    )


def of_leaning(leaning: Leaning, unit: Unit, moments: Mapping[int, datetime]) -> UnitFinding:
    """Return the finding that somebody grants more, or less, than others did in cases like theirs."""
    shown = sorted(((moments[number], number) for number in leaning.evidence), reverse=True)
    return UnitFinding(
        type=FlagType.LEANING,
        unit=unit,
        severity=Severity.NOTICE,
        figures={
            "granted": float(leaning.granted),
            "asked": float(leaning.cases),
            "expected": round(leaning.expected, 1),
        },
        evidence=tuple(shown),
    )
