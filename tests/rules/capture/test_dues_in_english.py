"""English lines and the dues that the rules give them, written down before the grammar was asked."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tracker.capture.rules.due.grammar import Asked, Due, Relation, read

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 12, 1, 10, 20)  # noqa: DTZ001 - wall clock
FRIDAY_LATE = datetime(2026, 12, 4, 16, 30)  # noqa: DTZ001
MONDAY = datetime(2026, 11, 30, 9, 0)  # noqa: DTZ001
SATURDAY = datetime(2026, 12, 5, 11, 0)  # noqa: DTZ001

DAYS = {
    "today": "2026-12-01",
    "tomorrow": "2026-12-02",
    "the day after tomorrow": "2026-12-03",
    "Wednesday": "2026-12-02",
    "Thursday": "2026-12-03",
    "Friday": "2026-12-04",
    "Saturday": "2026-12-05",
    "Sunday": "2026-12-06",
    "Monday": "2026-12-07",
    "Fri": "2026-12-04",
    "this Friday": "2026-12-04",
    "next Monday": "2026-12-07",
    "15/12": "2026-12-15",
    "15/12/2026": "2026-12-15",
    "15 December": "2026-12-15",
    "December 15": "2026-12-15",
    "December 15th": "2026-12-15",
    "the 15th of December": "2026-12-15",
    "Dec 15, 2026": "2026-12-15",
    "the 15th": "2026-12-15",
    "31 January": "2027-01-31",
    "Friday 11 December": "2026-12-11",
    "Wednesday next week": "2026-12-09",
}
BY = ("by {}", "no later than {}", "the quote goes out by {}", "we will get back to you by {}", "by {} at the latest")
BY_PERIOD = {
    "by the end of the week": "2026-12-06",
    "by end of week": "2026-12-06",
    "by EOW": "2026-12-06",
    "by the end of next week": "2026-12-13",
    "by the weekend": "2026-12-06",
    "by the end of the month": "2026-12-31",
    "by EOM": "2026-12-31",
    "by the end of December": "2026-12-31",
    "by the end of January": "2027-01-31",
    "by the end of the year": "2026-12-31",
    "by week 50": "2026-12-13",
    "next week": "2026-12-13",
    "later this week": "2026-12-06",
    "this week": "2026-12-06",
    "next month": "2027-01-31",
    "early next week": "2026-12-09",
    "by the end of Q1": None,
    "by Christmas Eve": "2026-12-24",
    "by New Year's Eve": "2026-12-31",
    "by Good Friday": "2027-03-26",
    "within the week": None,
}
BEFORE = {
    "before Friday": "2026-12-03",
    "prior to Friday": "2026-12-03",
    "before the 15th": "2026-12-14",
    "before 15 December": "2026-12-14",
    "before Monday": "2026-12-06",
    "before the weekend": "2026-12-04",
    "before next week": "2026-12-06",
    "before Christmas": "2026-12-24",
    "before 3 pm": "2026-12-01 15:00",
    "tomorrow before noon": "2026-12-02 12:00",
    "Friday before 5pm": "2026-12-04 17:00",
}
DISTANCES = {
    "in 24 hours": "2026-12-02 10:20",
    "within 24 hours": "2026-12-02 10:20",
    "within the next 48 hours": "2026-12-03 10:20",
    "within the next 4 hours": "2026-12-01 14:20",
    "in 2 hours": "2026-12-01 12:20",
    "in an hour": "2026-12-01 11:20",
    "within the hour": "2026-12-01 11:20",
    "in half an hour": "2026-12-01 10:50",
    "in 30 minutes": "2026-12-01 10:50",
    "in ten minutes": "2026-12-01 10:30",
    "in 2.5 hours": "2026-12-01 12:50",
    "in 3 days": "2026-12-04",
    "in three days": "2026-12-04",
    "within 3 days": "2026-12-04",
    "within 14 days": "2026-12-15",
    "within a week": "2026-12-08",
    "in a week": "2026-12-08",
    "in two weeks": "2026-12-15",
    "in a fortnight": "2026-12-15",
    "within 2 weeks": "2026-12-15",
    "in a month": "2027-01-01",
    "two weeks from today": "2026-12-15",
    "a week from tomorrow": "2026-12-09",
    "in 1 business day": "2026-12-02",
    "in 2 working days": "2026-12-03",
    "within 3 business days": "2026-12-04",
    "within 4 business days": "2026-12-07",
    "in five working days": "2026-12-08",
    "within ten business days": "2026-12-15",
    "in 2-3 days": "2026-12-04",
    "in two to three days": "2026-12-04",
    "2-3 business days": "2026-12-04",
    "next business day": "2026-12-02",
    "the next working day": "2026-12-02",
}
CLOCKS = {
    "at 3pm": "2026-12-01 15:00",
    "at 3 pm": "2026-12-01 15:00",
    "at 3 p.m.": "2026-12-01 15:00",
    "at 15:30": "2026-12-01 15:30",
    "at 3:30 pm": "2026-12-01 15:30",
    "by 5pm": "2026-12-01 17:00",
    "by 17:00": "2026-12-01 17:00",
    "by 5": "2026-12-01 17:00",
    "by 4 today": "2026-12-01 16:00",
    "by noon": "2026-12-01 12:00",
    "at half past two": "2026-12-01 14:30",
    "at half past three": "2026-12-01 15:30",
    "quarter to four": "2026-12-01 15:45",
    "quarter past eleven": "2026-12-01 11:15",
    "at three": "2026-12-01 15:00",
    "at 4 o'clock": "2026-12-01 16:00",
    "around 4pm": "2026-12-01 16:00",
    "tomorrow at 9": "2026-12-02 09:00",
    "tomorrow at 9am": "2026-12-02 09:00",
    "tomorrow 3pm": "2026-12-02 15:00",
    "at 9am tomorrow": "2026-12-02 09:00",
    "by 9am tomorrow": "2026-12-02 09:00",
    "tomorrow by noon": "2026-12-02 12:00",
    "by noon tomorrow": "2026-12-02 12:00",
    "by tomorrow noon": "2026-12-02 12:00",
    "on Friday at 2pm": "2026-12-04 14:00",
    "Friday 14:00": "2026-12-04 14:00",
    "Friday by 10am": "2026-12-04 10:00",
    "by Friday 6pm": "2026-12-04 18:00",
    "by 6pm on Friday": "2026-12-04 18:00",
    "on 15 December at 8:30": "2026-12-15 08:30",
    "at 9:30": "2026-12-02 09:30",
    "at 8am": "2026-12-02 08:00",
    "Monday next week at 9am": "2026-12-07 09:00",
    "today at 4pm": "2026-12-01 16:00",
    "until 6pm today": "2026-12-01 18:00",
    "on Thursday at ten": "2026-12-03 10:00",
}
PARTS = {
    "tonight": "2026-12-01",
    "this evening": "2026-12-01 20:00",
    "by this evening": "2026-12-01 20:00",
    "this afternoon": "2026-12-01 17:00",
    "tomorrow morning": "2026-12-02 11:59:59",
    "first thing tomorrow": "2026-12-02 09:00",
    "first thing in the morning": "2026-12-02 09:00",
    "first thing on Monday": "2026-12-07 09:00",
    "tomorrow afternoon": "2026-12-02 17:00",
    "Friday afternoon": "2026-12-04 17:00",
    "Thursday evening": "2026-12-03 20:00",
    "tomorrow evening at 8": "2026-12-02 20:00",
    "Friday afternoon at 3": "2026-12-04 15:00",
    "tomorrow morning at 7": "2026-12-02 07:00",
}
CLOSES = {
    "by EOD": "2026-12-01",
    "EOD": "2026-12-01",
    "by COB": "2026-12-01",
    "by close of business": "2026-12-01",
    "by the end of the day": "2026-12-01",
    "by end of business": "2026-12-01",
    "by end of day tomorrow": "2026-12-02",
    "by EOD tomorrow": "2026-12-02",
    "tomorrow EOD": "2026-12-02",
    "by EOD Friday": "2026-12-04",
    "by COB Friday": "2026-12-04",
    "by close of business on Friday": "2026-12-04",
    "Friday by close of play": "2026-12-04",
}
EVERYTHING = {
    text: due
    for text, due in {
        **{form.format(said): due for said, due in DAYS.items() for form in BY},
        **{f"callback {said}": due for said, due in DAYS.items()},
        **BY_PERIOD,
        **BEFORE,
        **DISTANCES,
        **CLOCKS,
        **PARTS,
        **CLOSES,
    }.items()
    if due is not None
}
NO_DUE = (
    "invoice 4711",
    "re #4711",
    "#0512",
    "invoice 2026-11",
    "order 12/2026 is missing",
    "credit of $15",
    "refund 49.90 euros",
    "£1,500 goodwill",
    "20% discount",
    "call 030 1234567",
    "+44 20 7946 0958",
    "good morning Mrs Miller",
    "good evening",
    "install version 2.5",
    "the customer has 3 questions",
    "room 12",
    "Mr Friday",
    "Mrs May calls",
    "open 24/7",
    "2-3 pieces",
    "section 2.5",
    "I sat on it",
    "by 6/31",
    "you may call him",
    "this may take longer",
    "a second opinion",
    "in the second half of our talk",
    "",
    "   ",
    "...",
)
VAGUE = (
    "asap",
    "as soon as possible",
    "we will get back to you soon",
    "shortly",
    "in due course",
    "promptly",
    "at our earliest convenience",
)


def said(text: str, now: datetime = TUESDAY, *, month_first: bool = False) -> Due:
    return read(text, Asked("en", now, LONDON, month_first=month_first))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text if " " in text else f"{text} 23:59:59")


@pytest.mark.parametrize(("text", "due"), EVERYTHING.items(), ids=list(EVERYTHING))
def test_a_line_means_one_due(text, due):
    assert said(text).due == moment(due)


@pytest.mark.parametrize("text", NO_DUE)
def test_numbers_and_greetings_are_no_due(text):
    assert said(text) == Due()


@pytest.mark.parametrize("text", VAGUE)
def test_vague_words_give_no_due_and_say_so(text):
    due = said(text)

    assert due.due is None
    assert due.vague


@pytest.mark.parametrize(
    ("text", "now", "due", "other"),
    [
        ("next Wednesday", TUESDAY, "2026-12-09", "2026-12-02"),
        ("by next Friday", TUESDAY, "2026-12-11", "2026-12-04"),
        ("on Monday", MONDAY, "2026-12-07", "2026-11-30"),
        ("at 3", TUESDAY, "2026-12-01 15:00", "2026-12-02 03:00"),
        ("tomorrow at 9", TUESDAY, "2026-12-02 09:00", "2026-12-02 21:00"),
        ("by 03/04", TUESDAY, "2027-04-03", "2027-03-04"),
        ("by 27 November", TUESDAY, "2027-11-27", "2026-11-27"),
    ],
)
def test_what_may_be_meant_otherwise_is_shown(text, now, due, other):
    answer = said(text, now)

    assert answer.due == moment(due)
    assert moment(other) in answer.others


def test_numeric_dates_follow_the_order_of_the_place():
    assert said("by 03/04", month_first=True).due == moment("2027-03-04")
    assert said("by 12/15", month_first=True).due == moment("2026-12-15")
    assert said("by 15/12", month_first=True).due == moment("2026-12-15")


@pytest.mark.parametrize(
    ("text", "now", "due"),
    [
        ("in 1 business day", FRIDAY_LATE, "2026-12-07"),
        ("within 2 business days", FRIDAY_LATE, "2026-12-08"),
        ("in 2 working days", SATURDAY, "2026-12-08"),
        ("by Monday", FRIDAY_LATE, "2026-12-07"),
        ("Friday", FRIDAY_LATE, "2026-12-11"),
        ("at 2pm", FRIDAY_LATE, "2026-12-05 14:00"),
        ("by 30 November", MONDAY, "2026-11-30"),
        ("this Monday", TUESDAY, "2026-12-07"),
        ("by 5 January", FRIDAY_LATE, "2027-01-05"),
        ("in 24 hours", datetime(2026, 10, 24, 12, 0), "2026-10-25 11:00"),  # noqa: DTZ001 - the clock goes back
        ("by noon tomorrow", datetime(2026, 10, 24, 12, 0), "2026-10-25 12:00"),  # noqa: DTZ001
    ],
)
def test_what_is_past_rolls_forward(text, now, due):
    assert said(text, now).due == moment(due)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("by Friday", Relation.DEADLINE),
        ("until Friday", Relation.DEADLINE),
        ("within 3 days", Relation.DEADLINE),
        ("before Friday", Relation.BEFORE),
        ("on Friday", Relation.POINT),
        ("around 4pm", Relation.ABOUT),
        ("from Monday", Relation.START),
        ("between 2 and 4 pm", Relation.WINDOW),
        ("from 9 to 11 am", Relation.WINDOW),
    ],
)
def test_how_a_due_is_meant(text, relation):
    assert said(text).relation is relation


def test_a_window_has_two_ends():
    due = said("the engineer comes tomorrow between 2 and 4 pm")

    assert (due.start, due.end) == (moment("2026-12-02 14:00"), moment("2026-12-02 16:00"))


def test_the_words_that_were_understood_are_named():
    text = "callback Miller by tomorrow 3pm re invoice 4711"

    due = said(text)

    assert due.span is not None
    assert text[slice(*due.span)] == "by tomorrow 3pm"
