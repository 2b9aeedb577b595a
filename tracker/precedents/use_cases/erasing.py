"""Forgetting whom decisions were made for. What stays is the anonymous case, where enough others are like it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from tracker.customers.rules.erasing import BLANK
from tracker.precedents.queries.checking import MOST_COMPARED
from tracker.precedents.queries.flags import open_shown_only_by
from tracker.precedents.records import Approval, Decision, Flag, FlagEvidence, Situation
from tracker.precedents.rules import erasing as rules
from tracker.precedents.rules import schema
from tracker.precedents.rules.approvals import ApprovalState
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.flags import FlagState, FlagType
from tracker.precedents.rules.situations import Facts
from tracker.precedents.use_cases.continuing import give_back
from tracker.precedents.use_cases.counting import count_in, count_out, scale_anew

LOOSE = {"synchronize_session": False}


class Like(NamedTuple):
    """What is known of a decision for somebody else, and how much they got."""

    facts: Facts
    amount: Decimal | None


def forget_decisions(session: Session, customer_ids: Sequence[int], now: datetime) -> tuple[list[int], list[int]]:
    """Make the decisions for these records nobody's; return the numbers of decisions and of requests for approval."""
    asked = select(Decision).where(Decision.customer_id.in_(customer_ids)).order_by(Decision.id).with_for_update()
    decisions = session.scalars(asked, execution_options={"populate_existing": True}).all()
    ids = [each.id for each in decisions]
    approvals = _forget_approvals(session, customer_ids, ids, now)
    for decision in decisions:
        _forget_decision(session, decision, ids, now)
        _make_nobodys(decision)
    _forget_flags(session, ids, now)
    for situation_id in {each.situation_id for each in decisions}:
        scale_anew(session, situation_id)
    return ids, approvals


def _forget_decision(session: Session, decision: Decision, besides: Sequence[int], now: datetime) -> None:
    """Keep of a decision what is nobody's own. Of a grant that went on the first one is kept, for that was counted."""
    if decision.state == "corrected":
        _retract(decision, now)
    if decision.state != "decided":
        return
    if decision.extends_id is not None:
        _keep_or_retract(session, decision, now, is_kept=False)
        give_back(session, decision)
        return
    count_out(session, decision)
    others = _like_it(session, decision, besides)
    is_kept = len(others) >= rules.FEWEST_LIKE_IT
    _keep_or_retract(session, decision, now, is_kept=is_kept)
    if is_kept:
        _blur(session, decision, others)


def _keep_or_retract(session: Session, decision: Decision, now: datetime, *, is_kept: bool) -> None:
    """Keep a case coarse enough to be nobody's, or nothing of it where it might be recognised among so few."""
    decision.decided_at = rules.coarse_moment(decision.decided_at)
    decision.expires_at = None if decision.expires_at is None else rules.coarse_moment(decision.expires_at)
    if is_kept:
        session.flush()
        count_in(session, decision)
        return
    _retract(decision, now)
    session.flush()
    for flag in open_shown_only_by(session, decision.id):
        flag.state, flag.closed_at = FlagState.EVIDENCE_REMOVED.value, now


def _retract(decision: Decision, now: datetime) -> None:
    decision.state, decision.retracted_at, decision.countable = "retracted", now, False


def _make_nobodys(decision: Decision) -> None:
    decision.customer_id, decision.request, decision.told, decision.form_key = None, "", "", None
    decision.revoked_for, decision.extends_id = "", None
    if decision.revoked_at is not None:
        decision.revoked_at = rules.coarse_moment(decision.revoked_at)
    decision.reason = BLANK if decision.departure else ""
    if decision.state == "retracted":
        decision.facts, decision.amount = "{}", None


def _blur(session: Session, decision: Decision, others: Sequence[Like]) -> None:
    """Let no number of a case be its own."""
    situation = session.get_one(Situation, decision.situation_id).facts()
    facts = schema.facts_from_json(decision.facts)
    is_grant = Outcome(decision.outcome).is_grant
    left = rules.blurred_facts(situation, facts, [each.facts for each in others], is_grant=is_grant)
    amounts = [each.amount for each in others if each.amount is not None]
    name = situation.amount_basis or ""
    decision.amount = rules.blurred_amount(decision.amount, amounts, (facts.get(name), left.get(name)))
    decision.facts = schema.written(left)


def _like_it(session: Session, decision: Decision, besides: Sequence[int]) -> list[Like]:
    """Return the newest decisions for others that count and are of the same situation, rule and zone."""
    asked = select(Decision.facts, Decision.amount).where(
        Decision.situation_id == decision.situation_id,
        Decision.rule_key == decision.rule_key,
        Decision.zone == decision.zone,
        Decision.state == "decided",
        Decision.extends_id.is_(None),
        Decision.id.not_in(besides),
    )
    newest = asked.order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(MOST_COMPARED)
    return [Like(schema.facts_from_json(row.facts), row.amount) for row in session.execute(newest)]


def _forget_approvals(
    session: Session, customer_ids: Sequence[int], decision_ids: Iterable[int], now: datetime
) -> list[int]:
    is_about = or_(Approval.customer_id.in_(customer_ids), Approval.decision_id.in_(decision_ids))
    approvals = session.scalars(select(Approval).where(is_about).order_by(Approval.id).with_for_update()).all()
    for each in approvals:
        each.customer_id, each.request, each.note, each.reason = None, "", "", BLANK
        each.form_key, each.assessment, each.told = None, "{}", ""
        each.facts, each.amount, each.extends_id, each.ends_at = "{}", None, None, None
        if each.state == ApprovalState.WAITING:
            each.state, each.answered_at = ApprovalState.WITHDRAWN.value, now
    session.flush()
    return [each.id for each in approvals]


def _forget_flags(session: Session, decision_ids: Sequence[int], now: datetime) -> None:
    """Forget what was noted about flags of these decisions; that a customer got something before is forgotten whole.

    Those that end show nothing any more, so that they do not wait again for what becomes of it.
    """
    about = Flag.decision_id.in_(decision_ids)
    session.execute(delete(Flag).where(about, Flag.type == FlagType.EXPECTATION.value), execution_options=LOOSE)
    wordless = {"note": "", "row_version": Flag.row_version + 1}
    session.execute(update(Flag).where(about).values(wordless), execution_options=LOOSE)
    removed = {"state": FlagState.EVIDENCE_REMOVED.value, "closed_at": now}
    session.execute(
        update(Flag).where(about, Flag.state == FlagState.OPEN.value).values(removed), execution_options=LOOSE
    )
    ended = select(Flag.id).where(about, Flag.state == FlagState.EVIDENCE_REMOVED.value)
    session.execute(delete(FlagEvidence).where(FlagEvidence.flag_id.in_(ended)), execution_options=LOOSE)
