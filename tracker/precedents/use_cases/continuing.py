"""Letting a grant go on by a decision of its own, and letting it bind again when that is taken back."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.precedents.considering import Considered
from tracker.precedents.queries import decisions as finding
from tracker.precedents.queries import families
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules import extending as rules
from tracker.precedents.rules.correcting import Answer, check_same_customer
from tracker.precedents.use_cases.correcting import binds
from tracker.precedents.use_cases.recording import Decide
from tracker.precedents.use_cases.revoking import grant_of


def to_extend(session: Session, decide: Decide, now: datetime, asked: Approval | None = None) -> Decision | None:
    """Return the grant that shall go on, locked. Raises Invalid unless it can, or could when that was asked."""
    if decide.draft.extends is None:
        return None
    extended = finding.decision_for_update(session, decide.draft.actor, decide.draft.extends)
    if decide.wish.outcome.is_grant:
        rules.check_going_on(grant_of(session, extended), now, is_asked_before=asked is not None)
    if extended.situation_id != decide.draft.situation_id:
        raise Invalid(N_("This grant cannot be extended in this way."))
    return extended


def check_extension(decide: Decide, considered: Considered, extended: Decision | None) -> None:
    """Raise Invalid, naming the field, for what is no going on, or goes on for longer than the policy says."""
    if extended is None or extended.expires_at is None:
        return
    check_same_customer(extended.customer_id, considered.asker.id, considered.asker.records)
    rules.check_extension(decide.wish, answer_of(extended))
    rules.check_end(decide.ends_at, extended.expires_at, considered.ground.rule.expires_after_days)


def as_extension(decide: Decide, extended: Decision | None) -> Decide:
    """Return the command with the answer as which it is written down."""
    if extended is None or not decide.wish.outcome.is_grant:
        return decide
    outcome = rules.outcome_of(answer_of(extended), decide.wish.amount)
    return replace(decide, wish=replace(decide.wish, outcome=outcome))


def go_on(session: Session, extended: Decision | None, by: Decision) -> None:
    """Let a grant go on by a decision that is about to be written down.

    One customer's grant is one precedent: where the extension binds, what it extends does not besides it.
    """
    if extended is None:
        return
    by.extends_id = families.root_of(extended)
    if by.countable and by.outcome != "refused":
        for each in _beside(session, by):
            each.countable = False
        session.flush()


def give_back(session: Session, extension: Decision) -> None:
    """Let what an extension stood for bind again, for the extension stands no longer."""
    if extension.extends_id is None:
        return
    newest = next((each for each in _beside(session, extension) if each.countable or binds(session, each)), None)
    if newest is not None:
        newest.countable = True
        session.flush()


def _beside(session: Session, extension: Decision) -> list[Decision]:
    """Return the other grants that it belongs to, of the same rule and zone, the newest first."""
    found = families.members(session, families.root_of(extension))
    cell = (extension.rule_key, extension.zone)
    grants = [each for each in found if each.outcome != "refused" and each is not extension]
    return [each for each in grants if (each.rule_key, each.zone) == cell]


def check_not_extended(session: Session, decision: Decision) -> None:
    """Raise Invalid for a grant that goes on by another decision: that one comes first."""
    if families.goes_on(session, decision):
        raise Invalid(N_("This grant was extended. Take the extension back first."))


def answer_of(decision: Decision) -> Answer:
    """Return what the customer got."""
    return Answer.of(decision.outcome, decision.amount)
