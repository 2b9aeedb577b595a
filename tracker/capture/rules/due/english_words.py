"""The English words of the grammar of dues."""

from collections.abc import Mapping
from typing import Any

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_ONES += ["seventeen", "eighteen", "nineteen"]
_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty"}
_IRREGULAR = {1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth"}


def _number(number: int, between: str = " ") -> str:
    if number < len(_ONES):
        return _ONES[number]
    ones = number % 10
    return _TENS[number - ones] + (between + _ONES[ones] if ones else "")


def _ordinal(number: int, between: str = " ") -> str:
    if number in _IRREGULAR or number < len(_ONES):
        return _IRREGULAR.get(number) or _ONES[number] + "th"
    ones = number % 10
    return _TENS[number - ones] + between + _ordinal(ones) if ones else _TENS[number][:-1] + "ieth"


NUMBERS = {_number(each, between): each for each in range(60) for between in " -"}
ORDINALS = {_ordinal(each, between): each for each in range(1, 32) for between in " -"}
_PLAIN = {word: number for word, number in NUMBERS.items() if 20 <= number <= 31}  # noqa: PLR2004 - "the thirty"

_WEEKDAYS = (
    "monday mon mondays",
    "tuesday tue tues tuesdays",
    "wednesday wed wednesdays weds wednessday",
    "thursday thu thur thurs thursdays",
    "friday fri fridays",
    "saturday sat saturdays",
    "sunday sun sundays",
)
_MONTHS = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sep sept",
    "october oct",
    "november nov",
    "december dec",
)


def _by_word(*words: tuple[str, Any]) -> dict[str, Any]:
    return {each.replace("_", " "): value for stems, value in words for each in stems.split()}


WORDS: Mapping[str, Mapping[str, Any]] = {
    "WEEKDAY": {word: index for index, words in enumerate(_WEEKDAYS) for word in words.split()},
    "MONTH": {word: index for index, words in enumerate(_MONTHS, 1) for word in words.split()},
    "DAYWORD": ORDINALS | _PLAIN,
    "LATEDAY": {word: {"day": number} for word, number in ORDINALS.items() if number > 5},  # noqa: PLR2004
    "DAYNUMBER": {word: {"day": number} for word, number in NUMBERS.items() if 1 <= number <= 31},  # noqa: PLR2004
    "HOURWORD": {word: number for word, number in NUMBERS.items() if 1 <= number <= 12},  # noqa: PLR2004 - o'clock
    "BAREWORD": {word: {"bare": number} for word, number in NUMBERS.items() if 2 <= number <= 12},  # noqa: PLR2004 - hours
    "HOURNUM": {"noon": 12, "midnight": 24} | {w: n for w, n in NUMBERS.items() if 1 <= n <= 12},  # noqa: PLR2004
    "MINUTETEN": {word: {"minute": number} for word, number in NUMBERS.items() if number >= 10}  # noqa: PLR2004
    | {"oh " + word: {"minute": number} for word, number in NUMBERS.items() if 1 <= number <= 9},  # noqa: PLR2004
    "NEXTTO": {"before": {"ago": True}, "after": {"ago": False}},
    "FIVES": {_number(each, between): {"minute": each} for each in (5, 10, 20, 25) for between in " -"},
    "MINUTEWORD": {w: n for w, n in NUMBERS.items() if n},
    "COUNT": NUMBERS
    | {
        "a": 1,
        "an": 1,
        "a couple of": 2,
        "a couple": 2,
        "couple of": 2,
        "a pair of": 2,
        "a few": 3,
        "few": 3,
        "a single": 1,
    },
    "FEW": {word: number for word, number in NUMBERS.items() if number > 1} | {"few": 3, "couple of": 2},
    "HALF": {"half an": 0.5, "half a": 0.5, "a half": 0.5},
    "MERIDIEM": _by_word(("am a.m. a.m a am. a_m", "am"), ("pm p.m. p.m p pm. p_m", "pm"))
    | {"p . m .": "pm", "a . m .": "am"},
    "WHICH": _by_word(
        ("this", 0), ("next following", 1), ("coming upcoming this_coming this_upcoming", 3), ("last past previous", -1)
    ),
    "SHIFT": _by_word(
        ("this current the_current", 0),
        ("next coming upcoming following the_next the_coming the_upcoming the_following", 1),
        ("last past previous", -1),
    ),
    "PERIOD": _by_word(
        ("week", "week"),
        ("workweek working_week work_week", "workweek"),
        ("month", "month"),
        ("quarter qtr", "quarter"),
        ("year yr", "year"),
        ("weekend", "weekend"),
    ),
    "UNIT": _by_word(
        ("second seconds sec secs", "second"),
        ("minute minutes min mins", "minute"),
        ("hour hours hr hrs h", "hour"),
        ("day days", "day"),
        ("business_day business_days biz_day biz_days", "workday"),
        ("working_day working_days work_day work_days workday workdays", "workday"),
        ("week weeks", "week"),
        ("month months", "month"),
        ("quarter quarters", "quarter"),
        ("year years", "year"),
    )
    | {"fortnight": "fortnight", "fortnights": "fortnight"},
    "MOREUNIT": {
        each: {"more_unit": each.rstrip("s")} for each in ("hours", "hour", "minutes", "minute", "days", "day")
    },
    "EDGE": _by_word(
        ("beginning start early_in early", "begin"),
        ("middle mid", "mid"),
        ("end late late_in", "end"),
        ("later later_in", "later"),
    ),
    "NTH": {word: number for word, number in ORDINALS.items() if number <= 5}  # noqa: PLR2004 - weeks in a month
    | {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1},
    "PART": _by_word(
        ("early_morning early_mornings", "early"),
        ("morning mornings late_morning late-morning late-mornings morn forenoon", "morning"),
        ("mid-morning mid_morning midmorning", "mid-morning"),
        ("noon mid-day midday mid_day noonish", "noon"),
        ("afternoon afternoons afternoonish late-afternoon after_noon", "afternoon"),
        ("mid-afternoon mid_afternoon midafternoon", "mid-afternoon"),
        ("evening evenings late-evening late-evenings eve", "evening"),
        ("night nights late-night nighttime night-time late_night", "night"),
        ("midnight mid-night", "midnight"),
    ),
    "ZONE": _by_word(
        ("est edt et eastern eastern_time new_york_time", {"zone": "America/New_York"}),
        ("cst cdt ct central_time", {"zone": "America/Chicago"}),
        ("mst mdt mt mountain_time", {"zone": "America/Denver"}),
        ("pst pdt pt pacific pacific_time", {"zone": "America/Los_Angeles"}),
        ("gmt utc zulu", {"zone": "UTC"}),
        ("bst uk_time london_time", {"zone": "Europe/London"}),
        ("cet cest german_time berlin_time", {"zone": "Europe/Berlin"}),
    ),
    "HOLIDAY": {
        "christmas": "christmas",
        "xmas": "christmas",
        "christmas day": "christmas",
        "christmas eve": "christmas eve",
        "boxing day": "second christmas day",
        "new year's eve": "new year's eve",
        "new year": "new year",
        "new year's day": "new year",
        "new years day": "new year",
        "new year day": "new year",
        "easter": "easter",
        "easter sunday": "easter",
        "easter monday": "easter monday",
        "good friday": "good friday",
        "independence day": "independence day",
        "halloween": "halloween",
        "thanksgiving": "thanksgiving",
        "valentine's day": "valentine",
        "valentines day": "valentine",
        "st patrick's day": "saint patrick",
        "saint patrick": "saint patrick",
        "labor day": "labor day",
        "memorial day": "memorial day",
    },
}
