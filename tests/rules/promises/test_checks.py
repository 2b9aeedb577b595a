"""What may be done to a promise, and which field is at fault when it may not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.promises import checks, rules
from tracker.promises.rules import Due, PromiseFacts, Settlement, State

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CALLBACK = PromiseFacts(
    id=1,
    state=State.OPEN,
    team_id=7,
    owner_id=1,
    made_at=NOW - 5 * HOUR,
    due_at=NOW + HOUR,
    first_due_at=NOW + HOUR,
)
OVERDUE = replace(CALLBACK, due_at=NOW - HOUR)
KEPT_NOW = Settlement(outcome=State.KEPT, kept_at=NOW)
BROKEN = Settlement(outcome=State.BROKEN)


def fault(promise: PromiseFacts, settlement: Settlement) -> str | None:
    """Return the field that is at fault, 'nothing' when the promise may end like this."""
    try:
        checks.check_settlement(promise, settlement, NOW)
    except Invalid as refusal:
        return refusal.field
    return "nothing"


@pytest.mark.parametrize(
    ("promise", "settlement", "expected"),
    [
        (CALLBACK, KEPT_NOW, "nothing"),
        (CALLBACK, replace(KEPT_NOW, kept_at=None), "kept_at"),
        (CALLBACK, replace(KEPT_NOW, kept_at=NOW + HOUR), "kept_at"),
        (CALLBACK, replace(KEPT_NOW, kept_at=NOW - 6 * HOUR), "kept_at"),
        (OVERDUE, KEPT_NOW, "cause"),
        (OVERDUE, replace(KEPT_NOW, cause_id=3), "nothing"),
        (OVERDUE, replace(KEPT_NOW, kept_at=NOW - 2 * HOUR), "nothing"),
        (replace(OVERDUE, tolerance=HOUR), KEPT_NOW, "nothing"),
        (CALLBACK, Settlement(outcome=State.PARTLY_KEPT, kept_at=NOW, cause_id=3), "missing"),
        (CALLBACK, Settlement(outcome=State.PARTLY_KEPT, kept_at=NOW, missing="The second box"), "cause"),
        (CALLBACK, Settlement(outcome=State.PARTLY_KEPT, kept_at=NOW, missing="One box", cause_id=3), "nothing"),
        (CALLBACK, BROKEN, "cause"),
        (CALLBACK, replace(BROKEN, cause_id=3), "nothing"),
        (CALLBACK, Settlement(outcome=State.WITHDRAWN), "note"),
        (CALLBACK, Settlement(outcome=State.WITHDRAWN, note="No longer needed"), "nothing"),
    ],
)
def test_each_ending_asks_for_what_it_needs(promise: PromiseFacts, settlement: Settlement, expected: str) -> None:
    assert fault(promise, settlement) == expected


@pytest.mark.parametrize("state", [state for state in State if state is not State.OPEN])
@pytest.mark.parametrize("outcome", sorted(rules.SETTLED))
def test_only_an_open_promise_can_end(state: State, outcome: State) -> None:
    with pytest.raises(Invalid):
        checks.check_settlement(replace(CALLBACK, state=state), Settlement(outcome=outcome), NOW)


@pytest.mark.parametrize(
    ("role", "team_id", "manages", "allowed"),
    [
        (Role.AGENT, 7, (), True),
        (Role.AGENT, 8, (), False),
        (Role.MANAGER, 8, (7,), True),
        (Role.MANAGER, 8, (9,), False),
        (Role.MANAGER, 7, (), True),
        (Role.ADMIN, 7, (), False),
        (Role.ADMIN, 7, (7,), False),
    ],
)
def test_a_team_and_its_manager_change_its_promises_and_administrators_none(
    role: Role, team_id: int, manages: tuple[int, ...], *, allowed: bool
) -> None:
    actor = Viewer(id=1, name="Somebody", role=role, team_id=team_id, managed_team_ids=frozenset(manages))

    if allowed:
        checks.check_may_change(CALLBACK, actor)
    else:
        with pytest.raises(Forbidden):
            checks.check_may_change(CALLBACK, actor)


def test_a_second_editor_is_told_of_the_first() -> None:
    checks.check_unchanged(3, 3)
    with pytest.raises(ChangedMeanwhile):
        checks.check_unchanged(4, 3)


@pytest.mark.parametrize(
    ("due", "reason", "field"),
    [
        (Due(NOW + 5 * HOUR), "", "reason"),
        (Due(NOW), "The part is late", "due"),
        (Due(NOW + HOUR), "The part is late", "due"),
    ],
)
def test_a_new_date_lies_ahead_is_new_and_has_a_reason(due: Due, reason: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checks.check_renegotiation(CALLBACK, due, reason, NOW)

    assert refusal.value.field == field


def test_sorry_is_said_once_and_only_when_there_is_something_to_be_sorry_for() -> None:
    late = replace(CALLBACK, state=State.KEPT, due_at=NOW - HOUR, kept_at=NOW)
    on_time = replace(late, due_at=NOW + HOUR)

    checks.check_apology(late, NOW, was_given=False)
    checks.check_apology(OVERDUE, NOW, was_given=False)
    for promise, was_given in ((late, True), (on_time, False), (CALLBACK, False)):
        with pytest.raises(Invalid):
            checks.check_apology(promise, NOW, was_given=was_given)


@pytest.mark.parametrize("minutes", [0, 10])
def test_a_click_can_be_taken_back_for_ten_minutes_by_whoever_clicked(minutes: int) -> None:
    me = Viewer(id=1, name="Me", role=Role.AGENT, team_id=7)
    later = NOW + timedelta(minutes=minutes)

    checks.check_undo(kind="promise_kept", at=NOW, actor_id=1, by=me, now=later)
    with pytest.raises(Invalid):
        checks.check_undo(kind="promise_kept", at=NOW, actor_id=1, by=me, now=later + 11 * timedelta(minutes=1))
    with pytest.raises(Forbidden):
        checks.check_undo(kind="promise_kept", at=NOW, actor_id=2, by=me, now=later)
    with pytest.raises(Invalid):
        checks.check_undo(kind="promise_reopened", at=NOW, actor_id=1, by=me, now=later)
