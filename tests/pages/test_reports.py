"""Reports: every number leads to its promises, small groups are not shown, and a file holds no formula."""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.support.reading import text
from tracker.accounts.records import Account, Team
from tracker.kernel.people import Viewer
from tracker.promises.records import Kind
from tracker.promises.rules import Channel, Due, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.reports.exporting import safe

HOUR = timedelta(hours=1)


def _kept(session: Session, agent: Viewer, *, after: timedelta, **given: object) -> None:
    promise = b.a_promise(session, agent, now=MOMENT - 30 * HOUR, due=Due(MOMENT - 6 * HOUR), **given)
    ending = Settlement(
        outcome=State.KEPT,
        kept_at=MOMENT - 6 * HOUR + after,
        cause_id=b.cause_id(session) if after > 0 * HOUR else None,
    )
    settle = SettlePromise(promise_id=promise.id, actor=agent, seen_version=promise.row_version, settlement=ending)
    settle_promise(session, settle, MOMENT)


@pytest.fixture
def company(store):
    """A team of six with promises kept on time, kept late, overdue and ahead; a team of five, and one of one."""
    with store() as session:
        team = b.a_team(session, "Service")
        manager = b.a_manager(session, of=team)
        agent = b.an_agent(session, team=team)
        for _ in range(4):
            b.an_agent(session, team=team)
        for _ in range(8):
            _kept(session, agent, after=-HOUR)
        for _ in range(3):
            _kept(session, agent, after=2 * HOUR, kind_id=b.kind_id(session, "refund"))
        b.a_promise(session, agent, now=MOMENT - 9 * HOUR, due=Due(MOMENT - HOUR))
        b.a_promise(session, agent, due=Due(MOMENT + HOUR))
        sales = b.a_team(session, "Sales")
        sellers = [b.an_agent(session, team=sales) for _ in range(5)]
        b.a_promise(session, sellers[0], due=Due(MOMENT + 999 * HOUR))
        alone = b.an_agent(session, team=b.a_team(session, "Alone"))
        _kept(session, alone, after=-HOUR)
    return manager, agent, alone


def test_a_report_says_how_promises_were_kept(company, sign_in):
    page = text(sign_in(company[0]).get("/reports").text)

    assert "69 % (9 of 13)" in page
    assert "95 % interval: 42 to 87 %" in page
    assert "Forgotten 3 75 %" in page
    assert "No cause (yet) 1 100 %" in page
    assert "Of 4 that were not kept on time" in page
    assert "1 to 4 hours 3" in page


def test_lateness_is_said_of_enough_promises_and_never_too_short(company, sign_in, store):
    few = text(sign_in(company[0]).get("/reports").text)
    with store() as session:
        for _ in range(2):
            _kept(session, company[1], after=6 * HOUR - timedelta(minutes=1))
        settled = b.a_promise(session, company[1], now=MOMENT - 90 * HOUR, due=Due(MOMENT - 59 * HOUR))
        ending = Settlement(outcome=State.KEPT, kept_at=MOMENT, cause_id=b.cause_id(session))
        settle_promise(
            session, SettlePromise(promise_id=settled.id, actor=company[1], seen_version=1, settlement=ending), MOMENT
        )

    page = text(sign_in(company[0]).get("/reports").text)

    assert "half of them by at most" not in few
    assert "Kept late, half of them by at most 2 h 15 min nine of ten by at most 3 days · kept late: 6" in page
    assert "in office hours: half by at most 0 min, nine of ten by at most 1 h" in page
    assert "under 1 hour 0 1 to 4 hours 3 4 to 24 hours 2 1 to 3 days 1" in page


def test_new_dates_hand_overs_and_amends_are_said_with_their_numbers(company, sign_in, store):
    with store() as session:
        customer = b.a_customer(session)
        first = b.a_promise(session, company[1], now=MOMENT - 9 * HOUR, due=Due(MOMENT + HOUR), customer_id=customer.id)
        b.a_promise(session, company[1], due=Due(MOMENT + 2 * HOUR), customer_id=customer.id, makes_good_id=first.id)
        first.change(MOMENT, handovers=3)

    page = text(sign_in(company[0]).get("/reports").text)

    assert "Got a new date 0 % (0 of 16) 0 new dates · more than one: 0" in page
    assert "Handed over 1 3 hand-overs · 0.19 per promise" in page
    assert "Promised to make good 1 for 1 promise · never more than once" in page


@pytest.mark.parametrize("by", ["kind", "team", "tier", "channel", "weekday", "lead"])
def test_each_way_to_tell_them_apart_counts_all(company, sign_in, by):
    answer = sign_in(company[0]).get(f"/reports/export.csv?by={by}")
    rows = list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"))))

    assert answer.mimetype == "text/csv"
    assert rows[-1][next(iter(rows[-1]))] == "All"
    assert sum(int(row["Due"]) for row in rows[:-1]) == 14


def test_on_paper_a_report_says_what_it_is_about(company, sign_in):
    page = sign_in(company[0]).get(f"/reports?team={company[1].team_id}&by=weekday").text
    head = text(page.partition('<p class="on-paper">')[2].partition("</p>")[0])
    paper = text(page.partition('<div class="on-paper">')[2].partition("</dl>")[0])

    assert "Promise Tracker · As of 02/03/2026" in head
    assert "Team Service Told apart by Weekday" in paper


def test_a_report_of_one_tier_channel_or_lead_time_alone_counts_only_that(company, sign_in, store):
    with store() as session:
        for _ in range(3):
            _kept(session, company[1], after=-HOUR, channel=Channel.CHAT)
    client = sign_in(company[0])

    chat = client.get("/reports?only=channel-chat&by=tier").text
    rows = client.get("/reports/export.csv?only=channel-chat&by=team").text

    assert "3 of 3" in text(chat)
    assert "channel=chat" in chat
    assert "Causes, lateness, new dates and time to log are not counted by tier" in chat
    assert "by=channel" not in chat
    assert "Service,3,0,3,3" in rows


@pytest.mark.parametrize("only", ["channel-x", "lead-9", "tier-x", "owner-1", "tier-", "tier-01", "tier-٣", "x"])
def test_what_the_tally_does_not_count_narrows_no_report(company, sign_in, only):
    assert "69 % (9 of 13)" in text(sign_in(company[0]).get(f"/reports?only={only}").text)


def test_groups_of_few_people_are_not_shown(company, sign_in):
    client = sign_in(company[0])
    alone = company[2].team_id

    page = text(client.get("/reports?by=team").text)

    assert "Other teams together 1 1 of 1" in page
    assert "Not shown by themselves, because they are of fewer than five people: Alone." in page
    assert "Neither are others whose numbers would give theirs away: Sales." in page
    assert "Service 13 67 % (8 of 12)" in page
    assert client.get(f"/reports?team={alone}").status_code == 403
    assert client.get(f"/reports/export.csv?team={alone}").status_code == 403


def test_a_team_by_whose_numbers_a_small_one_could_be_reckoned_is_not_shown_either(company, sign_in, store):
    with store() as session:
        sales = session.scalars(select(Team.id).where(Team.name == "Sales")).one()
    client = sign_in(company[0])

    page = client.get("/reports").text

    assert ">Service</option>" in page
    assert ">Sales</option>" not in page
    for asked in ("by=kind", "by=tier", "by=weekday&kind=1", "only=channel-phone&by=team"):
        for path in ("", "/export.csv", "/export.xlsx", "/mails/new"):
            assert client.get(f"/reports{path}?team={sales}&{asked}").status_code == 403


@pytest.fixture
def beside_a_small_one(store) -> dict[str, Viewer]:
    """The manager and an agent of a team of six, beside which there is only one of two people."""
    with store() as session:
        team = b.a_team(session, "Service")
        agents = [b.an_agent(session, team=team) for _ in range(5)]
        manager = b.a_manager(session, of=team)
        small = [b.an_agent(session, team=b.a_team(session, "Alone"))]
        for each in (*agents, *small):
            _kept(session, each, after=-HOUR)
    return {"manager": manager, "agent": agents[0], "alone": small[0]}


def test_the_manager_of_the_only_large_team_chooses_it_in_place_of_everybodys(beside_a_small_one, sign_in):
    team_id = beside_a_small_one["manager"].team_id
    client = sign_in(beside_a_small_one["manager"])

    led = client.get("/reports?period=28&by=team")
    page = client.get(led.location).text

    assert (led.status_code, f"team={team_id}" in led.location, "period=28" in led.location) == (303, True, True)
    assert ">Service</option>" in page
    assert ">all</option>" not in page.partition('name="kind"')[0].partition('name="team"')[2]
    assert "5 of 5" in text(page)
    assert "what is left would be of fewer than five people (Alone)." in text(page)
    assert client.get("/reports/export.csv").status_code == 403
    assert 'data-many="5"' in client.get(f"/promises?standing=kept&team={team_id}").text
    assert "data-many" not in client.get("/promises?standing=kept").text


def test_all_others_there_are_shown_everybodys_and_no_team(beside_a_small_one, sign_in):
    team_id = beside_a_small_one["manager"].team_id
    for who in ("agent", "alone"):
        client = sign_in(beside_a_small_one[who])

        assert "6 of 6" in text(client.get("/reports").text)
        assert client.get(f"/reports?team={team_id}").status_code == 403


def test_of_fewer_than_five_people_in_all_only_ones_own_is_shown(sign_in, store):
    with store() as session:
        agent = b.an_agent(session, team=b.a_team(session))
        for _ in range(3):
            _kept(session, agent, after=-HOUR)
    client = sign_in(agent)

    page = text(client.get("/reports").text)

    assert "Rates of groups of fewer than five people are not shown" in page
    assert "3 of 3" not in page
    assert "3 of 3" in text(client.get("/reports?of=me").text)
    assert client.get("/reports/export.csv").status_code == 403


def test_ones_own_rates_are_seen_by_oneself_alone(company, sign_in):
    mine = text(sign_in(company[1]).get("/reports?of=me").text)
    managers = text(sign_in(company[0]).get("/reports?of=me").text)

    assert "67 % (8 of 12)" in mine
    assert "Nothing was due in this period." in managers


def test_ones_own_promises_stay_ones_own_after_a_change_of_team(company, sign_in, store):
    with store() as session:
        session.get_one(Account, company[1].id).team_id = b.a_team(session, "Elsewhere").id

    assert "67 % (8 of 12)" in text(sign_in(company[1]).get("/reports?of=me").text)


def test_ones_own_are_narrowed_to_no_team_and_neither_are_their_lists(company, sign_in, store):
    with store() as session:
        elsewhere = b.a_team(session, "Elsewhere").id
    client = sign_in(company[1])

    page = client.get(f"/reports?of=me&team={elsewhere}").text
    file = client.get(f"/reports/export.csv?of=me&team={elsewhere}").text

    assert "67 % (8 of 12)" in text(page)
    lists = re.findall(r'href="(/promises\?[^"]+)"', page)
    assert lists
    assert not [address for address in lists if "team=" in address]
    assert "Elsewhere" not in file


def test_a_closed_teams_promises_are_not_counted_for_others(company, sign_in, store):
    with store() as session:
        closed = b.a_team(session, "Secret", is_closed=True)
        insider = b.an_agent(session, team=closed)
        _kept(session, insider, after=-HOUR)
        _kept(session, insider, after=-HOUR, customer_id=b.a_customer(session, team=closed).id)

    assert "(9 of 13)" in text(sign_in(company[0]).get("/reports").text)


def test_kinds_named_like_formulas_stay_words(company, sign_in, store):
    with store() as session:
        session.get_one(Kind, b.kind_id(session)).name_en = "=1+1"

    assert "'=1+1" in sign_in(company[0]).get("/reports/export.csv?by=kind").text


def test_a_workbook_holds_the_same_as_numbers_and_no_formula(company, sign_in, store):
    with store() as session:
        session.get_one(Kind, b.kind_id(session)).name_en = "=1+1"

    answer = sign_in(company[0]).get("/reports/export.xlsx?by=kind")
    with ZipFile(BytesIO(answer.data)) as parts:
        sheet, words = (parts.read(name).decode() for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"))

    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    assert "<t>=1+1</t>" in words
    assert "<f>" not in sheet
    numbers = [float(number) for number in re.findall(r"<v>([^<]*)</v>", sheet)]
    assert 11 in numbers
    assert pytest.approx(0.9) in numbers


def test_a_file_says_of_what_each_rate_is_and_which_promises_it_counts(company, sign_in):
    team_id = company[1].team_id

    answer = sign_in(company[0]).get(f"/reports/export.csv?by=kind&period=42&team={team_id}")

    [kind, *_, everything] = csv.DictReader(StringIO(answer.text.removeprefix("\ufeff")))
    assert f"team-{team_id}" in answer.headers["Content-Disposition"]
    assert (everything["Due"], everything["Not due yet"], everything["Can be judged"]) == ("13", "1", "12")
    assert float(everything["Kept rate"]) == pytest.approx(int(everything["Kept on time"]) / 12, abs=1e-4)
    assert int(kind["Not kept as first promised"]) < 10
    assert kind["Rate of the informed"] == ""
    assert tuple(everything[of] for of in ("Of which team", "Of which kind", "Whose")) == ("Service", "all", "all")
    assert everything["Until"] == "2026-03-02"


def test_a_german_file_opens_in_german_spreadsheets_as_it_is(company, sign_in, store):
    with store() as session:
        session.get_one(Account, company[0].id).locale = "de"

    lines = sign_in(company[0]).get("/reports/export.csv?by=kind").text.splitlines()

    assert lines[0].startswith("\ufeffArt;Fällig;")
    assert re.search(r";0,\d{4};", lines[-1])


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", " =1", "＝1", "\0x"])
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize(
    "query", ["since=2023-01-01&until=2026-11-28", "since=2027-01-01", "until=2026-02-01", "since=9999-99-99"]
)
def test_days_that_make_no_period_are_said_to_be_none_and_no_file_is_made_of_others(company, sign_in, query):
    client = sign_in(company[0])

    page = client.get(f"/reports?{query}")

    assert (page.status_code, "Here is the usual period instead." in page.text) == (200, True)
    for ending in ("csv", "xlsx"):
        refused = client.get(f"/reports/export.{ending}?{query}")
        assert (refused.status_code, "no more than 800 days" in refused.text) == (422, True)


@pytest.mark.parametrize("query", ["period=x", "since=2026-02-30", "since=1900-01-01&until=2026-01-01", "by=owner"])
def test_an_address_that_makes_no_sense_opens_the_usual_report(company, sign_in, query):
    assert sign_in(company[0]).get(f"/reports?{query}").status_code == 200
