"""Which of the alerts that are due go out, and to whom."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from tests.support.clock import MOMENT
from tests.support.ladders import EVERYBODYS, a_rung
from tracker.alerts.rules.firing import BOTH, DueAlert, Reason, Ways, dedupe_key, fire, repeating
from tracker.alerts.rules.ladders import Audience, Channel, NoticeKind, RungFacts
from tracker.promises.rules import SETTLED, State

BEFORE, AT_DUE, AFTER = EVERYBODYS


def due(number: int, rung: RungFacts | None = None, *, key: str = "", version: int = 1, minutes: int = 0) -> DueAlert:
    return DueAlert(
        id=number,
        schedule_version=version,
        rung_key=key or (rung.key if rung else "99"),
        occurrence=0,
        fire_at=MOMENT + timedelta(minutes=minutes),
        rung=rung,
    )


def fired(alerts: Iterable[DueAlert], state: State = State.OPEN, *, version: int = 1, is_snoozed: bool = False):
    return fire(list(alerts), state, version, is_snoozed=is_snoozed)


def test_a_due_alert_of_an_open_promise_goes_out():
    firing = fired([due(1, BEFORE)])

    assert [(message.kind, message.alert.id) for message in firing.messages] == [(NoticeKind.BEFORE_DUE, 1)]
    assert firing.dropped == {}


@pytest.mark.parametrize("state", sorted(SETTLED))
def test_nothing_goes_out_after_an_outcome(state: State):
    firing = fired([due(1, BEFORE), due(2, AFTER)], state)

    assert firing.messages == []
    assert firing.dropped == {1: Reason.SETTLED, 2: Reason.SETTLED}


def test_nothing_goes_out_for_a_schedule_that_is_not_the_present_one():
    firing = fired([due(1, BEFORE, version=1)], version=2)

    assert firing.messages == []
    assert firing.dropped == {1: Reason.RESCHEDULED}


def test_a_rung_that_was_taken_out_of_its_ladder_does_not_go_out():
    assert fired([due(1, None)]).dropped == {1: Reason.LADDER_CHANGED}


def test_what_came_due_together_becomes_the_most_pressing_one_and_reaches_everybody():
    firing = fired([due(1, BEFORE), due(2, AT_DUE, minutes=1), due(3, AFTER, minutes=2)])

    assert [message.alert.id for message in firing.messages] == [3]
    assert set(firing.messages[0].reaches) == {Audience.OWNER, Audience.MANAGER}
    assert firing.dropped == {1: Reason.A_HIGHER_ONE, 2: Reason.A_HIGHER_ONE}


def test_whoever_only_a_lower_rung_would_have_reached_is_told_of_the_higher_one():
    to_manager = a_rung(timedelta(hours=2), audience=(Audience.MANAGER,), channels=(Channel.APP,))

    firing = fired([due(1, BEFORE), due(2, to_manager, minutes=5)])

    assert {to: ways.channels for to, ways in firing.messages[0].reaches.items()} == {
        Audience.MANAGER: {Channel.APP},
        Audience.OWNER: {Channel.APP, Channel.MAIL},
    }


def test_the_due_counts_more_than_a_snooze_that_ended_later():
    firing = fired([due(1, AT_DUE), due(2, key="snooze", minutes=30)])

    assert [message.kind for message in firing.messages] == [NoticeKind.DUE]


def test_a_hand_over_is_told_beside_a_reminder():
    firing = fired([due(1, AFTER), due(2, key="offered-7")])

    assert {message.kind: set(message.reaches) for message in firing.messages} == {
        NoticeKind.OFFERED: {Audience.RECEIVER},
        NoticeKind.OVERDUE: {Audience.OWNER, Audience.MANAGER},
    }


def test_a_draft_reminds_its_owner_and_nobody_in_their_place():
    firing = fired([due(1, key="draft")], State.DRAFT)

    assert firing.messages[0].reaches == {Audience.OWNER_ALONE: Ways(BOTH)}


def test_a_snooze_spares_the_owner_a_warning_that_others_get():
    warning = a_rung(-timedelta(hours=1), audience=(Audience.OWNER, Audience.MANAGER))

    firing = fired([due(1, warning)], is_snoozed=True)

    assert set(firing.messages[0].reaches) == {Audience.MANAGER}


def test_a_snooze_does_not_spare_the_owner_what_is_overdue():
    assert Audience.OWNER in fired([due(1, AFTER)], is_snoozed=True).messages[0].reaches


def test_a_repeat_has_the_same_key_and_everything_else_another_one():
    alert = due(1, BEFORE)
    keys = {
        dedupe_key(5, alert, Channel.APP, 8),
        dedupe_key(5, alert, Channel.MAIL, 8),
        dedupe_key(5, alert, Channel.MAIL, 9),
        dedupe_key(6, alert, Channel.MAIL, 8),
        dedupe_key(5, due(2, AFTER), Channel.MAIL, 8),
        dedupe_key(5, due(3, BEFORE, version=2), Channel.MAIL, 8),
    }

    assert len(keys) == 6
    assert dedupe_key(5, due(9, BEFORE), Channel.APP, 8) in keys


def test_a_hand_over_has_one_key_under_every_schedule():
    first, second = due(1, key="offered-7", version=1), due(2, key="offered-7", version=2)

    assert dedupe_key(5, first, Channel.APP, 8) == dedupe_key(5, second, Channel.APP, 8)


def test_a_mandatory_rung_makes_its_channels_mandatory_and_no_others():
    must = a_rung(timedelta(hours=1), channels=(Channel.APP, Channel.MAIL), is_mandatory=True)
    may = a_rung(timedelta(hours=2), channels=(Channel.SLACK,))

    ways = fired([due(1, must), due(2, may, minutes=5)]).messages[0].reaches[Audience.OWNER]

    assert ways == Ways(frozenset({Channel.APP, Channel.MAIL, Channel.SLACK}), frozenset({Channel.APP, Channel.MAIL}))


def test_one_urgent_rung_makes_the_whole_message_urgent():
    urgent = a_rung(timedelta(hours=1), is_urgent=True)

    assert fired([due(1, AT_DUE), due(2, urgent, minutes=5)]).messages[0].is_urgent
    assert not fired([due(1, AT_DUE)]).messages[0].is_urgent


def test_what_a_higher_one_swallowed_repeats_all_the_same_and_what_was_cancelled_does_not():
    hourly = a_rung(timedelta(hours=1), repeat=timedelta(hours=1))
    alerts = [due(1, hourly), due(2, AFTER, minutes=60), due(3, hourly, version=7)]

    assert [each.id for each in repeating(alerts, fired(alerts))] == [1]


def test_what_comes_back_is_told_to_the_owner_and_to_who_was_on_it():
    firing = fired([due(1, key="ack-5")])

    assert firing.messages[0].kind is NoticeKind.COMES_BACK
    assert set(firing.messages[0].reaches) == {Audience.OWNER, Audience.ACKNOWLEDGER}
