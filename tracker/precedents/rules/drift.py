"""Drift: where so much is granted that the policy rules out that the exception has become the rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.statistics import Z_90, discoveries, fisher, wilson

LOOKED_BACK = timedelta(days=90)
BEFORE = timedelta(days=270)
FEWEST = 8
DE_FACTO = 0.30

Unit = tuple[str, int]
"""A situation, by its key, and a team."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How often one team granted what is out of the question, lately and before, as granted of all."""

    unit: Unit
    granted: int
    asked: int
    granted_before: int
    asked_before: int
    evidence: tuple[int, ...] = ()
    is_new: bool = False

    @property
    def is_de_facto_policy(self) -> bool:
        """Whether it has become the rule, with 95 % confidence (one-sided: the lower end of the 90 % interval)."""
        return self.asked >= FEWEST and wilson(self.granted, self.asked, Z_90)[0] > DE_FACTO


def drifts(cases: Iterable[Case], now: datetime) -> list[Drift]:
    """Return where exceptions have become the rule in the last ninety days, and whether that is new."""
    by_unit: dict[Unit, list[Case]] = {}
    for case in cases:
        if case.zone is Zone.PROHIBITED and case.team_id is not None:
            by_unit.setdefault((case.situation, case.team_id), []).append(case)
    return judged(_counted(unit, by_unit[unit], now) for unit in sorted(by_unit))


def judged(counted: Iterable[Drift]) -> list[Drift]:
    """Return which of these have become the rule, and whether that is new."""
    return _with_trend([each for each in counted if each.is_de_facto_policy])


def _counted(unit: Unit, cases: list[Case], now: datetime) -> Drift:
    lately = [case for case in cases if now - LOOKED_BACK < case.decided_at <= now]
    before = [case for case in cases if now - LOOKED_BACK - BEFORE < case.decided_at <= now - LOOKED_BACK]
    granted = tuple(case.id for case in lately if case.is_grant)
    return Drift(unit, len(granted), len(lately), sum(case.is_grant for case in before), len(before), granted)


def _with_trend(found: list[Drift]) -> list[Drift]:
    chances = [fisher((each.granted, each.asked), (each.granted_before, each.asked_before)) for each in found]
    return [_trending(each, is_new) for each, is_new in zip(found, discoveries(chances), strict=True)]


def _trending(each: Drift, is_new: bool) -> Drift:  # noqa: FBT001
    return Drift(
        each.unit, each.granted, each.asked, each.granted_before, each.asked_before, each.evidence, is_new=is_new
    )
