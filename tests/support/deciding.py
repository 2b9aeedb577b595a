"""Requests of an expired coupon, as people at the till answer them."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.clock import MOMENT
from tracker.kernel.people import Viewer
from tracker.precedents.considering import Draft
from tracker.precedents.records import Approval, Decision, Flag, PolicyVersion, Situation
from tracker.precedents.rules import schema
from tracker.precedents.rules.approvals import ANSWERED_WITHIN
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.conditions import Comparison, Condition, Term
from tracker.precedents.rules.configuring import PolicyWish
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.situations import TIER, Facts
from tracker.precedents.use_cases.deciding import decide, retract
from tracker.precedents.use_cases.policies import WritePolicy, write_policy
from tracker.precedents.use_cases.recording import Decide

COUPON = "expired_coupon"
DAYS, BASKET = "days_past_expiry", "basket_value"


def situation_id(session: Session, key: str = COUPON) -> int:
    """Return the number of a situation of the starter set."""
    return session.scalars(select(Situation.id).where(Situation.key == key)).one()


def a_request(
    session: Session, actor: Viewer, *, days: float | None = 12, basket: float | None = 40, **given: object
) -> Draft:
    """Return the request to redeem a coupon that expired so many days ago; by nobody in particular."""
    facts: Facts = {DAYS: days, BASKET: basket}
    draft = Draft(actor=actor, situation_id=situation_id(session), facts=facts)
    return replace(draft, **given)  # type: ignore[arg-type]


def answer(session: Session, draft: Draft, outcome: str, *, now: datetime = MOMENT, **given: object) -> Decision:
    """Answer a request; what is given besides is part of the wish or of the command."""
    of_command = {
        name: given.pop(name) for name in ("corrects_id", "form_key", "request", "assessment") if name in given
    }
    amount = given.pop("amount", None)
    wish = Wish(outcome=Outcome(outcome), amount=None if amount is None else Decimal(str(amount)))
    command = Decide(draft=draft, wish=replace(wish, **given))  # type: ignore[arg-type]
    return decide(session, replace(command, **of_command), now)  # type: ignore[arg-type]


def a_decision(
    session: Session,
    actor: Viewer,
    outcome: str = "granted",
    *,
    days: float | None = 12,
    customer_id: int | None = None,
    **given: object,
) -> Decision:
    """Let somebody answer the request for a coupon, worth 40 unless told."""
    basket = given.pop("basket", 40)
    draft = a_request(session, actor, days=days, basket=basket, customer_id=customer_id)  # type: ignore[arg-type]
    return answer(session, draft, outcome, **given)  # type: ignore[arg-type]


def an_extension(
    session: Session, actor: Viewer, grant: Decision, *, ends_at: datetime, now: datetime = MOMENT, **given: object
) -> Decision:
    """Let a grant go on, on the facts that it was granted on unless told."""
    return decide(session, to_extend(actor, grant, ends_at=ends_at, **given), now)


def to_extend(actor: Viewer, grant: Decision, *, ends_at: datetime | None, **given: object) -> Decide:
    """Return the wish that a grant goes on."""
    facts = {**schema.facts_from_json(grant.facts), **given.pop("facts", {})}  # type: ignore[dict-item]
    draft = Draft(
        actor=actor,
        situation_id=grant.situation_id,
        facts=facts,
        customer_id=grant.customer_id,
        team_id=grant.team_id,
        extends=grant.id,
    )
    wish = replace(Wish(outcome=Outcome.GRANTED, amount=grant.amount, reason="They still order."), **given)  # type: ignore[arg-type]
    return Decide(draft=draft, wish=wish, ends_at=ends_at)


def flags_of(session: Session, decision: Decision) -> list[Flag]:
    """Return the flags of a decision, the oldest first."""
    return list(session.scalars(select(Flag).where(Flag.decision_id == decision.id).order_by(Flag.id)))


def at_most(field: str, value: float) -> Condition:
    """The fact is at most so much."""
    return Term(field, Comparison.AT_MOST, float(value))


def more_than(field: str, value: float) -> Condition:
    """The fact is more than so much."""
    return Term(field, Comparison.MORE, float(value))


def a_policy(
    session: Session,
    actor: Viewer,
    rule: RuleFacts,
    *,
    key: str = COUPON,
    now: datetime = MOMENT,
    ends_at: datetime | None = None,
) -> PolicyVersion:
    """Write the policy of a situation, in force at once."""
    wish = PolicyWish(
        rule=rule,
        text_de="So halten wir es.",
        text_en="This is how we do it.",
        valid_from=now,
        ends_at=ends_at,
        reason="It has to be said.",
    )
    return write_policy(session, WritePolicy(actor=actor, situation_id=situation_id(session, key), wish=wish), now)


def taken_back(session: Session, actor: Viewer, decision: Decision, *, now: datetime = MOMENT) -> None:
    """Let somebody take a decision back."""
    retract(session, actor, decision.id, seen_version=decision.row_version, now=now)


def an_approval(session: Session, actor: Viewer, customer_id: int, *, now: datetime = MOMENT) -> Approval:
    """Store a request that waits for the manager, whatever the policy says."""
    approval = Approval(
        situation_id=situation_id(session),
        team_id=actor.team_id,
        customer_id=customer_id,
        asked_by_id=actor.id,
        asked_at=now,
        answer_by=now + ANSWERED_WITHIN,
        facts=schema.written({DAYS: 70.0, BASKET: 40.0, TIER: 0.0}),
        outcome="granted",
        reason="Our letter was late.",
    )
    session.add(approval)
    session.flush()
    return approval
