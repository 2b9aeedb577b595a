"""Setting decisions right: who may, what is another answer, and what of an earlier one comes back into force. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tracker.kernel.errors import Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Departure, Wish, is_precedent
from tracker.precedents.rules.flags import NO_PRECEDENT, FlagState

TOO_LITTLE = Decimal("0.1")
"""Amounts that differ by less than this share of the larger one are the same answer: a cent settles nothing."""


class Answer(NamedTuple):
    """What a customer got."""

    outcome: Outcome
    amount: Decimal | None

    @classmethod
    def of(cls, outcome: str, amount: Decimal | None) -> "Answer":
        """Return the answer that is written down so."""
        return cls(Outcome(outcome), amount)

    def is_another(self, than: "Answer") -> bool:
        """Whether the customer got something else."""
        if self.outcome.is_grant is not than.outcome.is_grant:
            return True
        if self.amount is None or than.amount is None:
            return self.amount is not than.amount
        return abs(self.amount - than.amount) >= TOO_LITTLE * max(self.amount, than.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Through whose hands a decision went: who decided it, in which team, and who asked for it and who approved it."""

    decided_by_id: int
    team_id: int
    asked_by_id: int | None = None
    approved_by_id: int | None = None

    def may_undo(self, who: Viewer) -> bool:
        """Whether somebody takes it back or decides it anew; who had to ask would undo what another one granted."""
        return who.id != self.asked_by_id and (
            who.id in {self.decided_by_id, self.approved_by_id} or self.team_id in who.managed_team_ids
        )

    def may_decide_anew(self, who: Viewer) -> bool:
        """Whether somebody answers the request anew: who may undo the answer, and decides at all."""
        return who.role is not Role.ADMIN and self.may_undo(who)


def check_same_customer(corrected: int | None, now_asks: int | None, records: Iterable[int]) -> None:
    """Raise Invalid where a decision would be set right by one about somebody else.

    `records` are the numbers of who asks now, and of those merged into them.
    """
    if corrected != now_asks and corrected not in set(records):
        raise Invalid(
            N_(
                "This sets right what was decided for another customer. Take that back, and decide this one on its own."
            ),
            field="customer",
        )


def binds_again(departed: Departure, *, is_one_off: bool, is_overruled: bool, flags: Iterable[FlagState]) -> bool:
    """Whether a decision that comes back into force is a precedent again, as how it was made and settled says.

    It is overruled as well where its own extension binds in its place.
    """
    wish = Wish(outcome=Outcome.GRANTED, is_one_off=is_one_off)
    return is_precedent(departed, wish) and not is_overruled and NO_PRECEDENT.isdisjoint(flags)
