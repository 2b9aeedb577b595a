"""What a promise looks like in a calendar program."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.support.calendars import events_in
from tests.support.clock import MOMENT
from tracker.feeds.ics import MOST_BYTES, Cover, calendar, task_files
from tracker.feeds.rules import MOST_ENTRIES, Detail, Entry, Look, Sort, most_wanted
from tracker.web.texts import clean_line, clean_text

GOLDEN = Path(__file__).with_name("golden.ics")
LOOK = Look(base_url="https://promises.example.com", promise_word="Promise")
TASKS = replace(LOOK, sort=Sort.TASK)
COVER = Cover(name="My promises", when_empty="No open promises", made_at=MOMENT, changed_at=MOMENT)
ENTRY = Entry(
    id=4711,
    statement="I will call you back about the invoice.",
    customer="Bäckerei Sommer",
    customer_reference="C-12",
    kind="Callback",
    is_appointment=False,
    due_at=datetime(2026, 3, 4, 15, 0, tzinfo=UTC),
    due_day=None,
    created_at=MOMENT,
    changed_at=MOMENT + timedelta(minutes=5),
)
AN_APPOINTMENT = replace(ENTRY, id=4712, statement="We come; see C:\\New\\notes, please.", is_appointment=True)
A_DAY = replace(ENTRY, id=4713, statement="Delivered on that day.", due_day=date(2026, 3, 29))

ANY_TEXT = st.text(max_size=300) | st.sampled_from(
    [
        "C:\\New\\Notes",
        "one\u2028two\u2029three\x85four\x0bfive\x0csix\x1cseven",
        "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "BEGIN:VEVENT\nUID:promise-1@elsewhere\nEND:VEVENT",
        "x\r\n y\n\tz\r",
        "👩‍👩‍👧‍👦" * 60,
        "ä" * 10_000,
        "\\n\\N\\,\\;\\\\",
        "\x00\x07\x1b[31m",
    ]
)
SOME_TEXTS = st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), min_size=1, max_size=4)


def test_the_file_is_what_it_was() -> None:
    body = calendar(COVER, [ENTRY, AN_APPOINTMENT, A_DAY], LOOK)

    assert body == GOLDEN.read_bytes()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), min_size=1, max_size=4),
    st.sampled_from(Detail),
    st.sampled_from(Sort),
)
@example([("C:\\New", "\\N", ",;\\")], Detail.FULL, Sort.EVENT)
def test_any_text_gives_exactly_the_promised_entries(
    texts: list[tuple[str, str, str]], detail: Detail, sort: Sort
) -> None:
    entries = [
        replace(ENTRY, id=number, statement=statement, customer=customer, kind=kind)
        for number, (statement, customer, kind) in enumerate(texts)
    ]

    body = calendar(COVER, entries, replace(LOOK, detail=detail, sort=sort))

    events = events_in(body, "VEVENT" if sort is Sort.EVENT else "VTODO")
    assert list(events) == [f"promise-{entry.id}@promises.example.com" for entry in entries]
    assert [len(event.subcomponents) for event in events.values()] == [1] * len(entries)
    assert not [event.errors for event in events.values() if event.errors]


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_words_come_back_as_they_were_typed(statement: str, customer: str) -> None:
    entry = replace(ENTRY, statement=statement, customer=customer)

    (event,) = events_in(calendar(COVER, [entry], LOOK)).values()

    told = f"{clean_text(statement)}\n\n{clean_line(customer)} (C-12)\nCallback\n#4711"
    assert str(event["DESCRIPTION"]) == told
    assert len(event["SUMMARY"]) <= 200


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_lines_are_folded_between_letters_and_end_in_crlf(statement: str) -> None:
    body = calendar(COVER, [replace(ENTRY, statement=statement)], LOOK)

    lines = body.split(b"\r\n")
    assert lines.pop() == b""
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode() for line in lines)
    assert not {b"\r", b"\n"} & {line[index : index + 1] for line in lines for index in range(len(line))}
    assert body.decode().splitlines() == [line.decode() for line in lines]


def test_a_deadline_ends_at_the_due_and_an_appointment_begins_there() -> None:
    deadline, appointment, day = events_in(calendar(COVER, [ENTRY, AN_APPOINTMENT, A_DAY], LOOK)).values()

    assert (deadline.start, deadline.end) == (ENTRY.due_at - timedelta(minutes=15), ENTRY.due_at)
    assert (appointment.start, appointment.end) == (ENTRY.due_at, ENTRY.due_at + timedelta(minutes=30))
    assert (day.start, day.end) == (date(2026, 3, 29), date(2026, 3, 30))


def test_times_are_utc_on_both_sides_of_a_change_of_the_clock() -> None:
    before = replace(ENTRY, id=1, due_at=datetime(2026, 3, 29, 0, 30, tzinfo=UTC))
    after = replace(ENTRY, id=2, due_at=datetime(2026, 3, 29, 1, 30, tzinfo=UTC))

    body = calendar(COVER, [before, after], LOOK)

    assert b"DTEND:20260329T003000Z" in body
    assert b"DTEND:20260329T013000Z" in body
    assert b"VTIMEZONE" not in body


@pytest.mark.parametrize(("entry", "trigger"), [(ENTRY, "-PT15M"), (AN_APPOINTMENT, "-PT30M"), (A_DAY, "PT9H")])
def test_an_alarm_is_one_and_can_be_left_out(entry: Entry, trigger: str) -> None:
    (alarming,) = events_in(calendar(COVER, [entry], LOOK)).values()
    (silent,) = events_in(calendar(COVER, [entry], replace(LOOK, with_alarm=False))).values()

    assert [alarm["TRIGGER"].to_ical().decode() for alarm in alarming.walk("VALARM")] == [trigger]
    assert silent.walk("VALARM") == []


@pytest.mark.parametrize(
    ("entry", "as_event", "as_task"),
    [(ENTRY, "-PT3H45M", "-PT4H"), (AN_APPOINTMENT, "-PT4H", "-PT4H"), (A_DAY, "-PT4H", "-PT4H")],
)
def test_an_alarm_comes_when_the_tracker_reminds(entry: Entry, as_event: str, as_task: str) -> None:
    reminding = replace(entry, reminder=timedelta(hours=-4))

    (event,) = events_in(calendar(COVER, [reminding], LOOK)).values()
    (task,) = events_in(calendar(COVER, [reminding], TASKS), "VTODO").values()

    assert event.walk("VALARM")[0]["TRIGGER"].to_ical().decode() == as_event
    assert task.walk("VALARM")[0]["TRIGGER"].to_ical().decode() == as_task
    assert task.walk("VALARM")[0]["TRIGGER"].params["RELATED"] == "END"


def test_a_task_is_due_when_the_promise_is_and_still_to_be_done() -> None:
    deadline, _, day = events_in(calendar(COVER, [ENTRY, AN_APPOINTMENT, A_DAY], TASKS), "VTODO").values()

    assert (deadline["DUE"].dt, day["DUE"].dt) == (ENTRY.due_at, A_DAY.due_day)
    assert deadline["STATUS"] == "NEEDS-ACTION"
    assert "DTSTART" not in deadline


def test_where_nothing_is_open_the_only_task_is_done() -> None:
    (task,) = events_in(calendar(COVER, [], TASKS), "VTODO").values()

    assert (task["STATUS"], task["PERCENT-COMPLETE"]) == ("COMPLETED", 100)
    assert task["COMPLETED"].dt == MOMENT


def test_what_a_customer_subscribes_to_holds_words_and_due_alone() -> None:
    theirs = replace(ENTRY, customer="", customer_reference="", kind="")

    (event,) = events_in(calendar(COVER, [theirs], replace(LOOK, is_for_customer=True))).values()

    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (ENTRY.statement, "#4711")
    assert not {"URL", "CATEGORIES", "LOCATION", "ORGANIZER", "ATTENDEE"} & set(event)


def test_a_feed_for_others_tells_neither_words_nor_names() -> None:
    initials = calendar(COVER, [ENTRY], replace(LOOK, detail=Detail.INITIALS))
    reference = calendar(COVER, [ENTRY], replace(LOOK, detail=Detail.REFERENCE))

    assert str(events_in(initials).popitem()[1]["SUMMARY"]) == "Callback · B. S."
    assert str(events_in(reference).popitem()[1]["SUMMARY"]) == "Promise #4711"
    assert all(word not in initials + reference for word in (b"Sommer", b"invoice", b"C-12"))
    assert b"Callback" not in reference


def test_the_sequence_grows_with_the_last_change() -> None:
    changed = replace(ENTRY, changed_at=ENTRY.changed_at + timedelta(seconds=1))

    (before,) = events_in(calendar(COVER, [ENTRY], LOOK)).values()
    (after,) = events_in(calendar(COVER, [changed], LOOK)).values()

    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt > before["LAST-MODIFIED"].dt


def test_an_empty_calendar_holds_one_day_that_never_changes() -> None:
    body = calendar(COVER, [], LOOK)

    assert [str(event["SUMMARY"]) for event in events_in(body).values()] == ["No open promises"]
    assert body == calendar(COVER, [], LOOK)


def test_too_many_entries_give_way_from_the_oldest_on() -> None:
    old = [replace(ENTRY, id=number, due_at=MOMENT - timedelta(days=31 + number)) for number in range(20)]
    coming = [replace(ENTRY, id=100 + number, due_at=MOMENT + timedelta(hours=number)) for number in range(890)]

    wanted = most_wanted([*old, *coming], MOMENT)

    assert len(wanted) == MOST_ENTRIES
    assert {entry.id for entry in wanted} == {entry.id for entry in coming} | set(range(10))


def test_too_large_a_calendar_is_cut_between_entries() -> None:
    large = [replace(ENTRY, id=number, statement=f"{number} " + "ä" * 4000) for number in range(200)]

    body = calendar(COVER, large, LOOK)

    assert MOST_BYTES - 20_000 < len(body) < MOST_BYTES + 1000
    assert 0 < len(Calendar.from_ical(body).walk("VEVENT")) < 200


def test_the_tasks_of_a_list_are_together_no_larger_than_a_calendar() -> None:
    large = [replace(ENTRY, id=number, statement=f"{number} " + "ä" * 4000) for number in range(200)]

    files = task_files(large, TASKS)

    assert 0 < len(files) < 200
    assert sum(len(text.encode()) for _, text in files) < MOST_BYTES + 100 * len(files)
    assert [entry for entry, _ in files] == large[: len(files)]
