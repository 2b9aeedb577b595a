"""Whom an alert reaches and when: audiences, repeats, working time, quiet hours, what people want."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.alerts import deliveries, run_sweep, states, told
from tests.support.builders import a_manager, a_promise, a_team, an_account, an_agent, at
from tests.support.clock import MOMENT, FrozenClock
from tests.support.endpoints import an_endpoint
from tracker.accounts.records import Absence, Account, Team
from tracker.alerts.records import Endpoint, Ladder, Notice, NoticeSettings, Rung, Unwanted
from tracker.alerts.rules.delivering import CatchUp
from tracker.alerts.rules.ladders import Channel
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Due

HOUR = timedelta(hours=1)
DUE = MOMENT + 2 * HOUR
SIX_IN_THE_EVENING = at("2026-03-02 17:00")
EIGHT_NEXT_MORNING = at("2026-03-03 07:00")


@pytest.fixture
def context(app: Flask):
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def team(store) -> Team:
    with store() as session:
        return a_team(session, "Service")


@pytest.fixture
def owner(store, team: Team) -> Viewer:
    with store() as session:
        a_manager(session, "Max", of=session.merge(team))
        return an_agent(session, "Anna", team=team)


def a_ladder(store, team: Team, *rungs: dict[str, object]) -> None:
    """Give a team the only ladder that counts for it."""
    usual = {"offset_s": 0, "in_office_time": False, "audience": "owner", "channels": "app,mail"}
    with store() as session:
        ladder = Ladder(name="Own", team_id=team.id)
        ladder.rungs = [Rung(**usual | rung, position=place) for place, rung in enumerate(rungs, start=1)]
        session.add(ladder)


def promised(store, owner: Viewer, *, due: datetime = DUE) -> int:
    with store() as session:
        return a_promise(session, owner, due=Due(due)).id


def sweep_at(clock: FrozenClock, moment: datetime) -> None:
    clock.moment = moment
    run_sweep()


def names() -> list[str]:
    return sorted(line.name for line in told(db.session()))


def test_everybody_in_the_team_who_is_there_is_told_each_once(context, store, clock, team, owner):
    with store() as session:
        an_account(session, "Ben", team=team)
        ill = an_account(session, "Ida", team=team)
        session.add(Absence(account_id=ill.id, first_day=MOMENT.date(), last_day=MOMENT.date()))
        an_account(session, "Somebody else")
    a_ladder(store, team, {"audience": "team,owner,manager"})
    promised(store, owner)

    sweep_at(clock, DUE)

    assert names() == ["Anna", "Ben", "Max"]


def test_the_maker_is_told_of_what_others_keep_for_them(context, store, clock, team, owner):
    a_ladder(store, team, {"audience": "maker"})
    promise_id = promised(store, owner)
    with store() as session:
        session.get_one(Promise, promise_id).owner_id = an_account(session, "Ben", team=team).id

    sweep_at(clock, DUE)

    assert names() == ["Anna"]


def test_a_deputy_can_be_told_although_the_owner_is_there(context, store, clock, team, owner):
    with store() as session:
        session.get_one(Account, owner.id).deputy_id = an_account(session, "Dora", team=team).id
    a_ladder(store, team, {"audience": "deputy"})
    promised(store, owner)

    sweep_at(clock, DUE)

    assert names() == ["Dora"]


def test_above_the_manager_is_whoever_manages_the_managers_own_team(context, store, clock, team, owner):
    with store() as session:
        head_office = a_team(session, "Head office")
        a_manager(session, "Hanna", of=head_office)
        session.get_one(Account, session.get_one(Team, team.id).manager_id or 0).team_id = head_office.id
    a_ladder(store, team, {"audience": "managers_manager"})
    promised(store, owner)

    sweep_at(clock, DUE)

    assert names() == ["Hanna"]


def test_a_rung_that_reaches_nobody_is_suppressed_and_says_so(context, store, clock, team, owner):
    a_ladder(store, team, {"audience": "managers_manager"})
    promise_id = promised(store, owner)

    sweep_at(clock, DUE)

    assert states(db.session(), promise_id) == {"suppressed": 1}


def test_a_rung_repeats_every_office_hour_until_it_is_handled(context, store, clock, team, owner):
    a_ladder(store, team, {"offset_s": 3600, "in_office_time": True, "repeat_s": 3600})
    promised(store, owner, due=at("2026-03-02 15:30"))

    for hour in range(20):
        sweep_at(clock, at("2026-03-02 15:30") + hour * HOUR)

    assert [line.at for line in told(db.session())] == [
        at("2026-03-02 16:30"),
        at("2026-03-03 07:30"),
        at("2026-03-03 08:30"),
        at("2026-03-03 09:30"),
        at("2026-03-03 10:30"),
    ]


def test_a_rung_repeats_no_more_often_than_it_says(context, store, clock, team, owner):
    a_ladder(store, team, {"repeat_s": 3600, "repeat_most": 2})
    promised(store, owner)

    for hour in range(6):
        sweep_at(clock, DUE + hour * HOUR)

    assert len(told(db.session())) == 3


def test_after_a_downtime_a_rung_that_repeats_is_told_once_and_goes_on(context, store, clock, team, owner):
    a_ladder(store, team, {"repeat_s": 3600})
    promise_id = promised(store, owner)
    sweep_at(clock, DUE)

    sweep_at(clock, DUE + 5 * HOUR + HOUR / 2)

    assert len(told(db.session())) == 2
    assert states(db.session(), promise_id) == {"fired": 2, "planned": 1}


def test_what_falls_after_closing_is_held_and_comes_in_one_mail_in_the_morning(context, store, clock, team, owner):
    a_ladder(store, team, {})
    for minutes in (30, 90):
        promised(store, owner, due=SIX_IN_THE_EVENING + timedelta(minutes=minutes))

    sweep_at(clock, SIX_IN_THE_EVENING + 2 * HOUR)

    held = db.session.scalars(select(Notice.held_until)).all()
    assert held == [EIGHT_NEXT_MORNING, EIGHT_NEXT_MORNING]
    [mail] = deliveries(db.session())
    assert (mail.visible_at, mail.promise_id) == (EIGHT_NEXT_MORNING, None)
    assert mail.payload == CatchUp(opens_at=EIGHT_NEXT_MORNING).packed()


def test_whoever_goes_on_leave_tomorrow_is_not_told_tomorrow_of_tonight(context, store, clock, team, owner):
    tomorrow = EIGHT_NEXT_MORNING.date()
    with store() as session:
        deputy = an_account(session, "Dora", team=team)
        session.add(Absence(account_id=owner.id, first_day=tomorrow, last_day=tomorrow, deputy_id=deputy.id))
    a_ladder(store, team, {})
    promised(store, owner, due=SIX_IN_THE_EVENING + HOUR)

    sweep_at(clock, SIX_IN_THE_EVENING + HOUR)

    assert names() == ["Dora"]


@pytest.mark.parametrize(("lets_through", "held"), [(True, None), (False, EIGHT_NEXT_MORNING)])
def test_what_is_urgent_breaks_through_where_a_person_lets_it(context, store, clock, team, owner, lets_through, held):
    with store() as session:
        session.add(NoticeSettings(account_id=owner.id, lets_urgent_through=lets_through))
    a_ladder(store, team, {"is_urgent": True})
    promised(store, owner, due=SIX_IN_THE_EVENING + HOUR)

    sweep_at(clock, SIX_IN_THE_EVENING + HOUR)

    assert db.session.scalars(select(Notice.held_until)).all() == [held]


def no_mails_when_due(session: Session, account_id: int) -> None:
    session.add(Unwanted(account_id=account_id, kind="due", channel="mail"))


@pytest.mark.parametrize(("is_mandatory", "mails"), [(False, 0), (True, 1)])
def test_people_switch_off_what_their_team_does_not_make_mandatory(
    context, store, clock, team, owner, is_mandatory, mails
):
    with store() as session:
        no_mails_when_due(session, owner.id)
    a_ladder(store, team, {"is_mandatory": is_mandatory})
    promised(store, owner)

    sweep_at(clock, DUE)

    assert names() == ["Anna"]
    assert len(deliveries(db.session())) == mails


EVERYWHERE: dict[str, object] = {"channels": "app,mail,slack,webhook"}


def destinations() -> list[tuple[str, str | None, str, datetime]]:
    """Return where deliveries go: channel, whose endpoint it is, what is sent, and from when on."""
    rows = [
        (each.channel, each.endpoint_id, "catch-up" if "catch_up" in each.payload else "message", each.visible_at)
        for each in deliveries(db.session())
    ]
    named = {row.id: row.name for row in db.session.execute(select(Endpoint.id, Endpoint.name))}
    return [(channel, named.get(endpoint_id), what, at) for channel, endpoint_id, what, at in rows]


def test_a_persons_own_channels_are_told_beside_mail(context, store, clock, team, owner):
    with store() as session:
        an_endpoint(session, "https://chat.example.org/anna", of=owner, kind=Channel.SLACK)
        an_endpoint(session, "https://chat.example.org/other", of=an_agent(session), kind=Channel.SLACK)
    a_ladder(store, team, EVERYWHERE)
    promised(store, owner)

    sweep_at(clock, DUE)

    assert destinations() == [("mail", None, "message", DUE), ("slack", "Our slack", "message", DUE)]


def test_a_channel_that_is_switched_off_or_unwanted_is_left_alone(context, store, clock, team, owner):
    with store() as session:
        an_endpoint(session, "https://chat.example.org/1", of=owner, kind=Channel.SLACK).disabled_at = MOMENT
        an_endpoint(session, "https://chat.example.org/2", of=owner)
        session.add(Unwanted(account_id=owner.id, kind="due", channel="webhook"))
    a_ladder(store, team, EVERYWHERE)
    promised(store, owner)

    sweep_at(clock, DUE)

    assert [channel for channel, *_rest in destinations()] == ["mail"]


def test_a_teams_own_channel_is_told_when_the_team_is(context, store, clock, team, owner):
    with store() as session:
        an_endpoint(session, "https://chat.example.org/team", of_team=team, kind=Channel.SLACK)
    a_ladder(store, team, {"audience": "team", "channels": "app,slack"}, {"offset_s": 60, "channels": "app,slack"})
    promised(store, owner)

    sweep_at(clock, DUE)
    sweep_at(clock, DUE + HOUR)

    assert destinations() == [("slack", "Our slack", "message", DUE)]


def test_what_is_held_back_comes_once_on_every_channel_of_a_person(context, store, clock, team, owner):
    with store() as session:
        an_endpoint(session, "https://chat.example.org/anna", of=owner, kind=Channel.SLACK)
    a_ladder(store, team, EVERYWHERE)
    for minutes in (30, 90):
        promised(store, owner, due=SIX_IN_THE_EVENING + timedelta(minutes=minutes))

    sweep_at(clock, SIX_IN_THE_EVENING + 2 * HOUR)

    assert destinations() == [
        ("mail", None, "catch-up", EIGHT_NEXT_MORNING),
        ("slack", "Our slack", "catch-up", EIGHT_NEXT_MORNING),
    ]
