"""What a promise is at a moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.promises.rules import PromiseFacts, Standing, State, standing

DUE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CALLBACK = PromiseFacts(
    id=1, state=State.OPEN, team_id=1, owner_id=1, made_at=DUE - 5 * HOUR, due_at=DUE, first_due_at=DUE
)
KEPT = replace(CALLBACK, state=State.KEPT)


@pytest.mark.parametrize(
    ("promise", "now", "expected"),
    [
        (CALLBACK, DUE - HOUR, Standing.OPEN),
        (CALLBACK, DUE, Standing.OPEN),
        (CALLBACK, DUE + timedelta(microseconds=1), Standing.OVERDUE),
        (replace(CALLBACK, tolerance=HOUR), DUE + HOUR, Standing.OPEN),
        (replace(CALLBACK, tolerance=HOUR), DUE + HOUR + timedelta(seconds=1), Standing.OVERDUE),
        (replace(KEPT, kept_at=DUE), DUE + 9 * HOUR, Standing.KEPT),
        (replace(KEPT, kept_at=DUE + timedelta(seconds=1)), DUE + 9 * HOUR, Standing.KEPT_LATE),
        (replace(KEPT, kept_at=DUE + HOUR, tolerance=HOUR), DUE + 9 * HOUR, Standing.KEPT),
        (replace(CALLBACK, state=State.PARTLY_KEPT, kept_at=DUE), DUE + HOUR, Standing.PARTLY_KEPT),
        (replace(CALLBACK, state=State.BROKEN), DUE - HOUR, Standing.BROKEN),
        (replace(CALLBACK, state=State.WITHDRAWN), DUE + HOUR, Standing.WITHDRAWN),
        (replace(CALLBACK, state=State.DRAFT, due_at=None), DUE + HOUR, Standing.DRAFT),
    ],
)
def test_a_promise_stands_where_its_state_and_the_clock_put_it(
    promise: PromiseFacts, now: datetime, expected: Standing
) -> None:
    assert standing(promise, now) is expected


def test_an_open_promise_is_due_soon_from_the_moment_that_the_office_hours_left_are_few() -> None:
    now = DUE - 2 * HOUR

    assert standing(CALLBACK, now, soon_until=DUE - HOUR) is Standing.OPEN
    assert standing(CALLBACK, now, soon_until=DUE) is Standing.DUE_SOON


def test_what_is_overdue_is_no_longer_due_soon() -> None:
    assert standing(CALLBACK, DUE + HOUR, soon_until=DUE + 5 * HOUR) is Standing.OVERDUE


@given(
    late=st.timedeltas(min_value=-timedelta(days=9), max_value=timedelta(days=9)),
    tolerance=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=2)),
)
def test_overdue_and_kept_late_draw_the_same_line(late: timedelta, tolerance: timedelta) -> None:
    moment = DUE + late
    still_open = replace(CALLBACK, tolerance=tolerance)
    kept_then = replace(KEPT, tolerance=tolerance, kept_at=moment)

    is_overdue = standing(still_open, moment) is Standing.OVERDUE
    is_late = standing(kept_then, moment) is Standing.KEPT_LATE
    assert is_overdue is is_late
