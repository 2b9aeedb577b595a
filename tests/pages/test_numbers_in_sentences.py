"""Fractions inside of sentences are written as they are in the language of the reader."""

from flask import Flask
from flask_babel import force_locale

from tracker.kernel.errors import Invalid
from tracker.precedents.records import Decision
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.telling import sentence_of
from tracker.web.forms import PageForm


def test_a_refusal_writes_its_fractions_in_the_language_in_force(app: Flask) -> None:
    with app.test_request_context(), force_locale("de_DE"):
        form = PageForm()
        form.refuse(Invalid("%(most)s of %(many)d", most=1_000_000.5, many=3))

        assert form.form_errors == ["1.000.000,5 of 3"]


def test_a_flag_says_how_many_times_with_a_comma_in_german(app: Flask) -> None:
    with app.test_request_context(), force_locale("de_DE"):
        told = sentence_of(FlagType.AMOUNT, Decision(outcome="granted"), [], {"ratio": 2.5, "usual": 10.0})

    assert "2,5" in told
