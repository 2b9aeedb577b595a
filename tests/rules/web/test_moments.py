"""Moments are put into words as people say them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from tracker.web import moments

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
BRITISH = Locale.parse("en_GB")
GERMAN = Locale.parse("de")


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (4, "today 14:00"),
        (24, "tomorrow 10:00"),
        (-24, "yesterday 10:00"),
        (96, "Fri 27 Nov 10:00"),
        (24 * 60, "Fri 22 Jan 2027 10:00"),
    ],
)
def test_a_moment_names_its_day_the_way_people_do(hours: int, words: str) -> None:
    assert moments.moment_in_words(NOW + timedelta(hours=hours), NOW, BERLIN, BRITISH) == words


def test_the_day_is_that_of_the_zone_of_the_reader() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    assert moments.moment_in_words(late, NOW, BERLIN, BRITISH) == "tomorrow 00:30"
    assert moments.moment_in_words(late, NOW, ZoneInfo("Europe/London"), BRITISH) == "today 23:30"


def test_a_german_date_has_its_dots() -> None:
    assert moments.calendar_day(date(2026, 11, 27), date(2026, 11, 23), GERMAN) == "Fr 27.11."


def test_a_british_september_has_three_letters() -> None:
    assert moments.calendar_day(date(2026, 9, 4), date(2026, 9, 1), BRITISH) in {"Fri 4 Sep", "Fri 4 Sept"}


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=25), "in 25 min"),
        (timedelta(hours=1, minutes=20), "in 1 h 20 min"),
        (timedelta(hours=2), "in 2 h"),
        (timedelta(hours=5, minutes=50), "in 5 h"),
        (timedelta(hours=30), "in 30 h"),
        (timedelta(days=3), "in 3 days"),
        (-timedelta(minutes=25), "25 min ago"),
        (-timedelta(hours=1, minutes=20), "1 h 20 min ago"),
        (-timedelta(hours=3), "3 h ago"),
        (-timedelta(days=12), "12 days ago"),
    ],
)
def test_a_distance_is_as_exact_as_it_is_near(span: timedelta, words: str) -> None:
    assert moments.relative_in_words(NOW + span, NOW) == words


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(0), "for 1 min"),
        (timedelta(minutes=25), "for 25 min"),
        (timedelta(hours=1, minutes=5), "for 1 h 5 min"),
        (timedelta(hours=3), "for 3 h"),
        (timedelta(days=2), "for 2 days"),
    ],
)
def test_what_is_late_says_for_how_long(late: timedelta, words: str) -> None:
    assert moments.since_in_words(NOW - late, NOW) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=0), "0 min"),
        (timedelta(minutes=130), "2 h 10 min"),
        (timedelta(hours=4), "4 h"),
        (timedelta(days=5), "5 days"),
    ],
)
def test_a_span_is_named_in_at_most_two_units(span: timedelta, words: str) -> None:
    assert moments.span_in_words(span) == words


def test_a_log_names_seconds_and_zone() -> None:
    assert moments.exact_moment(NOW, BERLIN, GERMAN) == "23.11.2026 10:00:00 MEZ"
    assert moments.exact_moment(NOW, BERLIN, BRITISH) == "23/11/2026 10:00:00 CET"


def test_paper_names_the_year_and_headings_the_whole_weekday() -> None:
    assert moments.dated_day(NOW.date(), GERMAN) == "Mo 23.11.2026"
    assert moments.dated_day(NOW.date(), BRITISH) == "Mon 23 Nov 2026"
    assert moments.long_day(NOW.date(), GERMAN) == "Montag, 23. November"
    assert moments.long_day(NOW.date(), BRITISH) == "Monday 23 November"
