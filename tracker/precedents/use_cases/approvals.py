"""Asking somebody who may make exceptions, and answering: granting, granting less, or refusing."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.accounts.records import Account
from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.precedents.considering import Considered, Draft, consider
from tracker.precedents.queries.answering import answers_to
from tracker.precedents.queries.approvals import approval_for_update
from tracker.precedents.queries.decisions import standing_for_update
from tracker.precedents.queries.families import goes_on, waiting_for
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules import approvals as rules
from tracker.precedents.rules import assessment, deciding, schema
from tracker.precedents.rules.approvals import ApprovalState
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Ask, Departure, Wish
from tracker.precedents.rules.extending import check_lasting, check_shortened
from tracker.precedents.use_cases import reminding
from tracker.precedents.use_cases.continuing import as_extension, check_extension, go_on, to_extend
from tracker.precedents.use_cases.correcting import set_right
from tracker.precedents.use_cases.deciding import check_answer, to_set_right
from tracker.precedents.use_cases.recording import Decide, decision_of, raise_flags, write_down
from tracker.promises.rules import Channel
from tracker.worktime.arithmetic import add_office_time
from tracker.worktime.calendar import NoOfficeTime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerApproval:
    """How a request is answered; `seen_version` is the one that was looked at, the reason is told to who asked.

    Whoever stands in for a manager answers as one. A grant goes on until `ends_at`, or as long as was asked for.
    """

    actor: Viewer
    approval_id: int
    seen_version: int
    wish: Wish
    ends_at: datetime | None = None


def ask_approval(session: Session, ask: Decide, now: datetime) -> Approval:
    """Let a request that its asker may not grant alone wait for somebody who may."""
    actor = ask.draft.actor
    corrected, extended = to_set_right(session, ask), to_extend(session, ask, now)
    considered = consider(session, ask.draft, now, corrects_id=ask.corrects_id)
    ask = as_extension(ask, extended)
    check_answer(ask, considered, corrected)
    _check_asking(session, ask, considered, extended)
    approval = _approval(session, ask, considered, now)
    if not answers_to(session, approval, now):
        raise Invalid(N_("Nobody could answer: your team has no manager, or none but you."))
    session.add(approval)
    session.flush()
    _tell(session, approval, "approval_asked", actor=actor, now=now)
    reminding.tell_asked(session, approval, now)
    return approval


def _check_asking(session: Session, ask: Decide, considered: Considered, extended: Decision | None) -> None:
    check_extension(ask, considered, extended)
    if extended is not None and waiting_for(session, extended.id) is not None:
        raise Invalid(N_("Somebody has asked already: that request waits."))
    rules.check_asking(ask.wish)
    if deciding.asked_for(considered.findings(ask.wish), considered.ground.rule, considered.rank) is not Ask.RIGHT:
        raise Invalid(N_("You may grant this on your own."))


def _answer_by(session: Session, ask: Decide, now: datetime) -> datetime:
    """Return the deadline: so much working time of the team later, or clock time where no office ever opens."""
    within = ask.answer_within or rules.ANSWERED_WITHIN
    if within not in rules.CHOICES_OF_TIME:
        raise Invalid(N_("Choose one of these."), field="answer_within")
    try:
        return add_office_time(now, within, calendar_of(session, ask.draft.actor.team_id))
    except NoOfficeTime:
        return now + within


def _approval(session: Session, ask: Decide, considered: Considered, now: datetime) -> Approval:
    return Approval(
        situation_id=ask.draft.situation_id,
        team_id=considered.case.team_id,
        customer_id=considered.asker.id,
        asked_by_id=ask.draft.actor.id,
        asked_at=now,
        answer_by=_answer_by(session, ask, now),
        told_until=now,
        form_key=ask.form_key,
        assessment=assessment.written(ask.assessment),
        request=ask.request,
        channel=ask.channel.value,
        facts=schema.written(considered.case.facts),
        outcome=ask.wish.outcome.value,
        amount=ask.wish.amount,
        approver_role=rules.needed(considered.ground.rule).value,
        reason=ask.wish.reason,
        one_off=ask.wish.is_one_off,
        told=ask.told,
        corrects_id=ask.corrects_id,
        extends_id=ask.draft.extends,
        ends_at=ask.ends_at if ask.draft.extends is not None else None,
    )


def answer_approval(session: Session, answer: AnswerApproval, now: datetime) -> Decision:
    """Answer a request. What is granted is an exception and binds nobody; a refusal is decided like any other."""
    approval, wish = approval_for_update(session, answer.actor, answer.approval_id), answer.wish
    entitled = answers_to(session, approval, now)
    rules.check_may_answer(answer.actor, approval.asked_by_id, entitled, approval.approver_role)
    answer = replace(answer, actor=replace(answer.actor, role=Role.MANAGER))
    _check_unanswered(approval, answer.seen_version)
    rules.check_answer(wish, approval.amount)
    decision = _decided(session, approval, answer, now=now)
    approval.state, approval.answered_at, approval.answered_by_id = ApprovalState.ANSWERED.value, now, answer.actor.id
    approval.note, approval.decision_id = wish.reason, decision.id
    session.flush()
    _tell(session, approval, "approval_answered", actor=answer.actor, now=now)
    reminding.tell_answered(session, approval, now)
    return decision


def withdraw_approval(session: Session, actor: Viewer, approval_id: int, *, seen_version: int, now: datetime) -> None:
    """Take a request back: nobody has to answer it any more."""
    approval = approval_for_update(session, actor, approval_id)
    if approval.asked_by_id != actor.id:
        raise Forbidden(N_("Only who asked takes a request back."))
    _check_unanswered(approval, seen_version)
    approval.state, approval.answered_at = ApprovalState.WITHDRAWN.value, now
    session.flush()
    _tell(session, approval, "approval_withdrawn", actor=actor, now=now)


def _check_unanswered(approval: Approval, seen_version: int) -> None:
    rules.check_waiting(ApprovalState(approval.state))
    if approval.row_version != seen_version:
        raise ChangedMeanwhile(N_("Somebody else has changed this request meanwhile."))


def _decided(session: Session, approval: Approval, answer: AnswerApproval, *, now: datetime) -> Decision:
    """Record the answer: a grant as decided by who asked, a refusal by who answered."""
    draft, corrects_id = draft_of(approval, answer.actor), _still_to_set_right(session, approval)
    considered = consider(session, draft, now, corrects_id=corrects_id)
    _check_answer(answer, approval, considered)
    is_grant = answer.wish.outcome.is_grant
    command = _decide(approval, draft, answer, corrects_id)
    extended = to_extend(session, command, now, approval)
    if extended is not None and is_grant:
        check_shortened(command.ends_at, approval.ends_at, extended.expires_at, now)
    command = as_extension(command, extended)
    found, rule = considered.findings(command.wish), considered.ground.rule
    departed = Departure.EXCEPTED if is_grant else deciding.departure(found, rule, command.wish, considered.rank)
    decision = decision_of(command, considered, departed, now)
    if is_grant:
        asker = session.get_one(Account, approval.asked_by_id)
        decision.decided_by_id, decision.role = asker.id, asker.role
    go_on(session, extended, decision)
    write_down(session, decision, now)
    _set_right(session, decision, now)
    raise_flags(session, decision, found, now)
    return decision


def _check_answer(answer: AnswerApproval, approval: Approval, considered: Considered) -> None:
    rules.check_rank(answer.wish, considered.ground.rule, considered.rank)
    if considered.is_held:
        rules.check_amount(answer.wish, considered.ground.rule)
    deciding.check_wish(answer.wish, answer.actor, has_amount=considered.ground.situation.has_amount)
    if approval.extends_id is not None:
        check_lasting(answer.wish)


def _set_right(session: Session, decision: Decision, now: datetime) -> None:
    if decision.corrects_id is not None:
        set_right(session, session.get_one(Decision, decision.corrects_id), decision, now)


def _still_to_set_right(session: Session, approval: Approval) -> int | None:
    """Return the decision that a request is to set right, locked; it may have been set right or extended meanwhile."""
    corrected = standing_for_update(session, approval.corrects_id) if approval.corrects_id is not None else None
    return None if corrected is None or goes_on(session, corrected) else corrected.id


def _decide(approval: Approval, draft: Draft, answer: AnswerApproval, corrects_id: int | None) -> Decide:
    """Return the answer as a command. The words for the customer were chosen for all that was asked for."""
    wish = _written(approval, answer.wish) if answer.wish.outcome.is_grant else answer.wish
    ends_at = approval.ends_at if answer.ends_at is None or approval.ends_at is None else answer.ends_at
    is_all = (wish.outcome, wish.amount, ends_at) == (approval.outcome, approval.amount, approval.ends_at)
    return Decide(
        draft=draft,
        wish=wish,
        request=approval.request,
        channel=Channel(approval.channel),
        assessment=assessment.read(approval.assessment),
        told=approval.told if is_all else "",
        corrects_id=corrects_id,
        ends_at=ends_at,
    )


def draft_of(approval: Approval, actor: Viewer) -> Draft:
    """Return the request as it was asked, as who answers sees it."""
    return Draft(
        actor=actor,
        situation_id=approval.situation_id,
        facts=schema.facts_from_json(approval.facts),
        customer_id=approval.customer_id,
        team_id=approval.team_id,
        channel=approval.channel,
        extends=approval.extends_id,
    )


def _written(approval: Approval, wish: Wish) -> Wish:
    """Return a grant as it is written down: for the reason of who asked; less than was asked for is granted in part."""
    is_less = approval.amount is not None and (wish.amount or 0) < approval.amount
    return replace(wish, reason=approval.reason, outcome=Outcome.PARTIAL if is_less else wish.outcome)


def _tell(session: Session, approval: Approval, kind: str, *, actor: Viewer, now: datetime) -> None:
    words = {"outcome": approval.outcome, "decision_id": approval.decision_id}
    told = Happening(
        kind=kind,
        subject_type="approval",
        subject_id=approval.id,
        actor_id=actor.id,
        words={name: value for name, value in words.items() if value},
    )
    record(session, told, now)
