"""Numbers as they are typed: read as they were meant in the page's language, or refused."""

from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from tests.support.databases import application
from tracker.web.numbers import decimal_in


@pytest.fixture(scope="module")
def app() -> Flask:
    return application("sqlite://")


def read(app: Flask, code: str, text: str) -> Decimal | None:
    with app.test_request_context(), force_locale(code):
        return decimal_in(text)


@pytest.mark.parametrize(
    ("code", "text", "number"),
    [
        ("de", "12,5", "12.5"),
        ("de", "1.234", "1234"),
        ("de", "1.234,56", "1234.56"),
        ("de", "1 234 567,5 €", "1234567.5"),
        ("de", "-3", "-3"),
        ("en", "12.5", "12.5"),
        ("en", "1,234.56", "1234.56"),
        ("en", "1234567", "1234567"),
        ("en", " €35.00", "35"),
    ],
)
def test_what_is_written_as_the_language_does_is_read(app: Flask, code: str, text: str, number: str) -> None:
    assert read(app, code, text) == Decimal(number)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        *(("de", text) for text in ("12.5", "2.50", "1.23,4", "1,234.56", "1.2345", "12.34.567", "1,2,3", "0.001")),
        *(
            ("en", text)
            for text in ("12,5", "35,00", "1,5", "1.234,56", "1,23,456", "1 23", "NaN", "1e3", "٣", "0,500")
        ),
    ],
)
def test_what_may_be_meant_otherwise_is_refused_with_an_example(app: Flask, code: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"1\.234,50" if code == "de" else r"1,234\.50"):
        read(app, code, text)


def test_nothing_is_no_number(app: Flask) -> None:
    assert read(app, "en", "  ") is None
