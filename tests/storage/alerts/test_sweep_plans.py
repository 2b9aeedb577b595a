"""What the worker asks every second is answered from a partial index, however many promises there are."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests.support.clock import MOMENT
from tests.support.plans import plans_of
from tracker.alerts.queries import delivering, firing, notices, planning
from tracker.alerts.queries.delivering import Taker
from tracker.alerts.rules.ladders import Channel

QUESTIONS: dict[str, tuple[Callable[[Session], object], tuple[str, ...]]] = {
    "schedules that changed": (lambda s: planning.promises_to_plan(s, MOMENT, 200), ("ix_promise_attention_at",)),
    "alerts that are due": (lambda s: firing.promises_to_alert(s, MOMENT, 200), ("ix_alert_fire_at",)),
    "hand-overs that nobody answered": (
        lambda s: planning.expired_offers(s, MOMENT, 200),
        ("ix_hand_over_expires_at",),
    ),
    "deliveries that wait": (
        lambda s: delivering.claim_deliveries(s, Taker("worker", Channel.MAIL), MOMENT, 5),
        ("ix_delivery_visible_at",),
    ),
    "whether anything waits": (
        lambda s: delivering.is_waiting(s, Channel.MAIL, MOMENT),
        ("ix_delivery_visible_at",),
    ),
    "when the next moment comes": (
        planning.next_moment,
        ("ix_promise_attention_at", "ix_alert_fire_at", "ix_hand_over_expires_at"),
    ),
    "how many notices are new": (lambda s: notices.count_unread(s, 1, MOMENT), ("ix_notice_unread",)),
}


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_the_question_is_answered_from_its_index(connection: Connection, name: str):
    question, indexes = QUESTIONS[name]

    plans = plans_of(connection, question)

    for plan, index in zip(plans, indexes, strict=True):
        assert index in plan
        assert "Seq Scan" not in plan
        assert "SCAN promise" not in plan.replace(f"SCAN promise USING COVERING INDEX {index}", "")
