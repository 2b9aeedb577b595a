"""Workers are killed, frozen, or many: nothing is lost, nothing comes early, doubles are few and say so."""

import pytest

from tests.faults import scenarios
from tests.faults.ground import LONGER_THAN_ANY_PAUSE_S, Ground


def test_whatever_step_a_worker_is_killed_at_nothing_is_lost(ground: Ground, kills: int, alerts: int):
    scenarios.killed_at_every_step(ground, kills, alerts)

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.accidents == kills
    in_app = ground.books.in_app()
    assert len(in_app) == len(set(in_app))
    assert ground.wanted.owed() <= set(in_app) <= ground.wanted.moments.keys()


@pytest.mark.parametrize("workers", [2, 8])
def test_many_workers_share_the_work_and_do_it_once(ground: Ground, workers: int):
    ground.lease_s = LONGER_THAN_ANY_PAUSE_S
    scenarios.many_workers(ground, workers, alerts=80)

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.doubled == 0
    assert ground.complaints("failed") == ground.complaints("locked") == 0


def test_who_is_frozen_with_claims_in_hand_sends_none_of_them_later(ground: Ground):
    scenarios.frozen_at(ground, "after_claim")

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.doubled == 0


@pytest.mark.parametrize("point", ["after_guard", "sent"])
def test_who_is_frozen_over_a_mail_repeats_that_one_at_most_and_says_so(ground: Ground, point: str):
    scenarios.frozen_at(ground, point)

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.doubled <= 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True, scope="session")
def test_who_is_frozen_while_claiming_holds_up_nobody(ground: Ground):
    assert scenarios.frozen_while_claiming(ground)
    assert ground.verdict().faults == {}


@pytest.mark.parametrize("point", ["in_fire", "in_guard"])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True, scope="session")
def test_who_is_frozen_amid_writing_is_not_waited_for_long(ground: Ground, point: str):
    scenarios.frozen_at(ground, point)

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.doubled == 0


def test_what_is_settled_is_told_of_no_more_even_if_it_was_claimed(ground: Ground):
    scenarios.settled_amid_sending(ground)

    assert ground.verdict().faults == {}
    assert ground.arrived() <= 2
