"""Numbers as people of the page's language write them, read strictly: never another number than was meant."""

import re
from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol
from flask_babel import gettext, ngettext

from tracker.web.languages import locale_in_force

EXAMPLE = Decimal("1234.5")
LONGEST = 40
SPACES = re.compile("[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]")


def decimal_in(text: str) -> Decimal | None:
    """Return the number in a text, None for an empty one. Raises ValueError, in words.

    Thousands are set apart in threes or not at all: a point in German, or a comma in English, that stands where
    decimals begin is refused, for it would make the number larger by a factor; and no thousands begin with 0.
    """
    plain = SPACES.sub(" ", text.replace("€", "")).strip()
    if not plain:
        return None
    locale = locale_in_force()
    found = _pattern(locale).fullmatch(plain) if len(plain) <= LONGEST else None
    if found is None:
        raise ValueError(gettext("This is no number. Write it like this: %(example)s", example=example()))
    whole, fraction = re.sub(r"\D", "", found["whole"]), found["fraction"] or "0"
    return Decimal(f"{'-' if found['sign'] in {'-', '−'} else ''}{whole}.{fraction}")


def example() -> str:
    """Return a number with thousands and decimals, as it is written in the page's language."""
    return format_decimal(EXAMPLE, "#,##0.00", locale=locale_in_force())


def points_in_words(points: int) -> str:
    """Return `+4 percentage points`, with a real minus sign where there are fewer."""
    signed = f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "0"
    return ngettext("%(points)s percentage point", "%(points)s percentage points", abs(points), points=signed)


def _pattern(locale: Locale) -> re.Pattern[str]:
    point, group = re.escape(get_decimal_symbol(locale)), re.escape(get_group_symbol(locale))
    groups = "|".join(rf"[1-9][0-9]{{0,2}}(?:{each}[0-9]{{3}})+" for each in (group, " "))
    return re.compile(rf"(?P<sign>[-+−]?)(?P<whole>[0-9]+|{groups})(?:{point}(?P<fraction>[0-9]+))?")
