"""Who else is in the same position as a decision that something was found against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.queries import checking, decisions
from tracker.precedents.records import Decision
from tracker.precedents.rules import schema
from tracker.precedents.rules.amounts import is_as_far_off, relative
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.rules.likeness import Strengths, difference
from tracker.precedents.rules.scales import measured

Numbers = Mapping[str, float | str]
"""What was found, in numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found against a decision: the decisions that show it, the nearest first, and its numbers."""

    type: FlagType
    decision: Decision
    evidence: Sequence[Decision]
    numbers: Numbers


def exposed(session: Session, viewer: Viewer, found: Finding, *, now: datetime) -> list[Decision]:
    """Return the other decisions of which the same could be said, the newest first.

    That a customer expects it again is so of other refusals for the same customer; that an amount is far from the
    usual one, of those as far off; that the policy says otherwise, of every decision it says so of.
    """
    shown = {each.id for each in found.evidence}
    alike = [each for each in decisions.answered_alike(session, viewer, found.decision) if each.id not in shown]
    if found.type is FlagType.POLICY:
        return alike
    if found.type is FlagType.EXPECTATION:
        asker = checking.asker(session, viewer, found.decision.customer_id)
        return [each for each in alike if each.customer_id in asker.records]
    if found.type is FlagType.AMOUNT:
        return _as_far_off(session, found, alike, now)
    return _contradicted(session, found, alike, now)


def refused_all_the_same(session: Session, viewer: Viewer, found: Finding, *, now: datetime) -> list[Decision]:
    """Return every other refusal that a grant contradicts, the newest first: in cases at least as strong as its own.

    A flag names the nearest of them; whoever finds the grant right brings all of them in line.
    """
    if found.type is not FlagType.TREATMENT or found.decision.outcome == Outcome.REFUSED:
        return []
    refused = decisions.answered(session, viewer, found.decision, Outcome.REFUSED)
    shown = {each.id for each in found.evidence}
    _, ground = checking.ground(session, found.decision.situation_id, now)
    all_facts = schema.all_facts_from_json([each.facts for each in (found.decision, *refused)])
    granted, *strengths = measured(ground.yardstick, all_facts)
    pairs = zip(refused, strengths, strict=True)
    return [each for each, its_own in pairs if each.id not in shown and difference(its_own, granted).is_at_least()]


def _as_far_off(session: Session, found: Finding, alike: Sequence[Decision], now: datetime) -> list[Decision]:
    """Return the grants in cases alike whose amount is as far from the usual one, on the same side of it."""
    _, ground = checking.ground(session, found.decision.situation_id, now)
    usual, ratio = float(found.numbers["usual"]), float(found.numbers["ratio"])
    all_facts = schema.all_facts_from_json([each.facts for each in (found.decision, *alike)])
    here, *strengths = measured(ground.yardstick, all_facts)
    basis = ground.situation.amount_basis
    return [
        each
        for each, facts, its_own in zip(alike, all_facts[1:], strengths, strict=True)
        if difference(its_own, here).is_near()
        and is_as_far_off(relative(None if each.amount is None else float(each.amount), facts, basis), usual, ratio)
    ]


def _contradicted(session: Session, found: Finding, alike: Sequence[Decision], now: datetime) -> list[Decision]:
    """Return what the nearest contradicted case contradicts as well.

    Of refusals those in cases at least as strong as the granted one, of grants those in cases no stronger than
    the refused one.
    """
    if not found.evidence:
        return []
    _, ground = checking.ground(session, found.decision.situation_id, now)
    all_facts = schema.all_facts_from_json([each.facts for each in (found.evidence[0], *alike)])
    against, *strengths = measured(ground.yardstick, all_facts)
    pairs = zip(alike, strengths, strict=True)
    return [each for each, its_own in pairs if _is_contradicted(each, its_own, against)]


def _is_contradicted(decision: Decision, strengths: Strengths, against: Strengths) -> bool:
    gap = difference(strengths, against)
    return gap.is_at_least() if decision.outcome == Outcome.REFUSED else gap.is_at_most()
