"""Rates of single persons: seen by their manager alone, and only where the organisation has switched that on."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.support.reading import text
from tracker.accounts.records import Account, Team
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Cast:
    """The manager of a team of six, of whom two have something overdue; one who manages another team; the team."""

    manager: Viewer
    busy: Viewer
    idle: Viewer
    other_manager: Viewer
    team_id: int

    @property
    def address(self) -> str:
        """What asks for the persons of the team."""
        return f"by=person&team={self.team_id}"


@pytest.fixture
def cast(store) -> Cast:
    with store() as session:
        team, other = b.a_team(session, "Service"), b.a_team(session, "Sales")
        busy, idle = b.an_agent(session, "Zoe", team=team), b.an_agent(session, "Abe", team=team)
        for _ in range(3):
            b.an_agent(session, team=team)
        sellers = [b.an_agent(session, team=other) for _ in range(5)]
        for owner, many in ((busy, 3), (idle, 1), (sellers[0], 2)):
            for _ in range(many):
                b.a_promise(session, owner, now=MOMENT - 9 * HOUR, due=Due(MOMENT - HOUR))
        return Cast(b.a_manager(session, "Marie", of=team), busy, idle, b.a_manager(session, of=other), team.id)


@pytest.fixture
def switched_on(app: Flask, monkeypatch) -> None:
    settings = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", replace(settings, rates_of_persons=True))


@pytest.mark.usefixtures("switched_on")
def test_a_manager_sees_the_people_of_the_team_by_name_and_never_by_rate(cast, sign_in):
    client = sign_in(cast.manager)

    page = client.get(f"/reports?{cast.address}").text

    assert "Abe 1 0 of 1" in text(page)
    assert "Zoe 3 0 of 3" in text(page)
    assert page.index(">Abe<") < page.index(">Zoe<")
    assert f"owner={cast.busy.id}" in page
    assert "In order of names." in page


@pytest.mark.usefixtures("switched_on")
def test_the_report_of_all_leads_a_manager_to_the_people_of_the_team(cast, sign_in):
    page = sign_in(cast.manager).get("/reports").text

    assert f"by=person&amp;team={cast.team_id}#apart" in page


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("who", ["busy", "other_manager"])
def test_nobody_else_sees_them(cast, sign_in, who):
    client = sign_in(getattr(cast, who))

    for path in ("", "/export.csv", "/export.xlsx"):
        assert client.get(f"/reports{path}?{cast.address}").status_code == 403
    assert "by=person" not in client.get(f"/reports?team={cast.team_id}").text


@pytest.mark.usefixtures("switched_on")
def test_files_tell_the_same_people_apart(cast, sign_in):
    rows = sign_in(cast.manager).get(f"/reports/export.csv?{cast.address}").text.splitlines()

    assert [row.partition(",")[0] for row in rows[1:]] == ["Abe", "Zoe", "All"]


@pytest.mark.usefixtures("switched_on")
def test_the_people_of_a_team_that_is_not_shown_by_itself_are_not_shown(cast, sign_in, store):
    with store() as session:
        for agent in (cast.busy, cast.idle):
            session.get_one(Account, agent.id).team_id = b.a_team(session).id

    client = sign_in(cast.manager)

    assert client.get(f"/reports?{cast.address}").status_code == 403
    assert "by=person" not in client.get("/reports").text


@pytest.mark.usefixtures("switched_on")
def test_who_is_in_another_team_today_is_in_the_sum_alone(cast, sign_in, store):
    with store() as session:
        session.get_one(Account, cast.busy.id).team_id = session.get_one(Account, cast.other_manager.id).team_id
        assert session.get_one(Team, cast.team_id).name == "Service"

    page = text(sign_in(cast.manager).get(f"/reports?{cast.address}").text)

    assert "Zoe" not in page
    assert "0 of 4" in page


def test_without_the_switch_nobody_sees_them(cast, sign_in):
    client = sign_in(cast.manager)

    assert client.get(f"/reports?{cast.address}").status_code == 403
    assert "by=person" not in client.get(f"/reports?team={cast.team_id}").text
