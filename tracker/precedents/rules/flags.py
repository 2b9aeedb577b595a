"""Flags: what is found against a decision, how it is settled, and what may be done with it by whom."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.checking import Findings
from tracker.precedents.rules.treatment import Severity

MOST_EVIDENCE = 5
"""How many decisions are named as evidence, the nearest first."""
LOOKED_INTO = timedelta(days=90)
"""How long a flag waits to be settled before it expires."""


class FlagType(StrEnum):
    """What a flag is about, in the order in which flags are told."""

    POLICY = "policy"
    EXPECTATION = "expectation"
    TREATMENT = "treatment"
    AMOUNT = "amount"
    DRIFT = "drift"
    LEANING = "agent_noise"


OF_UNITS = frozenset({FlagType.DRIFT, FlagType.LEANING})
"""What is about a situation in a team, a team, or a person instead of one decision."""


class FlagState(StrEnum):
    """Where a flag stands. All but the first are ends."""

    OPEN = "open"
    JUSTIFIED = "justified"
    """The case does differ, and the reason was accepted."""
    CORRECTED = "corrected"
    """The customer was given another answer."""
    POLICY_CHANGED = "policy_changed"
    ACCEPTED_ONCE = "accepted_once"
    NOT_COMPARABLE = "not_comparable"
    """The precedents are about something else."""
    EXPIRED = "expired"
    EVIDENCE_REMOVED = "evidence_removed"
    """The decision, or what it was held against, is no longer there."""
    PASSED = "passed"
    """It is no longer so; only what is about more than one decision passes."""


BY_HAND = (
    FlagState.JUSTIFIED,
    FlagState.POLICY_CHANGED,
    FlagState.ACCEPTED_ONCE,
    FlagState.NOT_COMPARABLE,
)
"""The ends that a person chooses. Correcting is a decision of its own, the others come by themselves."""
UNITS_BY_HAND = (
    FlagState.CORRECTED,
    FlagState.POLICY_CHANGED,
    FlagState.JUSTIFIED,
    FlagState.NOT_COMPARABLE,
)
"""The same for what is about more than one decision: nothing corrects it but doing otherwise from now on."""
NO_PRECEDENT = frozenset({FlagState.JUSTIFIED, FlagState.ACCEPTED_ONCE})
"""After these ends the decision stands, but binds nobody."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A finding that becomes a flag: the decisions that show it, and the numbers that explain it."""

    type: FlagType
    severity: Severity = Severity.STRONG
    evidence: tuple[int, ...] = ()
    numbers: Mapping[str, float | str] = field(default_factory=dict)


def raised(found: Findings) -> Iterator[Raised]:
    """Yield what the rules found, in the order in which it is told."""
    if found.breach is not None:
        yield Raised(FlagType.POLICY, numbers={"breach": found.breach.value})
    if found.expectation:
        yield Raised(FlagType.EXPECTATION, Severity.NOTICE, _ids(found.expectation[::-1]))
    if found.is_unequal:
        weighing = found.weighing
        numbers = {"against": float(len(weighing.against)), "supporting": float(len(weighing.supporting))}
        yield Raised(FlagType.TREATMENT, weighing.severity, _ids([each.case for each in weighing.against]), numbers)
    if found.amount is not None:
        numbers = {"usual": found.amount.usual, "ratio": found.amount.ratio}
        yield Raised(FlagType.AMOUNT, Severity.NOTICE, _ids(found.amount.evidence), numbers)


def _ids(cases: tuple[Case, ...] | list[Case]) -> tuple[int, ...]:
    return tuple(each.id for each in cases[:MOST_EVIDENCE])


def settled_at(state: FlagState, *, created_at: datetime, closed_at: datetime | None, now: datetime) -> datetime | None:
    """Return when a flag came to its end, None while it is to be looked into."""
    if state is not FlagState.OPEN:
        return closed_at
    return created_at + LOOKED_INTO if state_at(state, created_at, now) is FlagState.EXPIRED else None


def is_new_evidence(shown_by: int, since: int) -> bool:
    """Whether what was decided since a flag was settled shows it by itself: by as much as it was shown by before."""
    return since >= max(shown_by, 1)


def ends_by_hand(kind: FlagType) -> tuple[FlagState, ...]:
    """Return the ends that a person can choose for a flag."""
    return UNITS_BY_HAND if kind in OF_UNITS else BY_HAND


def state_at(stored: FlagState, created_at: datetime, now: datetime) -> FlagState:
    """Return where a flag stands at the moment: one that nobody settled in time has expired."""
    return FlagState.EXPIRED if stored is FlagState.OPEN and now - created_at >= LOOKED_INTO else stored


def check_settling(
    actor: Viewer, end: FlagState, note: str, *, is_theirs: bool, ends: Collection[FlagState] = BY_HAND
) -> None:
    """Raise unless a manager whom the flag waits for ends it in one of the ways that can be chosen, and says why."""
    if actor.role is not Role.MANAGER or not is_theirs:
        raise Forbidden(N_("Only the manager of the team settles its flags, and of their own the one above."))
    if end not in ends:
        raise Invalid(N_("Choose how it is settled."), field="end")
    if not note:
        raise Invalid(N_("Say why."), field="note")


def check_open(state: FlagState) -> None:
    """Raise Invalid unless somebody still has to look into it."""
    if state is not FlagState.OPEN:
        raise Invalid(N_("This flag is settled already."))
