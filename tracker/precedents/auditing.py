"""What would have been flagged in a history: every decision judged by what was decided before it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from tracker.precedents.archive import Archive, by_cell
from tracker.precedents.history import History
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.checking import Background, Findings, check
from tracker.precedents.rules.drift import drifts
from tracker.precedents.rules.flags import MOST_EVIDENCE, FlagType
from tracker.precedents.rules.leanings import leanings
from tracker.precedents.rules.policies import RuleFacts, in_force_at
from tracker.precedents.rules.practice import Measured
from tracker.precedents.rules.scales import NEWEST, fitted, is_outgrown, scales_of
from tracker.precedents.rules.situations import SituationFacts


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding: about a decision, a situation in a team, or a person; and the decisions that show it."""

    type: FlagType
    unit: str
    evidence: tuple[str, ...] = ()


class Past:
    """What was decided in a situation so far, measured on scales that are made of it as it grows."""

    def __init__(self, situation: SituationFacts) -> None:
        self.situation = situation
        self.archive = Archive()
        self.yardstick = fitted(situation, {})
        self._scaled_at = 0

    def measured(self, case: Case) -> Measured:
        """Return a decision as it is measured now."""
        return Measured.of(case, self.yardstick)

    def add(self, case: Case) -> None:
        """Take in the next decision, and make the scales anew where they are outgrown."""
        self.archive.add(self.measured(case))
        if is_outgrown(len(self.archive), self._scaled_at):
            self.scale_anew()

    def scale_anew(self) -> None:
        """Make the scales of what stands now."""
        decided = self.archive.cases
        self.yardstick = fitted(self.situation, scales_of(each.facts for each in decided[-NEWEST:]))
        self._scaled_at = len(decided)
        self.archive.measure_anew(self.yardstick)


def audit(history: History) -> Iterator[Flag]:
    """Yield what the rules find, in order of time; what concerns teams and persons is judged at the end.

    A decision is judged by what was decided before it alone: by its precedents, and on scales made of them.
    """
    pasts = {key: Past(situation) for key, situation in history.situations.items()}
    for case in history.cases:
        past = pasts[case.situation]
        if case.corrects is not None:
            past.archive.correct(case.corrects)
        yield from _flags(case, check(past.measured(case), _background(history, past, case)), history.names)
        past.add(case)
    for past in pasts.values():
        past.scale_anew()
    if history.cases:
        yield from _at_the_end(history, [pasts[case.situation].measured(case) for case in history.cases])


def _background(history: History, past: Past, case: Case) -> Background:
    window = timedelta(days=past.situation.window_days)
    comparables = past.archive.comparables(case, window)
    return Background(past.situation, _rule(history, case), comparables, past.archive.of_customer(case))


def _rule(history: History, case: Case) -> RuleFacts:
    version = in_force_at(history.versions.get(case.situation, []), case.decided_at)
    return RuleFacts() if version is None else version.rule


def _flags(case: Case, found: Findings, names: list[str]) -> Iterator[Flag]:
    unit = names[case.id]
    if found.breach is not None:
        yield Flag(FlagType.POLICY, unit)
    if found.expectation:
        yield Flag(FlagType.EXPECTATION, unit, _named(names, found.expectation))
    if found.is_unequal:
        contradicted = (each.case for each in found.weighing.against[:MOST_EVIDENCE])
        yield Flag(FlagType.TREATMENT, unit, _named(names, contradicted))
    if found.amount is not None:
        yield Flag(FlagType.AMOUNT, unit, _named(names, found.amount.evidence[:MOST_EVIDENCE]))


def _named(names: list[str], cases: Iterable[Case]) -> tuple[str, ...]:
    return tuple(names[case.id] for case in cases)


def _at_the_end(history: History, decisions: list[Measured]) -> Iterator[Flag]:
    """Judge practice by the answers that stand, and people by how they answer at first, not when it is set right."""
    corrected = {each.case.corrects for each in decisions}
    standing = (each.case for each in decisions if each.case.id not in corrected)
    for drift in drifts(standing, decisions[-1].case.decided_at):
        situation, team = drift.unit
        evidence = tuple(history.names[number] for number in drift.evidence)
        yield Flag(FlagType.DRIFT, f"{situation}|{history.teams[team]}", evidence)
    for leaning in leanings(by_cell(each for each in decisions if each.case.corrects is None)):
        if leaning.stands_out:
            evidence = tuple(history.names[number] for number in leaning.evidence)
            yield Flag(FlagType.LEANING, history.agents[leaning.agent_id], evidence)
