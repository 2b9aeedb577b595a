"""The suite would notice: with each safeguard taken out of the workers, one of its scenarios goes wrong."""

import pytest

from tests.faults import scenarios
from tests.faults.ground import Ground
from tests.support.databases import ON_SQLITE


def test_without_the_guard_mails_go_out_after_their_promise_is_settled(ground: Ground):
    ground.without = "guard"
    scenarios.settled_amid_sending(ground)

    assert ground.verdict().faults.keys() == {"after settling"}


def test_without_the_fence_a_frozen_worker_sends_what_is_no_longer_its_own(ground: Ground):
    ground.without = "fence"
    scenarios.frozen_at(ground, "after_claim")

    assert ground.verdict().doubled > 0


@ON_SQLITE
def test_without_its_write_lock_from_the_start_sqlite_breaks_off_rounds(ground: Ground):
    ground.without = "immediate"
    ground.staff()
    ground.promise([ground.now - scenarios.SECOND] * 50)
    with ground.mail_server():
        for _ in range(8):
            ground.work()
        ground.wait(lambda: ground.complaints("database is locked"))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True, scope="session")
def test_without_skip_locked_a_frozen_worker_holds_up_all_others(ground: Ground):
    ground.without = "skip_locked"

    assert not scenarios.frozen_while_claiming(ground)
