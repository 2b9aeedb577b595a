"""Requests that wait for somebody who may make exceptions: who may answer them, and how."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.precedents.rules.breaches import limit
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish, is_said
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.ranks import Rank, reaches

ANSWERED_WITHIN = timedelta(hours=8)
"""In how much office time a request is to be answered, unless something else is said: the customer waits."""

CHOICES_OF_TIME = (timedelta(hours=1), timedelta(hours=4), ANSWERED_WITHIN, timedelta(hours=24))
"""What may be said, in office time."""


class ApprovalState(StrEnum):
    """Where a request for approval stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


def may_answer(actor: Viewer, asked_by_id: int, answerers: Iterable[Collection[int]]) -> bool:
    """Whether the actor is one of those who may answer (see `rules.answering`), and not who asked."""
    may = any(actor.id in step for step in answerers)
    return may and actor.role is not Role.ADMIN and actor.id != asked_by_id


def needed(rule: RuleFacts) -> Rank:
    """Return how high somebody has to stand to answer requests for an exception from the rule."""
    return Rank.ABOVE if rule.approver == Rank.ABOVE else Rank.MANAGER


def check_may_answer(
    actor: Viewer, asked_by_id: int, answerers: Iterable[Collection[int]], least: str = Rank.MANAGER
) -> None:
    """Raise Forbidden unless the actor may answer what somebody of this rank has to answer at least."""
    if actor.id == asked_by_id:
        raise Forbidden(N_("Nobody approves a request of their own."))
    if may_answer(actor, asked_by_id, answerers):
        return
    if least == Rank.ABOVE:
        raise Forbidden(N_("By the policy only a manager above the one of the team answers this."))
    raise Forbidden(N_("Only the manager of the team answers this, or who stands in for them."))


def check_rank(wish: Wish, rule: RuleFacts, rank: str) -> None:
    """Raise Invalid for a grant by somebody who stood high enough when it was asked for, and does not any more."""
    if wish.outcome.is_grant and not reaches(rank, needed(rule)):
        raise Invalid(N_("The policy has changed meanwhile: it is put to the manager above you."), field="outcome")


def check_amount(wish: Wish, rule: RuleFacts) -> None:
    """Raise Invalid for more than is written for managers."""
    most = limit(rule, Role.MANAGER.value)
    if wish.outcome.is_grant and wish.amount is not None and wish.amount > most:
        raise Invalid(
            N_("You may give at most %(most)s; for more the manager above you answers."),
            field="amount",
            most=float(most),
        )


def check_waiting(state: ApprovalState) -> None:
    """Raise Invalid unless the request still waits."""
    if state is not ApprovalState.WAITING:
        raise Invalid(N_("This request is answered already."))


def check_asking(wish: Wish) -> None:
    """Raise Invalid unless something is asked for, with a reason."""
    if wish.outcome is Outcome.REFUSED:
        raise Invalid(N_("Refusing needs nobody else."))
    if not is_said(wish.reason):
        raise Invalid(N_("Say why an exception should be made."), field="reason")


def check_answer(wish: Wish, asked: Decimal | None) -> None:
    """Raise Invalid for an answer without a reason, or one that gives more than was asked for."""
    if not is_said(wish.reason):
        raise Invalid(N_("Say why."), field="reason")
    if wish.outcome.is_grant and asked is not None and (wish.amount or 0) > asked:
        raise Invalid(N_("That is more than was asked for."), field="amount")
