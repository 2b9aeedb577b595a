"""German lines and the dues that the rules give them, written down before the grammar was asked."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tracker.capture.rules.due.grammar import Asked, Due, Relation, read

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 12, 1, 10, 20)  # noqa: DTZ001 - wall clock
FRIDAY_LATE = datetime(2026, 12, 4, 16, 30)  # noqa: DTZ001
MONDAY = datetime(2026, 11, 30, 9, 0)  # noqa: DTZ001
SATURDAY = datetime(2026, 12, 5, 11, 0)  # noqa: DTZ001

DAYS = {
    "heute": "2026-12-01",
    "morgen": "2026-12-02",
    "übermorgen": "2026-12-03",
    "Mittwoch": "2026-12-02",
    "Donnerstag": "2026-12-03",
    "Freitag": "2026-12-04",
    "Samstag": "2026-12-05",
    "Sonntag": "2026-12-06",
    "Montag": "2026-12-07",
    "Fr": "2026-12-04",
    "diesen Freitag": "2026-12-04",
    "kommenden Freitag": "2026-12-04",
    "kommenden Montag": "2026-12-07",
    "nächsten Montag": "2026-12-07",
    "15.12.": "2026-12-15",
    "15.12.2026": "2026-12-15",
    "15.12.26": "2026-12-15",
    "15. Dezember": "2026-12-15",
    "31.1.": "2027-01-31",
    "Freitag, den 11.12.": "2026-12-11",
    "Mittwoch nächster Woche": "2026-12-09",
    "nächste Woche Donnerstag": "2026-12-10",
}
BY = ("bis {}", "spätestens {}", "bis spätestens {}", "Angebot geht bis {} raus", "wir melden uns bis {} bei Ihnen")
BY_PERIOD = {
    "bis Ende der Woche": "2026-12-06",
    "bis Ende nächster Woche": "2026-12-13",
    "bis Wochenende": "2026-12-06",
    "bis Ende des Monats": "2026-12-31",
    "bis Monatsende": "2026-12-31",
    "bis Ende Dezember": "2026-12-31",
    "bis Ende Januar": "2027-01-31",
    "bis zum Monatsende": "2026-12-31",
    "bis Jahresende": "2026-12-31",
    "bis KW 50": "2026-12-13",
    "in KW 51": "2026-12-20",
    "bis Ende KW 50": "2026-12-13",
    "in der Kalenderwoche 52": "2026-12-27",
    "bis nächste Woche": "2026-12-13",
    "nächste Woche": "2026-12-13",
    "diese Woche noch": "2026-12-06",
    "noch diese Woche": "2026-12-06",
    "nächsten Monat": "2027-01-31",
    "Anfang nächster Woche": "2026-12-09",
    "Anfang Januar": "2027-01-10",
    "bis Ende Q1": "2027-03-31",
    "bis Silvester": "2026-12-31",
    "bis Heiligabend": "2026-12-24",
    "bis Karfreitag": "2027-03-26",
}
BEFORE = {
    "vor Freitag": "2026-12-03",
    "noch vor Freitag": "2026-12-03",
    "vor dem 15.12.": "2026-12-14",
    "vor dem 15. Dezember": "2026-12-14",
    "vor Montag": "2026-12-06",
    "vor übermorgen": "2026-12-02",
    "vor dem Wochenende": "2026-12-04",
    "noch vor Silvester": "2026-12-30",
    "vor nächster Woche": "2026-12-06",
    "vor 15 Uhr": "2026-12-01 15:00",
    "morgen vor 12 Uhr": "2026-12-02 12:00",
    "Freitag vor 17:00 Uhr": "2026-12-04 17:00",
}
DISTANCES = {
    "in 24 Stunden": "2026-12-02 10:20",
    "innerhalb von 24 Stunden": "2026-12-02 10:20",
    "binnen 48 Stunden": "2026-12-03 10:20",
    "innerhalb der nächsten 4 Stunden": "2026-12-01 14:20",
    "in den nächsten 2 Stunden": "2026-12-01 12:20",
    "in 2 Stunden": "2026-12-01 12:20",
    "in einer Stunde": "2026-12-01 11:20",
    "in einer halben Stunde": "2026-12-01 10:50",
    "in einer Viertelstunde": "2026-12-01 10:35",
    "in anderthalb Stunden": "2026-12-01 11:50",
    "in 30 Minuten": "2026-12-01 10:50",
    "in zehn Minuten": "2026-12-01 10:30",
    "in 3 Tagen": "2026-12-04",
    "in drei Tagen": "2026-12-04",
    "innerhalb von 3 Tagen": "2026-12-04",
    "binnen 14 Tagen": "2026-12-15",
    "binnen einer Woche": "2026-12-08",
    "in einer Woche": "2026-12-08",
    "in zwei Wochen": "2026-12-15",
    "in 14 Tagen": "2026-12-15",
    "innerhalb von 2 Wochen": "2026-12-15",
    "in einem Monat": "2027-01-01",
    "in 1 Werktag": "2026-12-02",
    "in 2 Werktagen": "2026-12-03",
    "innerhalb von 3 Werktagen": "2026-12-04",
    "binnen 4 Werktagen": "2026-12-07",
    "in fünf Arbeitstagen": "2026-12-08",
    "innerhalb von zehn Arbeitstagen": "2026-12-15",
    "spätestens in 2 Tagen": "2026-12-03",
    "in 2-3 Tagen": "2026-12-04",
    "in zwei bis drei Tagen": "2026-12-04",
    "2-3 Werktage": "2026-12-04",
    "innerhalb 24h": "2026-12-02 10:20",
    "am nächsten Werktag": "2026-12-02",
}
CLOCKS = {
    "um 15 Uhr": "2026-12-01 15:00",
    "um 15:30 Uhr": "2026-12-01 15:30",
    "um 15.30 Uhr": "2026-12-01 15:30",
    "um 14:30": "2026-12-01 14:30",
    "bis 17 Uhr": "2026-12-01 17:00",
    "bis 16:45": "2026-12-01 16:45",
    "bis spätestens 12:30 Uhr": "2026-12-01 12:30",
    "halb drei": "2026-12-01 14:30",
    "um halb vier": "2026-12-01 15:30",
    "bis halb zwölf": "2026-12-01 11:30",
    "Viertel vor vier": "2026-12-01 15:45",
    "Viertel nach elf": "2026-12-01 11:15",
    "um Viertel vor fünf": "2026-12-01 16:45",
    "um drei": "2026-12-01 15:00",
    "gegen 16 Uhr": "2026-12-01 16:00",
    "morgen um 9": "2026-12-02 09:00",
    "morgen um 9 Uhr": "2026-12-02 09:00",
    "morgen um 15 Uhr": "2026-12-02 15:00",
    "morgen 10:15": "2026-12-02 10:15",
    "bis morgen 12 Uhr": "2026-12-02 12:00",
    "morgen bis 12 Uhr": "2026-12-02 12:00",
    "spätestens morgen um 12": "2026-12-02 12:00",
    "bis morgen, 12:00 Uhr": "2026-12-02 12:00",
    "am Freitag um 14 Uhr": "2026-12-04 14:00",
    "Freitag 14 Uhr": "2026-12-04 14:00",
    "Freitag bis 10 Uhr": "2026-12-04 10:00",
    "bis Freitag 18 Uhr": "2026-12-04 18:00",
    "bis Freitag, 11.12., 17 Uhr": "2026-12-11 17:00",
    "am 15.12. um 8:30 Uhr": "2026-12-15 08:30",
    "am 15.12.2026 um 16 Uhr": "2026-12-15 16:00",
    "bis zum 15.12. um 12 Uhr": "2026-12-15 12:00",
    "um 9:30": "2026-12-02 09:30",
    "um 8 Uhr": "2026-12-02 08:00",
    "nächste Woche Montag um 9 Uhr": "2026-12-07 09:00",
    "heute um 16 Uhr": "2026-12-01 16:00",
    "heute noch bis 18 Uhr": "2026-12-01 18:00",
    "übermorgen um 11:45 Uhr": "2026-12-03 11:45",
    "bis 18:00": "2026-12-01 18:00",
    "am Donnerstag um zehn Uhr": "2026-12-03 10:00",
    "Donnerstag halb elf": "2026-12-03 10:30",
}
PARTS = {
    "heute Abend": "2026-12-01 20:00",
    "bis heute Abend": "2026-12-01 20:00",
    "morgen früh": "2026-12-02 09:00",
    "morgen Vormittag": "2026-12-02 11:59:59",
    "morgen Mittag": "2026-12-02 12:00",
    "bis morgen Mittag": "2026-12-02 12:00",
    "heute Nachmittag": "2026-12-01 17:00",
    "Freitagnachmittag": "2026-12-04 17:00",
    "am Donnerstagabend": "2026-12-03 20:00",
    "morgen Abend um 8": "2026-12-02 20:00",
    "Freitag Nachmittag um 3": "2026-12-04 15:00",
    "morgen früh um 7": "2026-12-02 07:00",
}
CLOSES = {
    "bis Feierabend": "2026-12-01",
    "bis heute Feierabend": "2026-12-01",
    "heute bis Feierabend": "2026-12-01",
    "bis EOD": "2026-12-01",
    "bis COB": "2026-12-01",
    "bis Geschäftsschluss": "2026-12-01",
    "bis morgen Geschäftsschluss": "2026-12-02",
    "bis morgen Feierabend": "2026-12-02",
    "morgen bis Feierabend": "2026-12-02",
    "bis Freitag Dienstschluss": "2026-12-04",
    "bis Freitag EOD": "2026-12-04",
    "bis Ende des Tages": "2026-12-01",
    "bis Ende des Arbeitstages": "2026-12-01",
}
EVERYTHING = {
    **{form.format(said): due for said, due in DAYS.items() for form in BY},
    **{f"Rückruf {said}": due for said, due in DAYS.items()},
    **BY_PERIOD,
    **BEFORE,
    **DISTANCES,
    **CLOCKS,
    **PARTS,
    **CLOSES,
}
NO_DUE = (
    "Rechnung 4711",
    "wegen #4711",
    "#0512",
    "Rechnung 2026-11",
    "Bestellung 12/2026 fehlt",
    "Gutschrift über 15 €",
    "49,90 Euro erstatten",
    "1.500 € Kulanz",
    "20% Rabatt",
    "Tel. 030 1234567",
    "+49 170 1234567",
    "Guten Morgen Frau Müller",
    "guten Tag",
    "Version 2.5 installieren",
    "der Kunde hat 3 Fragen",
    "Zimmer 12",
    "1. Mahnung",
    "der 3. Mahnlauf",
    "Herr Sonntag",
    "Frau Mai ruft an",
    "24/7 erreichbar",
    "2-3 Stück",
    "Abschnitt 2.5",
    "bis 31.6.",
    "um 25 Uhr",
    "Auftrag 20261",
    "Frau Sommer zurückrufen",
    "",
    "   ",
    "...",
)
VAGUE = (
    "zeitnah",
    "wir melden uns zeitnah",
    "so schnell wie möglich",
    "schnellstmöglich",
    "asap",
    "in Kürze",
    "demnächst",
    "umgehend",
    "baldmöglichst",
    "bald",
)


def said(text: str, now: datetime = TUESDAY) -> Due:
    return read(text, Asked("de", now, BERLIN))


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
        ("nächsten Mittwoch", TUESDAY, "2026-12-09", "2026-12-02"),
        ("bis nächsten Freitag", TUESDAY, "2026-12-11", "2026-12-04"),
        ("am Montag", MONDAY, "2026-12-07", "2026-11-30"),
        ("Dienstag", TUESDAY, "2026-12-08", "2026-12-01"),
        ("um 3", TUESDAY, "2026-12-01 15:00", "2026-12-02 03:00"),
        ("morgen um 9", TUESDAY, "2026-12-02 09:00", "2026-12-02 21:00"),
        ("bis 03/04", TUESDAY, "2027-04-03", "2027-03-04"),
        ("bis 27.11.", TUESDAY, "2027-11-27", "2026-11-27"),
    ],
)
def test_what_may_be_meant_otherwise_is_shown(text, now, due, other):
    answer = said(text, now)

    assert answer.due == moment(due)
    assert moment(other) in answer.others


@pytest.mark.parametrize(
    ("text", "now", "due"),
    [
        ("in 1 Werktag", FRIDAY_LATE, "2026-12-07"),
        ("in 2 Werktagen", FRIDAY_LATE, "2026-12-08"),
        ("in 2 Werktagen", SATURDAY, "2026-12-08"),
        ("bis Montag", FRIDAY_LATE, "2026-12-07"),
        ("Freitag", FRIDAY_LATE, "2026-12-11"),
        ("um 14 Uhr", FRIDAY_LATE, "2026-12-05 14:00"),
        ("um 15:00", FRIDAY_LATE, "2026-12-05 15:00"),
        ("bis 30.11.", MONDAY, "2026-11-30"),
        ("diesen Montag", TUESDAY, "2026-12-07"),
        ("bis 5.1.", FRIDAY_LATE, "2027-01-05"),
        ("in 24 Stunden", datetime(2026, 10, 24, 12, 0), "2026-10-25 11:00"),  # noqa: DTZ001 - the clock goes back
        ("bis morgen 12 Uhr", datetime(2026, 10, 24, 12, 0), "2026-10-25 12:00"),  # noqa: DTZ001
    ],
)
def test_what_is_past_rolls_forward(text, now, due):
    assert said(text, now).due == moment(due)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("bis Freitag", Relation.DEADLINE),
        ("spätestens Freitag", Relation.DEADLINE),
        ("innerhalb von 3 Tagen", Relation.DEADLINE),
        ("vor Freitag", Relation.BEFORE),
        ("am Freitag", Relation.POINT),
        ("gegen 16 Uhr", Relation.ABOUT),
        ("ab Montag", Relation.START),
        ("nicht vor Montag", Relation.START),
        ("bis Ende KW50", Relation.DEADLINE),
        ("zwischen 14 und 16 Uhr", Relation.WINDOW),
        ("von 9 bis 11 Uhr", Relation.WINDOW),
    ],
)
def test_how_a_due_is_meant(text, relation):
    assert said(text).relation is relation


def test_a_window_has_two_ends():
    due = said("Techniker kommt morgen zwischen 14 und 16 Uhr")

    assert (due.start, due.end) == (moment("2026-12-02 14:00"), moment("2026-12-02 16:00"))


def test_the_words_that_were_understood_are_named():
    text = "Rückruf Müller bis morgen 15 Uhr wegen Rechnung 4711"

    due = said(text)

    assert due.span is not None
    assert text[slice(*due.span)] == "bis morgen 15 Uhr"
