"""Which ladder a promise climbs."""

from datetime import timedelta

import pytest

from tests.support.ladders import EVERYBODYS, a_rung
from tracker.alerts.rules.ladders import Audience, Channel, LadderFacts, NoticeKind, most_specific, rung_facts

SERVICE, SALES = 1, 2
CALLBACK, REPAIR = 10, 20


def a_ladder(team_id: int | None, kind_id: int | None) -> LadderFacts:
    return LadderFacts(team_id=team_id, kind_id=kind_id, rungs=(a_rung(timedelta(hours=1)),))


EVERYBODY = LadderFacts(team_id=None, kind_id=None, rungs=EVERYBODYS)
OF_KIND, OF_TEAM, OF_BOTH = a_ladder(None, CALLBACK), a_ladder(SERVICE, None), a_ladder(SERVICE, CALLBACK)


@pytest.mark.parametrize(
    ("team_id", "kind_id", "chosen"),
    [
        (SERVICE, CALLBACK, OF_BOTH),
        (SERVICE, REPAIR, OF_TEAM),
        (SALES, CALLBACK, OF_KIND),
        (SALES, REPAIR, EVERYBODY),
    ],
)
def test_the_most_specific_ladder_counts(team_id: int, kind_id: int, chosen: LadderFacts):
    ladders = [OF_KIND, EVERYBODY, OF_BOTH, OF_TEAM]

    assert most_specific(ladders, team_id, kind_id) == chosen.rungs


def test_without_any_ladder_there_are_no_rungs():
    assert most_specific([OF_TEAM], SALES, CALLBACK) == ()


def test_a_stored_rung_is_read_as_it_was_meant():
    rung = rung_facts((7, -3600, True, "owner, manager", "app,mail"))

    assert rung.offset == timedelta(hours=-1)
    assert rung.audience == {Audience.OWNER, Audience.MANAGER}
    assert rung.channels == {Channel.APP, Channel.MAIL}


@pytest.mark.parametrize(("hours", "kind"), [(-1, NoticeKind.BEFORE_DUE), (0, NoticeKind.DUE), (1, NoticeKind.OVERDUE)])
def test_a_rung_says_how_the_promise_stands_at_its_moment(hours: int, kind: NoticeKind):
    assert a_rung(timedelta(hours=hours)).kind is kind
