"""What would have been flagged in a history: every decision judged by what was decided before it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from tracker.precedents.archive import Archive, by_cell
from tracker.precedents.history import History
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.checking import Background, Findings, check
from tracker.precedents.rules.drift import drifts
from tracker.precedents.rules.flags import MOST_EVIDENCE, FlagType
from tracker.precedents.rules.leanings import leanings
from tracker.precedents.rules.likeness import Scale, Yardstick, yardstick
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.practice import Measured
from tracker.precedents.rules.situations import SituationFacts


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding: about a decision, a situation in a team, or a person; and the decisions that show it."""

    type: FlagType
    unit: str
    evidence: tuple[str, ...] = ()


def audit(history: History) -> Iterator[Flag]:
    """Yield what the rules find, in order of time; what concerns teams and persons is judged at the end."""
    decisions = _measured(history)
    yield from _judged_in_order(history, decisions)
    if decisions:
        yield from _at_the_end(history, decisions)


def yardsticks(situations: Mapping[str, SituationFacts], cases: Iterable[Case]) -> dict[str, Yardstick]:
    """Return what the cases of each situation are compared by, on scales made of all of them."""
    numbers: dict[str, dict[str, list[float]]] = {key: defaultdict(list) for key in situations}
    for case in cases:
        for name, value in case.facts.items():
            if isinstance(value, float):
                numbers[case.situation][name].append(value)
    return {
        key: yardstick(situation, {name: Scale.of(values) for name, values in numbers[key].items()})
        for key, situation in situations.items()
    }


def _measured(history: History) -> list[Measured]:
    by_situation = yardsticks(history.situations, history.cases)
    return [Measured.of(case, by_situation[case.situation]) for case in history.cases]


def _judged_in_order(history: History, decisions: Iterable[Measured]) -> Iterator[Flag]:
    archive = Archive()
    for decided in decisions:
        if decided.case.corrects is not None:
            archive.correct(decided.case.corrects)
        background = _background(history, archive, decided.case)
        yield from _flags(decided.case, check(decided, background), history.names)
        archive.add(decided)


def _background(history: History, archive: Archive, case: Case) -> Background:
    situation = history.situations[case.situation]
    window = timedelta(days=situation.window_days)
    return Background(situation, _rule(history, case), archive.comparables(case, window), archive.of_customer(case))


def _rule(history: History, case: Case) -> RuleFacts:
    in_force = (each.rule for each in history.versions.get(case.situation, []) if each.is_in_force(case.decided_at))
    return next(in_force, RuleFacts())


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
