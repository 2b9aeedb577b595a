"""The German words of the grammar of dues."""

from collections.abc import Mapping
from typing import Any

_ONES = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
]
_ONES += ["siebzehn", "achtzehn", "neunzehn"]
_TENS = {20: "zwanzig", 30: "dreißig", 40: "vierzig", 50: "fünfzig"}
_SPELLED = {1: "eins", 2: "zwo", 30: "dreissig"}


def _number(number: int) -> str:
    if number in _TENS or number < len(_ONES):
        return _TENS.get(number) or _ONES[number]
    return f"{_ONES[number % 10]}und{_TENS[number // 10 * 10]}"


NUMBERS = {_number(each): each for each in range(60)} | {word: each for each, word in _SPELLED.items()}
_ARTICLES = dict.fromkeys(("ein", "eine", "einer", "einem", "einen"), 1)
_IRREGULAR = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
_ENDINGS = ("e", "en", "er", "es", "em")


def _ordinal(number: int) -> str:
    return _IRREGULAR.get(number) or _number(number) + ("t" if number < len(_ONES) else "st")


ORDINALS = {_ordinal(each) + ending: each for each in range(1, 32) for ending in _ENDINGS}
ORDINALS |= {"dreissigst" + ending: 30 for ending in _ENDINGS}

_WEEKDAYS = (
    "montag mo mon monday",
    "dienstag di dienstags tuesday",
    "mittwoch mi mittwochs wednesday",
    "donnerstag do don donnerstags thursday",
    "freitag fr freitags friday",
    "samstag sa sonnabend samstags saturday",
    "sonntag sonntags sunday",
)
_MONTHS = (
    "januar jan jänner january",
    "februar feb february feber",
    "märz mär maerz mrz march mar",
    "april apr",
    "mai may",
    "juni jun june juno",
    "juli jul july",
    "august aug",
    "september sep sept",
    "oktober okt october oct",
    "november nov",
    "dezember dez december dec",
)


def inflected(stem: str) -> tuple[str, ...]:
    """Return an adjective in every ending that it may have."""
    return tuple(stem + ending for ending in ("e", "en", "er", "es", "em"))


def _by_word(*words: tuple[str, Any]) -> dict[str, Any]:
    return {each: value for stems, value in words for each in stems.split()}


_PARTS = _by_word(
    ("frühmorgens früh", "early"),
    ("morgens morning vormittag vormittags vormittage mittvormittag", "morning"),
    ("mittag mittags mittagszeit", "noon"),
    ("nachmittag nachmittags mittnachmittag", "afternoon"),
    ("abend abends spätanreise", "evening"),
    ("nacht nachts", "night"),
    ("mitternacht mitternachts", "midnight"),
)

WORDS: Mapping[str, Mapping[str, Any]] = {
    "WEEKDAY": {word: index for index, words in enumerate(_WEEKDAYS) for word in words.split()},
    "LONGDAY": {words.split()[0]: {"weekday": index} for index, words in enumerate(_WEEKDAYS)},
    "MONTH": {word: index for index, words in enumerate(_MONTHS, 1) for word in words.split()},
    "MONTHORDINAL": {word: {"month": number} for word, number in ORDINALS.items() if number <= len(_MONTHS)},
    "DAYWORD": ORDINALS,
    "HOURWORD": {word: number for word, number in NUMBERS.items() if 1 <= number <= 24},  # noqa: PLR2004 - hours
    "BAREWORD": {word: {"bare": number} for word, number in NUMBERS.items() if 2 <= number <= 12},  # noqa: PLR2004 - hours
    "HOURNUM": {w: n for w, n in NUMBERS.items() if 1 <= n <= 12},  # noqa: PLR2004
    "MINUTETEN": {w: {"minute": n} for w, n in NUMBERS.items() if n >= 5},  # noqa: PLR2004 - "um drei Uhr zwei Pakete"
    "MINUTEWORD": {w: n for w, n in NUMBERS.items() if n},
    "COUNT": NUMBERS | _ARTICLES | {"paar": 2, "ein paar": 2, "einige": 3},
    "FEW": {word: number for word, number in NUMBERS.items() if number > 1},
    "HALF": {"halben": 0.5, "halbe": 0.5, "halbes": 0.5},
    "WHICH": _by_word(
        ("diese diesen dieser dieses diesem", 0),
        ("nächste nächsten nächster nächstes nächstem naechste naechsten nächst", 1),
        ("übernächste übernächsten übernächster übernächstes übernächstem", 2),
        ("kommende kommenden kommender kommendes kommendem", 3),
        ("letzte letzten letzter letztes letztem vergangene vergangenen vorige vorigen", -1),
    ),
    "SHIFT": _by_word(
        ("diese diesen dieser dieses diesem der die das dem den des laufende laufenden aktuelle aktuellen", 0),
        ("nächste nächsten nächster nächstes nächstem kommende kommenden kommender kommendes folgende folgenden", 1),
        ("übernächste übernächsten übernächster übernächstes übernächstem", 2),
        ("letzte letzten letzter letztes letztem vergangene vergangenen vorige vorigen", -1),
    ),
    "PERIOD": _by_word(
        ("woche", "week"),
        ("arbeitswoche", "workweek"),
        ("monat monats", "month"),
        ("quartal quartals", "quarter"),
        ("jahr jahres jahrs", "year"),
        ("wochenende wochenendes", "weekend"),
    ),
    "UNIT": _by_word(
        ("sekunde sekunden sek", "second"),
        ("minute minuten min", "minute"),
        ("stunde stunden std h", "hour"),
        ("tag tage tagen tages", "day"),
        ("werktag werktage werktagen werktages werktags", "workday"),
        ("arbeitstag arbeitstage arbeitstagen arbeitstages arbeitstags", "workday"),
        ("geschäftstag geschäftstage geschäftstagen bankarbeitstag bankarbeitstage bankarbeitstagen", "workday"),
        ("woche wochen", "week"),
        ("monat monate monaten monats", "month"),
        ("quartal quartale quartalen", "quarter"),
        ("jahr jahre jahren jahres", "year"),
    ),
    "MOREUNIT": {
        each: {"more_unit": unit} for each, unit in (("stunden", "hour"), ("minuten", "minute"), ("tage", "day"))
    },
    "EDGE": _by_word(
        ("anfang beginn", "begin"),
        ("mitte", "mid"),
        ("ende", "end"),
    ),
    "EDGES": {
        f"{period}{edge}": {"period": name, "edge": where}
        for period, name in (("wochen", "week"), ("monats", "month"), ("quartals", "quarter"), ("jahres", "year"))
        for edge, where in (("anfang", "begin"), ("beginn", "begin"), ("mitte", "mid"), ("ende", "end"))
        if f"{period}{edge}" != "wochenende"
    },
    "NEXTTO": {"vor": {"ago": True}, "nach": {"ago": False}},
    "ZONE": {
        "mez": {"zone": "Europe/Berlin"},
        "mesz": {"zone": "Europe/Berlin"},
        "deutscher zeit": {"zone": "Europe/Berlin"},
        "gmt": {"zone": "UTC"},
        "utc": {"zone": "UTC"},
        "est": {"zone": "America/New_York"},
        "pst": {"zone": "America/Los_Angeles"},
        "londoner zeit": {"zone": "Europe/London"},
        "britischer zeit": {"zone": "Europe/London"},
        "new yorker zeit": {"zone": "America/New_York"},
    },
    "NTH": {word: number for word, number in ORDINALS.items() if number <= 5}  # noqa: PLR2004 - weeks in a month
    | {f"{digit}.": digit for digit in range(1, 6)}
    | {"letzte": -1, "letzten": -1, "letzter": -1, "letztes": -1},
    "QUARTERWORD": {word: {"number": number} for word, number in ORDINALS.items() if number <= 4},  # noqa: PLR2004
    "MERIDIEM": {"am": "am", "pm": "pm"},
    "PART": _PARTS,
    "HOLIDAY": _by_word(
        ("weihnachten weihnacht weihnachtstag", "christmas"),
        ("heiligabend heiliger heiligabends", "christmas eve"),
        ("silvester", "new year's eve"),
        ("neujahr", "new year"),
        ("ostern ostersonntag", "easter"),
        ("karfreitag", "good friday"),
        ("karsamstag", "holy saturday"),
        ("ostermontag", "easter monday"),
        ("himmelfahrt", "ascension"),
        ("pfingsten pfingstsonntag", "pentecost"),
        ("pfingstmontag", "whit monday"),
        ("fronleichnam", "corpus christi"),
        ("rosenmontag", "rose monday"),
        ("fastnachtssamstag", "carnival saturday"),
        ("fastnachtssonntag", "carnival sunday"),
        ("aschermittwoch", "ash wednesday"),
        ("nikolaus nikolaustag", "saint nicholas"),
        ("reformationstag", "reformation"),
        ("allerheiligen", "all saints"),
    ),
}
