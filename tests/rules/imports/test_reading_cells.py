"""From cells to promises, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.imports.export import Row
from tracker.imports.fingerprints import changed, fingerprint
from tracker.imports.lines import PassedOver, Refused
from tracker.imports.mapping import FileForm
from tracker.imports.mapping_file import parsed
from tracker.imports.moments import Moments
from tracker.imports.reading import Reader, cleaned
from tracker.imports.running import cells_of
from tracker.imports.templates import Template
from tracker.promises.rules import State

MOMENT = datetime(2026, 3, 2, 8, tzinfo=UTC)
MAPPING = """
[file]
zone = "America/New_York"
datetime_formats = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M%z"]
date_formats = ["%Y-%m-%d"]
empty = ["-"]
[external]
system = "elsewhere"
id = "id"
[customer]
name = "who"
[promise]
kind = "kind"
statement = "words"
made = "made"
due = "due"
owner = { value = "owner@example.org" }
"""
CELLS = {
    "id": "1",
    "who": "Ada",
    "kind": "reply",
    "words": "I will write",
    "made": "2026-01-05 09:00",
    "due": "2026-01-06",
}


def read(mapping: str = "", **cells: str):
    """The line of a row, with a line more in the mapping; its columns are done, state and note."""
    document = MAPPING + mapping
    row = {"done": "", "state": "", "note": ""} | CELLS | cells
    return Reader(parsed(document.encode()), MOMENT).line(row)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{kind}", "repair"),
        ("{kind} at {place}", "repair at"),
        ("{kind}[ at {place}]", "repair"),
        ("{kind}[ at {street}]!", "repair at Main St!"),
        ("[{place}, ]{street}", "Main St"),
        ("{place}", ""),
        ("Number: {place}", ""),
        ("always the same", "always the same"),
    ],
)
def test_templates_fill_in_cells_and_leave_out_what_is_missing(template: str, said: str):
    assert Template.parsed(template).filled({"kind": "repair", "street": "Main St", "place": ""}) == said


@pytest.mark.parametrize("text", ["{kind", "kind}", "[a", "a]", "{}", "[{kind]}", "[[a]]"])
def test_a_template_with_half_a_pair_is_refused(text: str):
    with pytest.raises(ValueError, match=r".*"):
        Template.parsed(text)


@given(st.text(), st.text(min_size=1))
def test_a_column_or_constant_may_have_any_signs(cell: str, name: str):
    assert Template.of_column(name).filled({name: cell}) == cell
    assert Template.constant(name).filled({}) == name.strip()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05 09:00", datetime(2026, 1, 5, 14, tzinfo=UTC)),
        ("2026-07-05 09:00", datetime(2026, 7, 5, 13, tzinfo=UTC)),
        ("2026-07-05T09:00+02:00", datetime(2026, 7, 5, 7, tzinfo=UTC)),
        ("2026-03-08 02:30", datetime(2026, 3, 8, 7, tzinfo=UTC)),
        ("2026-11-01 01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
    ],
)
def test_moments_are_those_of_the_clocks_of_the_zone(text: str, moment: datetime):
    assert read(made=text).made_at == moment


@pytest.mark.parametrize("text", ["2026-02-30 09:00", "9:00", "0001-01-01T00:00+14:00", "9999-12-31"])
def test_what_is_no_moment_is_refused(text: str):
    with pytest.raises(Refused, match=r"promise\.due \(due\) is no moment"):
        read(due=text)


def test_a_day_is_due_at_its_end_made_at_its_beginning_and_settled_in_its_last_second():
    line = read('settled = "done"', made="2026-01-05", done="2026-01-06")

    assert line.made_at == datetime(2026, 1, 5, 5, tzinfo=UTC)
    assert (line.due.day, line.due.at) == (date(2026, 1, 6), datetime(2026, 1, 7, 5, tzinfo=UTC))
    assert line.ending is not None
    assert line.ending.at == line.due.at - timedelta(seconds=1)


def test_the_same_text_is_read_once():
    moments = Moments(FileForm(zone="UTC", date_formats=("%Y-%m-%d",)))

    assert moments.read("2026-01-05") is moments.read("2026-01-05")


@pytest.mark.parametrize(
    ("rules", "cells", "state", "at"),
    [
        ("", {"done": "2026-01-05 10:00"}, State.OPEN, None),
        ('settled = "done"', {}, State.OPEN, None),
        ('settled = "done"', {"done": "-"}, State.OPEN, None),
        ('settled = "done"', {"done": "2026-01-05 10:00"}, State.KEPT, datetime(2026, 1, 5, 15, tzinfo=UTC)),
        (
            'settled = "done"\nstate = { column = "state", map = { no = "broken" } }',
            {"done": "2026-01-05 10:00", "state": "no"},
            State.BROKEN,
            datetime(2026, 1, 5, 15, tzinfo=UTC),
        ),
        ('settled = "done"\nstate = "state"', {"done": "2026-01-05 10:00", "state": "open"}, State.OPEN, None),
        ('settled = { column = "done", default = "as-of" }', {}, State.KEPT, MOMENT),
        ('settled = { column = "done", default = "made" }', {}, State.KEPT, datetime(2026, 1, 5, 14, tzinfo=UTC)),
        ('settled = { column = "done", default = "due" }', {}, State.KEPT, datetime(2026, 1, 7, 5, tzinfo=UTC)),
    ],
)
def test_how_it_ended_follows_state_and_moment(rules: str, cells: dict[str, str], state: State, at: datetime | None):
    line = read(rules, **cells)

    assert (line.state, line.ending.at if line.ending else None) == (state, at)


@pytest.mark.parametrize(
    ("rule", "fate"),
    [
        ('note = "note"', None),
        ('note = { column = "note", empty = "leave" }', None),
        ('note = { column = "note", default = "nothing said" }', "nothing said"),
        ('note = { column = "note", default = "1", map = { 1 = "one" } }', "one"),
        ('note = { column = "note", default = "2", map = { 1 = "one" }, otherwise = "many" }', "many"),
    ],
)
def test_empty_cells_are_left_or_filled_as_the_mapping_says(rule: str, fate: str | None):
    assert read(rule).note == fate


def test_empty_cells_can_cost_the_row():
    with pytest.raises(Refused, match=r"promise\.note \(note\) is empty"):
        read('note = { column = "note", empty = "reject" }')
    with pytest.raises(PassedOver):
        read('note = { column = "note", empty = "skip" }')


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ('state = { value = "done" }', "promise.state is 'done', which is none of open, kept, partly_kept"),
        ('channel = { value = "drum" }', "promise.channel is 'drum', which is none of phone"),
        ('[customer.time_zone]\nvalue = "Boston"', "customer.time_zone is 'Boston', which is no time zone"),
    ],
)
def test_words_that_are_not_ours_are_refused(rule: str, reason: str):
    with pytest.raises(Refused) as refused:
        read(rule)

    assert str(refused.value).startswith(reason)


@given(st.text())
def test_cells_are_put_in_order(cell: str):
    text = cleaned(cell)

    assert cleaned(text) == text == text.strip()
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in text)
    assert "\x00" not in text


def test_line_breaks_become_one_sign():
    assert cleaned(" one\r\ntwo\rthree\x00\n ") == "one\ntwo\nthree"


def test_half_characters_are_refused():
    with pytest.raises(Refused):
        cleaned(b"caf\xe9".decode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("cells", [["1"], ["1", "2", "3"]])
def test_a_row_has_as_many_cells_as_the_header(cells: list[str]):
    with pytest.raises(Refused):
        cells_of(["a", "b"], Row(1, cells))


def test_empty_cells_behind_the_last_column_are_none():
    assert cells_of(["a", "b"], Row(1, ["1", "2", "", ""])) == {"a": "1", "b": "2"}


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1), st.data())
def test_a_fingerprint_tells_which_parts_have_changed(told: dict[str, str], data: st.DataObject):
    names = data.draw(st.sets(st.sampled_from(sorted(told))))
    later = {name: f"{value}!" if name in names else value for name, value in told.items()}

    assert changed(later, fingerprint(told)) == names
    assert changed(told, "") == told.keys()
