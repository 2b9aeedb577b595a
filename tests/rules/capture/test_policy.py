"""What a due that was read means in a team's office."""

from zoneinfo import ZoneInfo

import pytest

from tests.support.offices import BERLIN, at, office, spoken
from tracker.capture.rules.due.grammar import Asked
from tracker.capture.rules.line.dues import due_in, written
from tracker.capture.rules.policy import Office, Promised, Remark, promised
from tracker.worktime.calendar import WorkCalendar, week_of
from tracker.worktime.zones import local

TUESDAY = "Tue 2026-12-01 10:20"
CHRISTMAS = ("2026-12-24", "2026-12-25")
NINE_TO_FIVE = office(closed=CHRISTMAS)


def said(line: str, now: str = TUESDAY, calendar: WorkCalendar = NINE_TO_FIVE) -> Promised | None:
    moment = at(now)
    here = Office(calendar, BERLIN, moment)
    wall = local(moment, BERLIN).replace(tzinfo=None)
    return promised(due_in(line, Asked("de", wall, ZoneInfo(BERLIN))), here)


def due(line: str, now: str = TUESDAY, calendar: WorkCalendar = NINE_TO_FIVE) -> str:
    found = said(line, now, calendar)
    assert found is not None
    assert found.moment is not None
    return f"{found.moment.day}" if found.moment.day else spoken(found.moment.at)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("bis morgen", "Wed 2026-12-02 17:00"),
        ("by Friday", "Fri 2026-12-04 17:00"),
        ("heute", "Tue 2026-12-01 17:00"),
        ("EOD", "Tue 2026-12-01 17:00"),
        ("bis Feierabend", "Tue 2026-12-01 17:00"),
        ("morgen 15:00", "Wed 2026-12-02 15:00"),
        ("vor Freitag", "Thu 2026-12-03 17:00"),
        ("vor Montag", "Fri 2026-12-04 17:00"),
        ("before Monday", "Fri 2026-12-04 17:00"),
        ("bis Ende der Woche", "Fri 2026-12-04 17:00"),
        ("nächste Woche", "Fri 2026-12-11 17:00"),
        ("bis Ende des Monats", "Thu 2026-12-31 17:00"),
        ("bis 24.12.", "2026-12-24"),
        ("in 24 Stunden", "Wed 2026-12-02 10:20"),
        ("in 2 Werktagen", "Thu 2026-12-03 17:00"),
        ("within 3 business days", "Fri 2026-12-04 17:00"),
        ("tomorrow morning", "Wed 2026-12-02 12:00"),
    ],
)
def test_a_day_ends_when_the_office_closes_and_periods_with_their_last_working_day(line, expected):
    assert due(line) == expected


@pytest.mark.parametrize(
    ("line", "now", "expected"),
    [
        ("heute", "Tue 2026-12-01 17:30", "2026-12-01"),
        ("in 2 Werktagen", "Tue 2026-12-01 17:30", "Fri 2026-12-04 17:00"),
        ("in 1 Werktag", "Wed 2026-12-23 10:00", "Mon 2026-12-28 17:00"),
        ("vor dem 26.12.", "Mon 2026-12-21 10:00", "Wed 2026-12-23 17:00"),
    ],
)
def test_after_close_and_before_holidays(line, now, expected):
    assert due(line, now) == expected


def test_a_due_on_a_holiday_stays_as_it_was_said_and_offers_the_working_days_around_it():
    found = said("bis 25.12.")

    assert found is not None
    assert found.remark is Remark.CLOSED_DAY
    assert [spoken(each.at) for each in found.others] == ["Wed 2026-12-23 17:00", "Mon 2026-12-28 17:00"]


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        ("bis morgen", Remark.CLOSE),
        ("morgen 20:00", Remark.OUTSIDE_HOURS),
        ("zeitnah", Remark.VAGUE),
        ("ab Montag", Remark.START_ONLY),
        ("am 30.11.2026", Remark.PAST),
        ("morgen 10:00", None),
    ],
)
def test_what_is_assumed_or_missing_is_said(line, remark):
    found = said(line)

    assert found is not None
    assert found.remark is remark


def test_a_line_without_a_due_has_none():
    assert said("Rückruf wegen Rechnung 4711") is None


def test_an_office_that_never_opens_takes_days_as_they_are():
    assert due("bis Freitag", calendar=WorkCalendar(BERLIN, week_of({}))) == "2026-12-04"
    assert due("in 2 Werktagen", calendar=WorkCalendar(BERLIN, week_of({}))) == "2026-12-03"


@pytest.mark.parametrize("line", ["bis nächsten Montag", "bis Freitag um 3", "in 2 Werktagen", "bis 24.12."])
def test_a_due_that_is_written_down_is_read_as_the_same_one(line):
    found = said(line)
    assert found is not None
    assert found.moment is not None

    again = said(written(found.moment, BERLIN))

    assert again is not None
    assert again.moment is not None
    assert again.moment.at == found.moment.at


def test_every_language_is_read_whichever_is_asked_for():
    assert due("callback tomorrow 15:00") == due("Rückruf morgen 15:00") == "Wed 2026-12-02 15:00"


@pytest.mark.parametrize(
    ("line", "year", "questioned"),
    [
        ("am 26. November", "Fri 2027-11-26 17:00", "2026-11-26"),
        ("by 28 November", "2027-11-28", "2026-11-28"),
        ("am 26.11. um 15 Uhr", "Fri 2027-11-26 15:00", "Thu 2026-11-26 15:00"),
    ],
)
def test_a_date_that_has_just_passed_is_questioned_before_it_means_next_year(line, year, questioned):
    found = said(line)

    assert found is not None
    assert due(line) == year
    last_time = [each for each in found.others if each.at < at(TUESDAY)]
    assert [f"{each.day}" if each.day else spoken(each.at) for each in last_time] == [questioned]
    assert not last_time[0].is_odd


def test_a_weekday_that_is_not_that_of_its_date_is_questioned():
    found = said("Monday 8 Dec")

    assert found is not None
    assert due("Monday 8 Dec") == "Tue 2026-12-08 17:00"
    assert [spoken(each.at) for each in found.others] == ["Mon 2026-12-07 17:00"]


@pytest.mark.parametrize(
    "line",
    [
        "call not before Tuesday",
        "call after 15 December",
        "call from Tuesday",
        "ab 15.12.",
        "nicht vor dem 15.12.",
        "frühestens 15.12.",
        "Rückruf Dienstag nicht vor 15:00",
        "nach 15:00",
    ],
)
def test_what_only_begins_is_not_due_because_another_language_knows_no_such_word(line):
    found = said(line)

    assert found is not None
    assert (found.moment, found.remark) == (None, Remark.START_ONLY)


def test_a_due_beside_a_beginning_stays_one():
    assert due("Freitag, Rechnung ab 15.12.") == "Fri 2026-12-04 17:00"


@pytest.mark.parametrize(
    "line",
    [
        "Rückruf nicht am Freitag",
        "call not today",
        "Rückruf außer Montag",
        "call except Tuesday",
        "not on 12 December",
        "nicht am 12.12.",
    ],
)
def test_a_day_that_is_ruled_out_is_no_due(line):
    assert said(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nicht am 2.12., sondern am 3.12.", "Thu 2026-12-03 17:00"),
        ("Rückruf statt Montag Dienstag", "Tue 2026-12-08 17:00"),
        ("instead of Thursday Friday", "Fri 2026-12-04 17:00"),
        ("Dienstag, spätestens Donnerstag", "Thu 2026-12-03 17:00"),
        ("wenn nicht heute, dann morgen", "Wed 2026-12-02 17:00"),
        ("Schreiben vom 12. November bis Freitag", "Fri 2026-12-04 17:00"),
        ("invoice dated 12 Nov by Friday", "Fri 2026-12-04 17:00"),
        ("letter of 3/12 by Friday", "Fri 2026-12-04 17:00"),
        ("vom 12.11. bis Freitag", "Fri 2026-12-04 17:00"),
    ],
)
def test_a_day_that_is_only_spoken_of_is_not_due(line, expected):
    assert due(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2 Tage vor Freitag, 11.12.", "Wed 2026-12-09 17:00"),
        ("eine Woche vor dem 24.12.", "Thu 2026-12-17 17:00"),
        ("two days before Friday", "Wed 2026-12-02 17:00"),
        ("a week before Christmas", "Fri 2026-12-18 17:00"),
        ("an hour before 3pm", "Tue 2026-12-01 14:00"),
        ("10 Minuten vor 15 Uhr", "Tue 2026-12-01 14:50"),
        ("two weeks on Monday", "Mon 2026-12-21 17:00"),
        ("Monday fortnight", "Mon 2026-12-21 17:00"),
        ("Montag über acht Tage", "Mon 2026-12-14 17:00"),
        ("a week tomorrow", "Wed 2026-12-09 17:00"),
        ("tomorrow week", "Wed 2026-12-09 17:00"),
        ("24h", "Wed 2026-12-02 10:20"),
        ("Mittwoch kurz nach neun", "Wed 2026-12-02 09:00"),
    ],
)
def test_distances_are_counted_from_what_is_said_beside_them(line, expected):
    assert due(line) == expected


def test_a_weekday_in_fourteen_days_is_one_of_two():
    found = said("Dienstag in 14 Tagen")

    assert found is not None
    assert due("Dienstag in 14 Tagen") == "Tue 2026-12-15 17:00"
    assert [spoken(each.at) for each in found.others] == ["Tue 2026-12-22 17:00"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("eine Stunde vor Feierabend", "Tue 2026-12-01 16:00"),
        ("eine halbe Stunde vor Geschäftsschluss", "Tue 2026-12-01 16:30"),
        ("ten minutes before closing time on Friday", "Fri 2026-12-04 16:50"),
        ("an hour before we close tomorrow", "Wed 2026-12-02 16:00"),
    ],
)
def test_before_close_is_before_this_office_closes(line, expected):
    assert due(line) == expected


def test_what_may_be_meant_is_offered_where_no_due_can_be_told():
    found = said("within 3 days of receipt")

    assert found is not None
    assert (found.moment, found.remark) == (None, Remark.VAGUE)
    assert [spoken(each.at) for each in found.others] == ["Fri 2026-12-04 17:00"]


@pytest.mark.parametrize("line", ["am nächsten Werktag", "next business day"])
@pytest.mark.parametrize("now", ["Fri 2026-12-04 18:30", "Sat 2026-12-05 12:00", "Fri 2026-12-04 10:00"])
def test_the_next_working_day_is_the_next_one_after_close_as_well(line, now):
    assert due(line, now) == "Mon 2026-12-07 17:00"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("refund 12.12 GBP Wednesday", "Wed 2026-12-02 17:00"),
        ("EUR 12.12 by Wednesday", "Wed 2026-12-02 17:00"),
        ("Tel. 040/12.12.34 Mittwoch", "Wed 2026-12-02 17:00"),
    ],
)
def test_money_and_telephone_numbers_are_no_dates(line, expected):
    assert due(line) == expected
