"""The database goes away or takes nothing more: work stops, goes on by itself, and nothing is lost or told twice."""

import resource
import time
from datetime import timedelta

import pytest

from tests.faults.ground import Ground
from tests.faults.scenarios import SECOND, told_meanwhile
from tests.support.databases import ON_SQLITE, PostgresDatabase

UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
LITTLE = (4096, resource.RLIM_INFINITY)
OUTAGE_S = 1.0
LONGER_THAN_OUTAGES_S = 30.0

on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True, scope="session")


@on_postgresql
def test_when_postgresql_starts_anew_everybody_goes_on(ground: Ground):
    assert isinstance(ground.database, PostgresDatabase)
    ground.lease_s = LONGER_THAN_OUTAGES_S
    with told_meanwhile(ground, workers=2):
        ground.database.server.restart()

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.doubled == 0


@ON_SQLITE
def test_when_the_disk_is_full_nothing_is_told_that_cannot_be_noted(ground: Ground):
    ground.lease_s = LONGER_THAN_OUTAGES_S
    with told_meanwhile(ground, workers=2):
        ground.full.touch()
        ground.wait(lambda: ground.complaints("is full"))
        time.sleep(OUTAGE_S)
        ground.full.unlink()

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.doubled == 0


@ON_SQLITE
def test_when_the_disk_takes_no_more_writes_nothing_is_told_that_cannot_be_noted(ground: Ground):
    ground.lease_s = LONGER_THAN_OUTAGES_S
    with told_meanwhile(ground, workers=2) as workers:
        for worker in workers:
            resource.prlimit(worker.pid or 0, resource.RLIMIT_FSIZE, LITTLE)
        time.sleep(OUTAGE_S)
        for worker in workers:
            resource.prlimit(worker.pid or 0, resource.RLIMIT_FSIZE, UNLIMITED)

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.doubled == 0


def test_ten_thousand_alerts_of_one_minute_all_go_out(ground: Ground, burst: int):
    ground.staff()
    due = ground.now + timedelta(seconds=burst / 50)
    ground.promise([due + n % 60 * SECOND / 20 for n in range(burst)])
    with ground.mail_server():
        for _ in range(2):
            ground.work()
        ground.finish(patience_s=60 + burst / 4)

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.doubled == 0
    assert set(ground.books.in_app()) == ground.wanted.owed()
