"""All that the rules say about one decision, made or only thought of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.precedents.rules.amounts import AmountFinding, unusual_amount
from tracker.precedents.rules.breaches import Breach, breach
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.expectations import disappointed
from tracker.precedents.rules.likeness import ALIKE, Strengths
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.practice import WIDEST, Measured, Precedent, compare, is_comparable
from tracker.precedents.rules.situations import SituationFacts
from tracker.precedents.rules.treatment import SHARE_OF_CONFLICT, Weighing, weigh


@dataclass(frozen=True, slots=True)
class Background:
    """What a case is judged by: its situation and rule, and what was decided before.

    `comparables` are the newest precedents of the same situation, rule and zone within the window,
    `of_customer` the earlier decisions of this situation for the same customer.
    """

    situation: SituationFacts
    rule: RuleFacts
    comparables: Sequence[Measured] = ()
    of_customer: Sequence[Measured] = ()
    _compared: dict[tuple[Strengths, float], list[Precedent]] = field(default_factory=dict, compare=False, repr=False)

    def compared(self, strengths: Strengths, reach: float) -> list[Precedent]:
        """Return the comparables that say something about a case; asked once for all ways to answer it."""
        found = self._compared.get((strengths, reach))
        if found is None:
            found = self._compared[strengths, reach] = compare(strengths, self.comparables, reach)
        return found


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules say about deciding a case so; each part is empty where there is nothing to say."""

    breach: Breach | None
    expectation: tuple[Case, ...]
    weighing: Weighing
    is_unequal: bool
    amount: AmountFinding | None


def check(decided: Measured, background: Background, threshold: float = SHARE_OF_CONFLICT) -> Findings:
    """Return what the rules say about the decision.

    One that was approved, or departs for a reason that was accepted, is no unequal treatment; but its customer
    may still be disappointed. That a grant does not go on is not held against that same grant.
    """
    case, strengths = decided.case, decided.strengths
    reach = ALIKE if case.amount is None else WIDEST
    precedents = background.compared(strengths, reach) if is_comparable(case.zone) else []
    if case.extends is not None and not decided.is_grant:
        precedents = [each for each in precedents if each.case.id != case.extends]
    weighing = weigh(decided.is_grant, precedents)
    is_excused = case.is_reasoned or case.approver_role is not None
    basis = background.situation.amount_basis
    return Findings(
        breach=breach(case, background.rule),
        expectation=disappointed(case, strengths, background.of_customer),
        weighing=weighing,
        is_unequal=not is_excused and weighing.is_inconsistent(threshold),
        amount=None if is_excused else unusual_amount(case, background.rule, basis, precedents),
    )
