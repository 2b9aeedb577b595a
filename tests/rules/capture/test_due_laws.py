"""What holds for whatever is typed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.capture.rules.due.grammar import LANGUAGES, LONGEST_LINE, Asked, read
from tracker.capture.rules.due.reading import folded, masked, pieces

ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")]
AHEAD = {
    "de": """bis vor spätestens ab am um gegen und zwischen heute morgen übermorgen Montag Freitag nächsten kommenden
        diese Woche Monat 15. Dezember 15.12. 3 9:30 17 Uhr halb drei Viertel Abend Mittag früh in innerhalb von
        Tagen Werktagen Stunden Ende KW 50 Anfang EOD Feierabend Rechnung 4711 #12 Müller , . - / zeitnah""",
    "en": """by before until at on around and between today tomorrow Monday Friday next this week month 15 December
        15/12 3 9:30 5pm half past quarter to evening noon first thing in within days business hours end of
        early EOD COB invoice 4711 #12 Miller , . - / asap""",
}
"""Words that speak of what is to come."""
SAID_PAST = {"de": {"heute"}, "en": {"today", "this", "past"}}
"""With these an hour that has gone by can be said: "heute um 9", "this evening", "past Friday"."""

moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
asked = st.builds(Asked, st.sampled_from(sorted(LANGUAGES)), moments, st.sampled_from(ZONES), month_first=st.booleans())


def lines_of(code: str, without: frozenset[str] = frozenset()) -> st.SearchStrategy[str]:
    words = sorted(set(AHEAD[code].split()) - without)
    return st.lists(st.sampled_from(words), max_size=9).map(" ".join)


@given(st.text(max_size=200), asked)
@example("İİİİ bis morgen", Asked("de", datetime(2026, 12, 1), ZONES[0]))  # noqa: DTZ001
@example("in 999 years", Asked("en", datetime(9900, 1, 1), ZONES[0]))  # noqa: DTZ001
@example("29.2. bis 1.3.", Asked("de", datetime(2027, 2, 28), ZONES[0]))  # noqa: DTZ001
def test_no_text_fails_and_spans_lie_inside_it(text, question):
    due = read(text, question)

    assert due.span is None or 0 <= due.span[0] < due.span[1] <= len(text)


@settings(max_examples=300)
@given(st.data(), asked)
def test_no_line_of_words_about_time_fails(data, question):
    text = data.draw(lines_of(question.language))

    due = read(text, question)

    assert due.span is None or 0 <= due.span[0] < due.span[1] <= len(text)
    assert due.due is None or due.end is not None
    assert due.due not in due.others


@settings(max_examples=300)
@given(st.data(), asked)
def test_no_due_is_past_unless_that_was_said(data, question):
    text = data.draw(lines_of(question.language, frozenset(SAID_PAST[question.language])))

    due = read(text, question)

    assert due.due is None or due.due >= question.reference.replace(second=0) or due.vague


@given(moments, st.timedeltas(timedelta(minutes=2), timedelta(days=3000)))
def test_a_due_that_is_written_down_is_read_as_the_same_instant(now, ahead):
    then = (now + ahead).replace(second=0, microsecond=0)
    german, english = Asked("de", now, ZONES[0]), Asked("en", now, ZONES[0])

    assert read(f"bis {then:%d.%m.%Y}, {then:%H:%M} Uhr", german).due == then
    assert read(f"by {then:%Y-%m-%d} {then:%H:%M}", english).due == then


@given(st.data(), asked)
def test_only_words_that_matter_are_passed_over(data, question):
    language = LANGUAGES[question.language]
    text = masked(data.draw(lines_of(question.language)), language)

    found = {piece.rule for piece in pieces(text, language, month_first=question.month_first)}
    matching = {rule.name for rule in language.rules if language.pattern(rule).search(text)}

    assert found <= matching
    assert matching <= {rule.name for _, rule, _ in language.candidates(text)}


@given(st.text(max_size=50))
def test_folding_keeps_every_character_in_its_place(text):
    assert len(folded(text)) == len(text)


@given(asked)
@settings(max_examples=5)
def test_a_line_is_read_up_to_a_length(question):
    assert read(" " * LONGEST_LINE + "bis morgen by tomorrow", question).due is None
