"""How people say dues on the telephone, in several trades: none is understood wrongly without a word about it."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tracker.capture.rules.due.grammar import Asked, Due, read
from tracker.capture.rules.line.dues import due_in

SPOKEN = Path(__file__).parent / "sentences" / "spoken.txt"
"""Lines of language, words, and every right due: a day, a moment, or "-" for none."""
BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 11, 24, 10, 0)  # noqa: DTZ001 - a wall clock
NIGHT = datetime(2026, 11, 24, 0, 30)  # noqa: DTZ001

LINES = [tuple(part.strip() for part in line.split("|")) for line in SPOKEN.read_text(encoding="utf-8").splitlines()]


def said(text: str, language: str, now: datetime = TUESDAY) -> Due:
    return read(text, Asked(language, now, BERLIN))


def is_right(moment: datetime | None, rights: str) -> bool:
    return any(f"{moment:%Y-%m-%dT%H:%M}".startswith(right) if moment else right == "-" for right in rights.split(","))


@pytest.mark.parametrize(("language", "text", "rights"), LINES, ids=[text for _language, text, _rights in LINES])
def test_a_due_is_understood_or_doubted(language, text, rights):
    due = said(text, language)

    assert due.vague or any(is_right(each, rights) for each in (due.due, *due.others))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "innerhalb von 14 Tagen nach Eingang"),
        ("de", "drei Tage nach Zahlungseingang"),
        ("en", "within 14 days of receipt"),
        ("en", "24 hours after we receive it"),
        ("de", "um 15 Uhr Ihrer Zeit"),
        ("en", "by 5 pm your time"),
    ],
)
def test_what_nobody_can_count_from_here_is_a_guess_to_choose(language, text):
    due = said(text, language)

    assert (due.due, due.is_guess) == (None, True)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("text", ["by 5 pm your time", "um 15:00 Ihrer Zeit", "within 3 days of receipt"])
def test_no_other_language_makes_a_due_of_a_guess(language, text):
    assert due_in(text, Asked(language, TUESDAY, BERLIN)).is_guess


def test_an_hour_of_another_zone_is_the_hour_that_it_is_here():
    summer = Asked("en", datetime(2026, 7, 1, 10, 0), ZoneInfo("Europe/London"))  # noqa: DTZ001

    assert read("tomorrow 3pm ET", summer).due == datetime(2026, 7, 2, 20, 0)  # noqa: DTZ001
    assert read("tomorrow 2-3pm CET", summer).start == datetime(2026, 7, 2, 13, 0)  # noqa: DTZ001


def test_small_hours_of_a_night_lie_behind_it_unless_it_has_begun():
    assert said("heute Nacht um zwei", "de").due == datetime(2026, 11, 25, 2, 0)  # noqa: DTZ001
    assert said("heute Nacht um zwei", "de", NIGHT).due == datetime(2026, 11, 24, 2, 0)  # noqa: DTZ001


@pytest.mark.parametrize("text", ["by midnight on Friday", "before midnight on Friday"])
def test_midnight_ends_the_day_of_a_deadline_and_the_other_one_is_shown(text):
    due = said(text, "en")

    assert due.due == datetime(2026, 11, 28, 0, 0)  # noqa: DTZ001
    assert due.others == (datetime(2026, 11, 27, 0, 0),)  # noqa: DTZ001
