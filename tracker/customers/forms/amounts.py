"""Amounts of money, as people of the page's language write them."""

from decimal import Decimal

from babel.numbers import format_decimal

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.web.languages import locale_in_force
from tracker.web.numbers import decimal_in, example


def amount_in(text: str) -> Decimal | None:
    """Return the amount that was typed, None for nothing. Raises Invalid."""
    try:
        return decimal_in(text)
    except ValueError:
        refused = N_("This is no amount: %(text)s. Write it like this: %(example)s")
        raise Invalid(refused, field="yearly_volume", text=text, example=example()) from None


def amount_as_typed(amount: Decimal | None) -> str:
    """Return an amount the way it may be typed again."""
    return "" if amount is None else format_decimal(amount, "#,##0.##", locale=locale_in_force())
