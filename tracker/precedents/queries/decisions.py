"""Finding decisions: one, for reading or changing, and lists of them, the newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Session, joinedload

from tracker.alerts.queries.states import fixed
from tracker.customers.records import Customer
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries.checking import of_teams_seen
from tracker.precedents.queries.families import is_extended
from tracker.precedents.queries.situations import in_force
from tracker.precedents.records import Decision, PolicyVersion
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.expectations import REMEMBERED
from tracker.promises.queries.finding import HAS_REFERENCE, visible
from tracker.promises.records import Promise
from tracker.promises.rules import State

Ts = TypeVarTuple("Ts")

BY_NUMBER = "D-"
"""What stands before the number of a decision where a promise names it."""
MOST_IN_A_CELL = 400
MOST_PROMISES = 20
NO_SUCH_DECISION = N_("There is no such decision.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of decisions shows; whatever is None is not narrowed down.

    What a report counted can be listed: of a zone, since a day (by the calendar of the counts, UTC), by the rule in
    force, only grants; without what was decided anew, for that is counted no more.
    """

    situation_id: int | None = None
    outcome: str | None = None
    customer_id: int | None = None
    team_id: int | None = None
    decided_by_id: int | None = None
    numbers: tuple[int, ...] | None = None
    zone: str | None = None
    since: date | None = None
    in_force_at: datetime | None = None
    only_grants: bool = False


def decision(session: Session, viewer: Viewer, decision_id: int) -> Decision:
    """Return a decision with everything that its page shows. Raises NotFound."""
    asked = _whole(select(Decision).where(Decision.id == decision_id, *of_teams_seen(viewer)))
    return _found(session.scalars(asked).one_or_none())


def told_of(session: Session, decision_id: int) -> Decision:
    """Return a decision with everything that a message says of it."""
    return session.scalars(_whole(select(Decision).where(Decision.id == decision_id))).one()


def decision_for_update(session: Session, viewer: Viewer, decision_id: int) -> Decision:
    """Return a decision, locked until the end of the transaction. Raises NotFound."""
    asked = select(Decision).where(Decision.id == decision_id, *of_teams_seen(viewer)).with_for_update()
    return _found(session.scalars(asked, execution_options={"populate_existing": True}).one_or_none())


def _found(found: Decision | None) -> Decision:
    if found is None:
        raise NotFound(NO_SUCH_DECISION)
    return found


def recorded_with(session: Session, viewer: Viewer, form_key: str) -> int | None:
    """Return the decision that this person recorded with a form, None if the form was not sent yet."""
    asked = select(Decision.id).where(Decision.form_key == form_key, Decision.decided_by_id == viewer.id)
    return session.scalars(asked).one_or_none()


def reference_of(decision_id: int) -> str:
    """Return by what a promise names the decision that it follows from: its source reference."""
    return f"{BY_NUMBER}{decision_id}"


def promises_of(session: Session, viewer: Viewer, decision_id: int) -> Sequence[Promise]:
    """Return the promises that name this decision, the oldest first."""
    named = select(Promise).where(HAS_REFERENCE, Promise.source_reference == reference_of(decision_id))
    asked = visible(named, viewer)
    return session.scalars(asked.order_by(Promise.id).limit(MOST_PROMISES)).all()


def open_promises_of(session: Session, decision_id: int) -> Sequence[int]:
    """Return the numbers of the open promises that name this decision, whoever may see them."""
    asked = select(Promise.id).where(Promise.source_reference == reference_of(decision_id))
    return session.scalars(asked.where(Promise.state == State.OPEN.value).order_by(Promise.id)).all()


def correction_of(session: Session, decision_id: int) -> int | None:
    """Return the decision that sets this one right, if there is one that was not taken back."""
    asked = select(Decision.id).where(Decision.corrects_id == decision_id, Decision.state != fixed("retracted"))
    return session.scalars(asked).one_or_none()


def last_answer_to(session: Session, decision_id: int) -> int:
    """Return the decision that now stands where this one stood: it was decided anew, maybe more than once."""
    while (by_id := correction_of(session, decision_id)) is not None:
        decision_id = by_id
    return decision_id


def overruled_by(session: Session, decision_id: int) -> Sequence[Decision]:
    """Return the decisions that this one took the force from and that were not taken back or set right, locked."""
    asked = select(Decision).where(Decision.overruled_by_id == decision_id, Decision.state == "decided")
    return session.scalars(asked.order_by(Decision.id).with_for_update()).all()


def standing_for_update(session: Session, decision_id: int) -> Decision | None:
    """Return a decision that still stands, locked; None when it was taken back or decided anew."""
    asked = select(Decision).where(Decision.id == decision_id, Decision.state == "decided").with_for_update()
    return session.scalars(asked, execution_options={"populate_existing": True}).one_or_none()


def decisions(
    session: Session, viewer: Viewer, wanted: Wanted, *, after: tuple[object, ...] | None, limit: int
) -> Sequence[Decision]:
    """Return a page of decisions, the newest first, without those that were taken back."""
    asked = select(Decision).where(Decision.state != "retracted", *of_teams_seen(viewer), *_narrowed(wanted))
    if after is not None:
        asked = asked.where(tuple_(Decision.decided_at, Decision.id) < tuple_(*after))
    return session.scalars(_whole(asked).order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(limit)).all()


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (Decision.situation_id, wanted.situation_id),
        (Decision.outcome, wanted.outcome),
        (Decision.customer_id, wanted.customer_id),
        (Decision.team_id, wanted.team_id),
        (Decision.decided_by_id, wanted.decided_by_id),
        (Decision.zone, wanted.zone),
    ):
        if value is not None:
            yield column == value
    if wanted.numbers is not None:
        yield Decision.id.in_(wanted.numbers)
    if wanted.only_grants:
        yield Decision.outcome != Outcome.REFUSED.value
    if wanted.since is not None:
        yield Decision.decided_at >= datetime.combine(wanted.since, time(), UTC)
        yield Decision.state == "decided"
    if wanted.in_force_at is not None:
        of_situation = (PolicyVersion.situation_id == Decision.situation_id, in_force(wanted.in_force_at))
        yield Decision.rule_key == select(PolicyVersion.rule_key).where(*of_situation).scalar_subquery()


def by_numbers(session: Session, viewer: Viewer, numbers: Sequence[int]) -> list[Decision]:
    """Return these decisions in this order, but for those that do not exist for the viewer."""
    if not numbers:
        return []
    asked = _whole(select(Decision).where(Decision.id.in_(numbers), *of_teams_seen(viewer)))
    found = {each.id: each for each in session.scalars(asked)}
    return [found[number] for number in numbers if number in found]


def answered_alike(session: Session, viewer: Viewer, decision: Decision) -> Sequence[Decision]:
    """Return the newest decisions of the same situation, rule and zone with the same answer that still stand."""
    return answered(session, viewer, decision, Outcome(decision.outcome))


def answered(session: Session, viewer: Viewer, decision: Decision, outcome: Outcome) -> Sequence[Decision]:
    """Return those with a given answer; of a grant that went on the last extension."""
    asked = (
        select(Decision)
        .where(
            Decision.situation_id == decision.situation_id,
            Decision.rule_key == decision.rule_key,
            Decision.zone == decision.zone,
            Decision.outcome == outcome.value,
            Decision.state == "decided",
            Decision.decided_at >= decision.decided_at - REMEMBERED,
            Decision.id != decision.id,
            ~is_extended(),
            *of_teams_seen(viewer),
        )
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(MOST_IN_A_CELL)
    )
    return session.scalars(_whole(asked)).all()


def _whole(asked: Select[*Ts]) -> Select[*Ts]:
    return asked.options(
        joinedload(Decision.situation),
        joinedload(Decision.policy_version),
        joinedload(Decision.decided_by),
        joinedload(Decision.team),
        joinedload(Decision.customer).joinedload(Customer.tier),
    )
