"""Days that have names, computed; the team's own holidays are those of its calendar, not these."""

from collections.abc import Callable
from datetime import date, timedelta

_CENTURY = 100


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm, in Meeus' form)."""
    golden, (century, rest) = year % 19, divmod(year, _CENTURY)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _on(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, nth: int, weekday: int) -> Callable[[int], date]:
    def of(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))

    return of


FEASTS: dict[str, Callable[[int], date]] = {
    "new year": _on(1, 1),
    "valentine": _on(2, 14),
    "saint patrick": _on(3, 17),
    "independence day": _on(7, 4),
    "reformation": _on(10, 31),
    "halloween": _on(10, 31),
    "all saints": _on(11, 1),
    "saint nicholas": _on(12, 6),
    "christmas eve": _on(12, 24),
    "christmas": _on(12, 25),
    "second christmas day": _on(12, 26),
    "new year's eve": _on(12, 31),
    "carnival saturday": _from_easter(-50),
    "carnival sunday": _from_easter(-49),
    "rose monday": _from_easter(-48),
    "ash wednesday": _from_easter(-46),
    "good friday": _from_easter(-2),
    "holy saturday": _from_easter(-1),
    "easter": easter,
    "easter monday": _from_easter(1),
    "ascension": _from_easter(39),
    "pentecost": _from_easter(49),
    "whit monday": _from_easter(50),
    "corpus christi": _from_easter(60),
    "labor day": _nth(9, 1, 0),
    "memorial day": lambda year: date(year, 6, 1) - timedelta(days=date(year, 6, 1).weekday() or 7),
    "thanksgiving": _nth(11, 4, 3),
}
