"""Office hours are read as people write them."""

import pytest

from tracker.accounts.rules.hours import slots_in, text_of
from tracker.kernel.errors import Invalid
from tracker.worktime.calendar import Slot

MORNING, AFTERNOON = Slot(8 * 60, 12 * 60 + 30), Slot(13 * 60 + 30, 17 * 60)


@pytest.mark.parametrize(
    "text",
    ["8-12:30, 13:30-17", "08:00–12:30, 13:30–17:00", "8 - 12.30; 13.30 bis 17 Uhr", "8 to 12:30 and 13:30 to 17h"],
)
def test_many_spellings_mean_the_same(text: str) -> None:
    assert slots_in(text, "monday") == (MORNING, AFTERNOON)


def test_what_was_written_can_be_read_again() -> None:
    assert slots_in(text_of((MORNING, AFTERNOON)), "monday") == (MORNING, AFTERNOON)


@pytest.mark.parametrize("text", ["", "  ", ","])
def test_an_empty_day_is_closed(text: str) -> None:
    assert slots_in(text, "sunday") == ()


def test_an_office_may_be_open_round_the_clock() -> None:
    assert slots_in("0-24", "monday") == (Slot(0, 1440),)


@pytest.mark.parametrize("text", ["nine to five", "9", "9-", "9:75-12", "17-9", "9-13, 12-17", "13-17, 9-12", "9-25"])
def test_what_cannot_be_hours_is_refused_at_its_day(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        slots_in(text, "friday")

    assert refusal.value.field == "friday"
