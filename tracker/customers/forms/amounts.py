"""Amounts of money, as people of the page's language write them."""

from decimal import Decimal

from babel.numbers import NumberFormatError, format_decimal, parse_decimal

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.web.languages import locale_in_force


def amount_in(text: str) -> Decimal | None:
    """Return the amount that was typed, None for nothing. Raises Invalid."""
    plain = text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace("€", "")
    if not plain:
        return None
    try:
        return parse_decimal(plain, locale=locale_in_force())
    except NumberFormatError:
        raise Invalid(N_("This is no amount: %(text)s"), field="yearly_volume", text=text) from None


def amount_as_typed(amount: Decimal | None) -> str:
    """Return an amount the way it may be typed again."""
    return "" if amount is None else format_decimal(amount, "#,##0.##", locale=locale_in_force())
