"""A draft beside past decisions: what is known of each, what was answered, and where they differ from the draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext

from tracker.precedents.considering import Considered
from tracker.precedents.records import Decision
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.situations import SituationFacts
from tracker.precedents.shown import TierNames, amount_in_words, day_of, facts_beside
from tracker.precedents.words import NO_LONGER, OUTCOMES

MOST_BESIDE = 3
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is compared: the draft's value first, then that of each decision. `differs` says which differ."""

    label: str
    values: tuple[str, ...]
    differs: tuple[bool, ...] = ()

    @property
    def is_different(self) -> bool:
        """Whether any decision differs from the draft in it."""
        return any(self.differs)


def lines(
    considered: Considered, others: Sequence[Decision], asked: tuple[str, Decimal | None], tiers: TierNames
) -> list[Line]:
    """Return the draft and the decisions line by line; `asked` is what was asked for in the draft, and its amount."""
    request, amount = asked
    situation = considered.ground.situation
    cases = [considered.case.facts, *(schema.facts_from_json(each.facts) for each in others)]
    known = [_compared(label, values) for label, values in facts_beside(situation, cases, tiers)]
    return [
        *known,
        *_amounts(situation, [amount, *(each.amount for each in others)]),
        _said(gettext("Answer"), gettext("open"), [str(OUTCOMES[Outcome(each.outcome)]) for each in others]),
        *_standing(others),
        _said(gettext("Why"), NOTHING, [each.reason for each in others]),
        _said(gettext("Asked for"), request, [each.request for each in others]),
        _said(
            gettext("Decided by"), NOTHING, [f"{each.decided_by.name}, {day_of(each.decided_at)}" for each in others]
        ),
    ]


def _amounts(situation: SituationFacts, amounts: Sequence[Decimal | None]) -> list[Line]:
    """Return what is granted, where one of them names an amount."""
    if all(each is None for each in amounts):
        return []
    return [_compared(gettext("Amount"), [amount_in_words(situation, each) or NOTHING for each in amounts])]


def _standing(others: Sequence[Decision]) -> list[Line]:
    """Return what became of the decisions, where one of them does not stand any more."""
    if all(each.state not in NO_LONGER for each in others):
        return []
    states = [str(NO_LONGER.get(each.state, gettext("stands"))) for each in others]
    return [_said(gettext("Where it stands"), NOTHING, states)]


def _compared(label: str, values: Sequence[str]) -> Line:
    return Line(label.rstrip("?"), tuple(values), tuple(each != values[0] for each in values[1:]))


def _said(label: str, mine: str, theirs: Sequence[str]) -> Line:
    """Return a line that is only told: words are worth reading, but differ always."""
    return Line(label, tuple(each or NOTHING for each in (mine, *theirs)), (False,) * len(theirs))
