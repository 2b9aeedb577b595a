"""A team knows its place, its hours and its closing days, and its calendar follows every change at once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.support.builders import a_manager, a_team, an_account, an_admin
from tests.support.clock import MOMENT
from tracker.accounts.calendars import calendar_of, calendar_of_account, calendars_of
from tracker.accounts.queries.teams import team as team_with_hours
from tracker.accounts.records import Team
from tracker.accounts.use_cases.teams import (
    ClosingDayWish,
    TeamWish,
    add_closing_day,
    add_team,
    change_team,
    remove_closing_day,
    team_named,
)
from tracker.audit.queries import history
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.people import Viewer
from tracker.worktime.calendar import Slot, week_of

TWO_SLOTS = (Slot(8 * 60, 12 * 60), Slot(13 * 60, 17 * 60))
MONDAY_ONLY = week_of({0: TWO_SLOTS})
CHRISTMAS = date(2026, 12, 25)
SERVICE = TeamWish(name="Service", time_zone="Europe/Berlin", week=MONDAY_ONLY, country="DE", region="NW")


@pytest.fixture
def admin(session: Session) -> Viewer:
    return an_admin(session)


@pytest.fixture
def team(session: Session, admin: Viewer) -> Team:
    return add_team(session, SERVICE, admin, MOMENT)


def test_a_team_works_in_its_hours_but_not_on_its_holidays(session: Session, team: Team) -> None:
    calendar = calendar_of(session, team.id)

    assert calendar.week == MONDAY_ONLY
    assert CHRISTMAS in calendar.closed_days
    assert date(2026, 6, 4) in calendar.closed_days, "Corpus Christi is a holiday in this region only"


def test_adding_is_an_event_that_tells_the_hours(session: Session, team: Team) -> None:
    (told,) = history(session, "team", team.id)

    assert told.kind == "team_added"
    assert told.changes["monday"] == (None, "08:00–12:00, 13:00–17:00")
    assert "tuesday" not in told.changes


def test_new_hours_count_at_once(session: Session, admin: Viewer, team: Team) -> None:
    calendar_of(session, team.id)
    week = week_of({0: TWO_SLOTS, 4: (Slot(0, 1440),)})

    change_team(session, team.id, team.row_version, replace(SERVICE, week=week), actor=admin, now=MOMENT)

    assert calendar_of(session, team.id).week == week
    assert history(session, "team", team.id)[0].changes == {"friday": ("", "00:00–24:00")}


def test_a_closing_day_counts_at_once_and_can_be_taken_out(session: Session, admin: Viewer, team: Team) -> None:
    day = date(2026, 12, 28)
    add_closing_day(session, team.id, ClosingDayWish(day, "Betriebsferien"), actor=admin, now=MOMENT)
    closed = calendar_of(session, team.id).closed_days
    (closing,) = team_with_hours(session, team.id).closing_days

    remove_closing_day(session, team.id, closing.id, actor=admin, now=MOMENT)

    assert day in closed
    assert day not in calendar_of(session, team.id).closed_days
    removed, added, *_rest = history(session, "team", team.id)
    assert added.changes == {"closing_day": (None, "2026-12-28 Betriebsferien")}
    assert removed.changes == {"closing_day": ("2026-12-28 Betriebsferien", None)}


def test_a_day_is_closed_once(session: Session, admin: Viewer, team: Team) -> None:
    add_closing_day(session, team.id, ClosingDayWish(CHRISTMAS), actor=admin, now=MOMENT)

    with pytest.raises(Invalid, match="already"):
        add_closing_day(session, team.id, ClosingDayWish(CHRISTMAS), actor=admin, now=MOMENT)


@pytest.mark.parametrize("change", ["hours", "closing day"])
def test_who_saw_other_hours_is_told(session: Session, admin: Viewer, team: Team, change: str) -> None:
    seen = team.row_version
    if change == "hours":
        change_team(session, team.id, seen, replace(SERVICE, week=week_of({})), actor=admin, now=MOMENT)
    else:
        add_closing_day(session, team.id, ClosingDayWish(CHRISTMAS), actor=admin, now=MOMENT)

    with pytest.raises(ChangedMeanwhile):
        change_team(session, team.id, seen, SERVICE, actor=admin, now=MOMENT)


@pytest.mark.parametrize(
    "given",
    [{"time_zone": "Nowhere"}, {"country": "XX"}, {"country": "DE", "region": "TX"}, {"name": ""}, {"name": "x" * 81}],
)
def test_what_cannot_be_is_refused(session: Session, admin: Viewer, given: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        add_team(session, replace(SERVICE, **given), admin, MOMENT)  # type: ignore[arg-type]


def test_a_name_belongs_to_one_team(session: Session, admin: Viewer, team: Team) -> None:
    with pytest.raises(Invalid, match="already"):
        add_team(session, replace(SERVICE, name=team.name), admin, MOMENT)


def test_only_a_manager_manages(session: Session, admin: Viewer, team: Team) -> None:
    agent, manager = an_account(session, team=team), a_manager(session, of=a_team(session))

    with pytest.raises(Invalid, match="role of a manager"):
        change_team(session, team.id, team.row_version, replace(SERVICE, manager_id=agent.id), actor=admin, now=MOMENT)
    change_team(session, team.id, team.row_version, replace(SERVICE, manager_id=manager.id), actor=admin, now=MOMENT)

    assert team.manager_id == manager.id


def test_the_shell_makes_a_team_once(session: Session) -> None:
    first = team_named(session, "Service", "Europe/Berlin", MOMENT)

    assert team_named(session, "Service", "Europe/Berlin", MOMENT) == first


def test_a_calendar_costs_one_query_however_many_teams(session: Session, team: Team) -> None:
    teams = [team.id, a_team(session).id, a_team(session).id]
    asked: list[str] = []
    event.listen(session.connection().engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    calendars = calendars_of(session, teams)

    assert set(calendars) == set(teams)
    assert len(asked) == 1


def test_people_work_when_their_team_does(session: Session, team: Team) -> None:
    account = an_account(session, team=team)

    assert calendar_of_account(session, account.id) is calendar_of(session, team.id)
