"""Fields for numbers, and numbers for reading."""

from decimal import Decimal
from functools import cache
from typing import Any
from unicodedata import category

from babel.numbers import format_decimal, is_currency
from flask_babel import gettext
from wtforms import StringField

from tracker.web.languages import locale_in_force
from tracker.web.numbers import decimal_in

MOST = Decimal(10) ** 12


class NumberField(StringField):
    """A number, or nothing; `data` is a Decimal or None. Less than 0 is only taken where that can be."""

    data: Decimal | None

    def __init__(self, label: Any = None, *args: Any, signed: bool = False, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.signed = signed

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, in words, for what is no number."""
        self.data = None
        self.data = number_in(valuelist[0], signed=self.signed) if valuelist else None

    def _value(self) -> str:
        """Return what stands in the field: as it was typed, else as it may be typed again."""
        if self.raw_data:
            return str(self.raw_data[0])
        return as_typed(self.data)

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in the field, be it no number."""
        return self._value() != ""

    def populate(self, value: float | Decimal | None) -> None:
        """Put a number into the field."""
        self.data = None if value is None else Decimal(str(value))


def number_in(text: str, *, signed: bool = False) -> Decimal | None:
    """Return the number in a text, None for an empty one. Raises ValueError, in words."""
    number = decimal_in(text)
    if number is None:
        return None
    if abs(number) >= MOST:
        raise ValueError(gettext("This number is too large."))
    if number < 0 and not signed:
        raise ValueError(gettext("This cannot be less than 0."))
    return number


def as_typed(number: Any) -> str:
    """Return a number the way it may be typed again."""
    return "" if number is None else format_decimal(number, "0.######", locale=locale_in_force())


def in_words(number: Any, unit: str = "") -> str:
    """Return a number for reading, with its unit."""
    return f"{written(number, unit)}\N{NO-BREAK SPACE}{unit}" if unit else written(number)


def written(number: Any, unit: str = "") -> str:
    """Return a number for reading, without its unit: money in full or with both places of its cents."""
    has_cents = is_money(unit) and round(number, 2) != round(number)
    return format_decimal(number, "#,##0.00" if has_cents else "#,##0.##", locale=locale_in_force())


@cache
def is_money(unit: str) -> bool:
    """Whether a unit is a currency, by its sign or by its code."""
    return (len(unit) == 1 and category(unit) == "Sc") or bool(is_currency(unit))


def with_unit(label: object, unit: str) -> str:
    """Return what a field for an amount is called, with its unit where amounts have one."""
    return f"{label} ({unit})" if unit else str(label)
