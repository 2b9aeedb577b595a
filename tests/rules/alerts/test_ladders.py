"""Which ladder a promise climbs."""

from datetime import timedelta

import pytest

from tests.support.ladders import EVERYBODYS, a_rung
from tracker.alerts.records import Rung
from tracker.alerts.rules.ladders import Audience, Channel, LadderFacts, NoticeKind, most_specific

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
    stored = Rung(id=7, offset_s=-3600, in_office_time=True, audience="owner, manager", channels="app,mail")
    stored.is_urgent, stored.is_mandatory, stored.repeat_s = False, True, 7200

    rung = stored.facts()

    assert rung.repeat == timedelta(hours=2)
    assert rung.is_mandatory
    assert rung.offset == timedelta(hours=-1)
    assert rung.audience == {Audience.OWNER, Audience.MANAGER}
    assert rung.channels == {Channel.APP, Channel.MAIL}


@pytest.mark.parametrize(("hours", "kind"), [(-1, NoticeKind.BEFORE_DUE), (0, NoticeKind.DUE), (1, NoticeKind.OVERDUE)])
def test_a_rung_says_how_the_promise_stands_at_its_moment(hours: int, kind: NoticeKind):
    assert a_rung(timedelta(hours=hours)).kind is kind
