"""What the calendar readers of Node.js find in our feeds: any text gives exactly the promised entries."""

import base64
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.clock import MOMENT
from tracker.feeds.ics import Cover, calendar
from tracker.feeds.rules import Entry, Look, Sort
from tracker.web.texts import clean_line, clean_text

PROGRAMS = Path(__file__).with_name("programs")
LOOK = Look(base_url="https://promises.example.com", promise_word="Promise")
COVER = Cover(name="My promises", when_empty="No open promises", made_at=MOMENT, changed_at=MOMENT)
ENTRY = Entry(
    id=1,
    statement="",
    customer="Bäckerei Sommer",
    customer_reference="C-12",
    kind="Callback",
    is_appointment=False,
    due_at=datetime(2026, 3, 4, 15, 0, tzinfo=UTC),
    due_day=None,
    created_at=MOMENT,
    changed_at=MOMENT,
)
ODD = (
    "C:\\New\\Notes",
    "one\u2028two\u2029three\x85four\x0bfive\x0csix\x1cseven",
    "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "BEGIN:VEVENT\nUID:promise-1@elsewhere\nEND:VEVENT",
    "👩‍👩‍👧‍👦" * 60,
    "ä" * 10_000,
    "\\n\\N\\,\\;\\\\",
)
ANY_TEXT = st.text(max_size=200) | st.sampled_from(ODD)

Read = Callable[[bytes], dict[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """Yield what lets both readers read a calendar: one process for all of them."""
    node = shutil.which("node")
    if node is None or not (PROGRAMS / "node_modules").is_dir():
        pytest.skip("ical.js and node-ical are not installed: make readers")
    reader = subprocess.Popen([node, "read.mjs"], cwd=PROGRAMS, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def read(body: bytes) -> dict[str, list[dict[str, Any]]]:
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(base64.b64encode(body) + b"\n")
        reader.stdin.flush()
        found: dict[str, list[dict[str, Any]]] = json.loads(reader.stdout.readline())
        return found

    with reader:
        yield read
        reader.terminate()


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=4), st.sampled_from(Sort))
@example([(text, text) for text in ODD], Sort.EVENT)
@example([(text, text) for text in ODD], Sort.TASK)
def test_any_text_gives_exactly_the_promised_entries(read: Read, texts: list[tuple[str, str]], sort: Sort) -> None:
    entries = [
        replace(ENTRY, id=number, statement=statement, customer=customer)
        for number, (statement, customer) in enumerate(texts)
    ]

    found = read(calendar(COVER, entries, replace(LOOK, sort=sort)))

    kind = "vevent" if sort is Sort.EVENT else "vtodo"
    for reader, entries_read in found.items():
        assert [each["uid"] for each in entries_read] == [
            f"promise-{entry.id}@promises.example.com" for entry in entries
        ], reader
        assert {(each["kind"], each["alarms"]) for each in entries_read} == {(kind, 1)}, reader


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY_TEXT)
def test_words_come_back_as_they_were_typed(read: Read, statement: str) -> None:
    entry = replace(ENTRY, statement=statement)

    found = read(calendar(COVER, [entry], LOOK))

    told = f"{clean_text(statement)}\n\n{clean_line(entry.customer)} (C-12)\nCallback\n#1"
    assert found["ical.js"][0]["description"] == told


@pytest.mark.parametrize("hour", range(5))
def test_both_read_the_same_instants_while_the_clocks_change(read: Read, hour: int) -> None:
    dues = [datetime(2026, month, day, hour, 30, tzinfo=UTC) for month, day in ((3, 29), (10, 25))]
    entries = [replace(ENTRY, id=number, due_at=due) for number, due in enumerate(dues)]

    found = read(calendar(COVER, entries, LOOK))

    expected = [(moment - timedelta(minutes=15), moment) for moment in dues]
    for reader, entries_read in found.items():
        read_back = [
            (datetime.fromisoformat(each["start"]), datetime.fromisoformat(each["end"])) for each in entries_read
        ]
        assert read_back == expected, reader
