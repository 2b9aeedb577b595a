"""Numbers as people of the page's language write them."""

from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from flask_babel import gettext
from wtforms import StringField

from tracker.web.languages import locale_in_force

MOST = Decimal(10) ** 12
PLAIN = str.maketrans("", "", "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE} €")


class NumberField(StringField):
    """A number, or nothing; `data` is a Decimal or None."""

    data: Decimal | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, in words, for what is no number."""
        self.data = number_in(valuelist[0]) if valuelist else None

    def _value(self) -> str:
        """Return what stands in the field: as it was typed, else as it may be typed again."""
        if self.raw_data:
            return str(self.raw_data[0])
        return as_typed(self.data)

    def populate(self, value: float | Decimal | None) -> None:
        """Put a number into the field."""
        self.data = None if value is None else Decimal(str(value))


def number_in(text: str) -> Decimal | None:
    """Return the number in a text, None for an empty one. Raises ValueError, in words."""
    plain = text.translate(PLAIN)
    if not plain:
        return None
    try:
        number = parse_decimal(plain, locale=locale_in_force())
    except NumberFormatError:
        raise ValueError(gettext("This is no number.")) from None
    if not number.is_finite() or abs(number) >= MOST:
        raise ValueError(gettext("This is no number."))
    return number


def as_typed(number: Any) -> str:
    """Return a number the way it may be typed again."""
    return "" if number is None else format_decimal(number, "0.######", locale=locale_in_force())


def in_words(number: Any, unit: str = "") -> str:
    """Return a number for reading, with its unit."""
    written = format_decimal(number, "#,##0.##", locale=locale_in_force())
    return f"{written}\N{NO-BREAK SPACE}{unit}" if unit else written
