"""Whatever a calendar file holds, its whole days come out, and nothing else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from tests.support.clock import MOMENT
from tracker.daysoff import rules
from tracker.daysoff.reading import MOST_EVENTS, read
from tracker.daysoff.rules import Stretch, stretches
from tracker.kernel.errors import Invalid

BERLIN = "Europe/Berlin"
TODAY = MOMENT.date()
LINES = ["UID:1", "SUMMARY:Holiday"]


def a_file(*events: str) -> bytes:
    inner = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{inner}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def an_event(*lines: str, day: str = "20261224") -> str:
    return "\n".join(["UID:1", "SUMMARY:Holiday", f"DTSTART;VALUE=DATE:{day}", *lines])


def found_in(*events: str, today: date = TODAY, zone: str = BERLIN) -> list[Stretch]:
    return stretches(read(a_file(*events), zone).entries, today)


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (["DTSTART;VALUE=DATE:20261224"], 24),
        (["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227"], 26),
        (["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261224"], 24),
        (["DTSTART;VALUE=DATE:20261224", "DURATION:P2D"], 25),
        (["DTSTART;TZID=Europe/Berlin:20261224T000000", "DTEND;TZID=Europe/Berlin:20261226T000000"], 25),
        (["DTSTART;TZID=W. Europe Standard Time:20261224T000000", "DURATION:P1D"], 24),
        (["DTSTART:20261223T230000Z", "DTEND:20261224T230000Z"], 24),
        (["DTSTART:20261224T000000", "DTEND:20261225T235900"], 25),
    ],
)
def test_whole_days_are_read_however_they_are_written(lines, last):
    found = found_in("\n".join([*LINES, *lines]))

    assert found == [Stretch(date(2026, 12, 24), date(2026, 12, last), "Holiday")]


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20261224T090000", "DTEND:20261224T170000"],
        ["DTSTART:20261224T000000Z", "DTEND:20261225T000000Z"],
        ["DTSTART:20261224T000000"],
        ["DTSTART;VALUE=DATE:20261224", "STATUS:CANCELLED"],
        ["DTSTART;VALUE=DATE:20200101"],
        ["DTSTART;VALUE=DATE:20990101"],
    ],
)
def test_hours_what_is_over_far_off_or_cancelled_is_left_out(lines):
    held = read(a_file("\n".join([*LINES, *lines])), BERLIN)

    assert stretches(held.entries, TODAY) == []
    assert held.unclear == 0


@pytest.mark.parametrize(
    "lines",
    [
        ["SUMMARY:No day at all"],
        ["DTSTART;VALUE=DATE:20261340"],
        ["DTSTART;VALUE=DATE:00010101", "DTEND;VALUE=DATE:99991231"],
        ["DTSTART;VALUE=DATE:20261224", "DURATION:P99999999999D"],
        ["DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=SECONDLY"],
        ["DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=YEARLY;BYWEEKNO=5"],
        ["DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=DAILY;INTERVAL=0"],
        ["DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY"],
        ["DTSTART;VALUE=DATE:20261224", "DTSTART;VALUE=DATE:20261225"],
        ["DTSTART;VALUE=DATE:20261224", "DTEND;TZID=Nowhere/At/All:20261225T000000Z;;;"],
    ],
)
def test_what_cannot_be_understood_is_counted_and_harms_nothing_else(lines):
    held = read(a_file("\n".join(lines), an_event(day="20270106")), BERLIN)

    assert [entry.first for entry in held.entries] == [date(2027, 1, 6)]
    assert held.unclear == 1


def test_one_day_of_a_repeated_entry_is_moved_another_cancelled_a_third_taken_out():
    weekly = an_event("RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;VALUE=DATE:20261231", "RDATE;VALUE=DATE:20270301")
    moved = an_event("RECURRENCE-ID;VALUE=DATE:20270107", day="20270108")
    cancelled = an_event("RECURRENCE-ID;VALUE=DATE:20270114", "STATUS:CANCELLED", day="20270114")

    found = found_in(weekly, moved, cancelled)

    days = [date(2026, 12, 24), date(2027, 1, 8), date(2027, 1, 21), date(2027, 3, 1)]
    assert [stretch.first for stretch in found] == days


def test_a_repeated_stretch_that_has_begun_counts_from_today():
    found = found_in(
        an_event("DTEND;VALUE=DATE:20260420", "RRULE:FREQ=YEARLY", day="20260401"), today=date(2027, 4, 10)
    )

    assert found[0] == Stretch(date(2027, 4, 10), date(2027, 4, 19), "Holiday")


@pytest.mark.parametrize(
    ("line", "is_busy"),
    [
        ("X-NOTHING:1", True),
        ("TRANSP:TRANSPARENT", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", True),
        ("STATUS:TENTATIVE", False),
    ],
)
def test_only_what_blocks_the_day_is_busy(line, is_busy):
    (entry,) = read(a_file(an_event(line)), BERLIN).entries

    assert entry.is_busy is is_busy


def test_what_reminds_of_an_entry_is_not_taken_for_it():
    alarm = "BEGIN:VALARM\nTRIGGER:-PT15M\nSUMMARY:Ring\nDURATION:P9D\nEND:VALARM"

    assert found_in(an_event(alarm)) == [Stretch(date(2026, 12, 24), date(2026, 12, 24), "Holiday")]


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"])
def test_what_is_no_calendar_or_only_its_beginning_is_refused(content):
    with pytest.raises(Invalid):
        read(content, BERLIN)


def test_a_calendar_that_takes_too_long_is_refused():
    with pytest.raises(Invalid, match="too large"):
        read(a_file(*[an_event()] * (MOST_EVENTS + 1)), BERLIN)
    with pytest.raises(Invalid, match="too large"):
        read(a_file(an_event(*["EXDATE;VALUE=DATE:20261224"] * 30_000)), BERLIN)
    with pytest.raises(Invalid, match="too large"):
        found_in(*[an_event("RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", day="20260101")] * 200)


def test_each_closing_day_is_offered_once_unless_the_team_is_closed_already():
    found = [Stretch(date(2027, 1, 1), date(2027, 1, 3), ""), Stretch(date(2027, 1, 2), date(2027, 1, 2), "Outing")]

    offer = rules.closing_days(found, lambda day: day == date(2027, 1, 1))

    assert [(each.first.day, each.title) for each in offer.stretches] == [(2, "Outing"), (3, "")]
    assert offer.known == 1


def test_only_the_next_days_are_offered_when_there_are_very_many():
    offer = rules.closing_days([Stretch(TODAY, TODAY + timedelta(days=300))], lambda _day: False)

    assert (len(offer.stretches), offer.is_cut) == (rules.MOST_OFFERED, True)


SPANS = st.lists(
    st.builds(
        lambda first, length: Stretch(TODAY + timedelta(days=first), TODAY + timedelta(days=first + length)),
        st.integers(0, 60),
        st.integers(0, 12),
    ),
    max_size=8,
)


def days_of(spans):
    return {span.first + timedelta(days=n) for span in spans for n in range((span.last - span.first).days + 1)}


@given(found=SPANS, known=SPANS)
def test_absences_cover_exactly_the_days_that_nobody_entered_and_never_touch(found, known):
    away = days_of(known)

    offer = rules.absences(found, away.__contains__)

    assert days_of(offer.stretches) == days_of(found) - away
    for earlier, later in zip(offer.stretches, offer.stretches[1:], strict=False):
        assert later.first > earlier.last + timedelta(days=1)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    ["\\N", "BEGIN:VEVENT", "a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "\u2028", "Ä" * 300]
)


@given(titles=st.lists(TEXTS, min_size=1, max_size=5))
def test_a_calendar_of_any_titles_gives_back_its_days(titles):
    written = Calendar()
    for number, title in enumerate(titles):
        event = Event()
        event.add("UID", str(number))
        event.add("SUMMARY", title)
        event.add("DTSTART", TODAY + timedelta(days=2 * number))
        written.add_component(event)

    held = read(written.to_ical(), BERLIN)

    assert [entry.first for entry in held.entries] == [TODAY + timedelta(days=2 * n) for n in range(len(titles))]
    assert held.unclear == 0


@given(content=st.binary(max_size=300))
def test_no_bytes_make_it_fail(content):
    held = read(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + content + b"\r\nEND:VEVENT\r\nEND:VCALENDAR", BERLIN)

    stretches(held.entries, TODAY)


@given(rule=st.text("FREQ=DAILYWKMONTHBUS;,-0123456789", max_size=60), day=st.text("0123456789TZ", max_size=16))
def test_no_rule_and_no_day_make_it_fail(rule, day):
    held = read(a_file(f"DTSTART:{day}\nRRULE:FREQ=WEEKLY;{rule}", f"DTSTART;VALUE=DATE:{day}\nRRULE:{rule}"), BERLIN)

    stretches(held.entries, TODAY)


WEEKLY = an_event("RRULE:FREQ=WEEKLY;COUNT=3")


def replacing(*lines: str) -> str:
    """Return what takes the place of the second of three weekly days."""
    return "\n".join([*LINES, "RECURRENCE-ID;VALUE=DATE:20261231", *lines])


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART;VALUE=DATE:20261231", "TRANSP:TRANSPARENT"],
        ["DTSTART;VALUE=DATE:20261231", "STATUS:CANCELLED", "TRANSP:TRANSPARENT"],
        ["DTSTART:20261231T090000Z", "DTEND:20261231T100000Z"],
    ],
)
def test_a_day_of_a_series_that_was_made_free_is_none_of_an_absence(lines):
    held = read(a_file(WEEKLY, replacing(*lines)), BERLIN)

    found = stretches(rules.busy(held.entries), TODAY)

    assert [each.first for each in found] == [date(2026, 12, 24), date(2027, 1, 7)]
    assert held.unclear == 0


def test_a_day_of_a_series_that_was_changed_to_hours_is_no_whole_day():
    hours = replacing("DTSTART:20261231T090000Z", "DTEND:20261231T100000Z")

    assert [each.first for each in found_in(WEEKLY, hours)] == [date(2026, 12, 24), date(2027, 1, 7)]


def test_what_began_long_ago_and_ends_after_so_many_times_still_happens():
    found = found_in(an_event("RRULE:FREQ=YEARLY;COUNT=50", day="20001224"))

    assert [each.first for each in found] == [date(2026, 12, 24), date(2027, 12, 24)]
