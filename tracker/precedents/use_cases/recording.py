"""Writing a decision down, with what it is counted in and flagged for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.precedents.considering import Considered, Draft
from tracker.precedents.records import Decision, Flag, FlagEvidence
from tracker.precedents.rules import assessment, schema
from tracker.precedents.rules import deciding as rules
from tracker.precedents.rules.assessment import Assessment
from tracker.precedents.rules.checking import Findings
from tracker.precedents.rules.deciding import Departure, Wish
from tracker.precedents.rules.flags import Raised, raised
from tracker.precedents.use_cases.counting import count_in
from tracker.promises.rules import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """A request, how it is answered, and what else is remembered of it.

    `request` is what the customer asked for, in their words, `told` what they are told; `corrects_id` the decision
    that this one sets right; a form (`form_key`) sent twice decides once. A request that has to wait for somebody is
    to be answered within so much office time (`answer_within`, one of `approvals.CHOICES_OF_TIME`). A grant that goes
    on (`draft.extends`) does so until `ends_at`.
    """

    draft: Draft
    wish: Wish
    request: str = ""
    channel: Channel = Channel.PHONE
    corrects_id: int | None = None
    form_key: str | None = None
    answer_within: timedelta | None = None
    ends_at: datetime | None = None
    told: str = ""
    assessment: Assessment = field(default_factory=dict)


def check_said(decide: Decide) -> None:
    """Raise Invalid for an answer against its own assessment, and for words that no customer should read."""
    assessment.check_assessment(decide.assessment, decide.wish)
    rules.check_told(decide.told)


def decision_of(decide: Decide, considered: Considered, departed: Departure, now: datetime) -> Decision:
    """Return the decision as it is written down."""
    decision = _answer(decide, departed)
    decision.situation_id = considered.ground.situation_id
    decision.policy_version_id, decision.rule_key = considered.ground.version_id, considered.ground.rule_key
    decision.role = considered.case.role
    decision.approver_role = considered.rank if departed is Departure.EXCEPTED else None
    decision.zone, decision.facts = considered.zone.value, schema.written(considered.case.facts)
    decision.team_id = considered.case.team_id or decide.draft.actor.team_id
    decision.customer_id, decision.decided_at = considered.asker.id, now
    if decide.wish.outcome.is_grant:
        decision.expires_at = decide.ends_at or _end(considered, now)
    return decision


def _end(considered: Considered, now: datetime) -> datetime | None:
    days = considered.ground.rule.expires_after_days
    return now + timedelta(days=days) if days else None


def _answer(decide: Decide, departed: Departure) -> Decision:
    wish = decide.wish
    return Decision(
        outcome=wish.outcome.value,
        amount=wish.amount if wish.outcome.is_grant else None,
        one_off=wish.is_one_off and wish.outcome.is_grant,
        countable=rules.is_precedent(departed, wish),
        departure=departed.value,
        reason=wish.reason,
        told=decide.told,
        assessment=assessment.written(decide.assessment),
        decided_by_id=decide.draft.actor.id,
        channel=decide.channel.value,
        request=decide.request,
        corrects_id=decide.corrects_id,
        form_key=decide.form_key,
    )


def write_down(session: Session, decision: Decision, now: datetime) -> None:
    """Store and count a decision, and tell the history of it."""
    session.add(decision)
    session.flush()
    count_in(session, decision)
    record(session, _told(decision), now)


def raise_flags(session: Session, decision: Decision, found: Findings, now: datetime) -> None:
    """Flag a decision for everything that was found against it, and that its departure does not excuse."""
    left = rules.left_over(found, Departure(decision.departure))
    session.add_all(_flag_of(decision, each, now) for each in raised(left))
    session.flush()


def _flag_of(decision: Decision, each: Raised, now: datetime) -> Flag:
    return Flag(
        type=each.type.value,
        severity=each.severity.value,
        decision_id=decision.id,
        team_id=decision.team_id,
        numbers=schema.written(dict(each.numbers)),
        created_at=now,
        evidence=[FlagEvidence(decision_id=number, position=place) for place, number in enumerate(each.evidence)],
    )


def _told(decision: Decision) -> Happening:
    words = {
        "outcome": decision.outcome,
        "situation_id": decision.situation_id,
        "customer_id": decision.customer_id,
        "departure": decision.departure,
        "corrects_id": decision.corrects_id,
        "extends_id": decision.extends_id,
    }
    return Happening(
        kind="decision_made",
        subject_type="decision",
        subject_id=decision.id,
        actor_id=decision.decided_by_id,
        words={name: value for name, value in words.items() if value},
    )
