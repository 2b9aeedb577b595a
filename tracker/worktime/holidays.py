"""Public holidays by country and region, from the PyPI package `holidays`.

That package takes 50 ms to import and about 80 ms more for the first year of a country. The
import is paid once, at start, by whoever imports this module (the other modules here do not).
Years are asked for one at a time and kept as frozen sets: its own objects expand silently.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from holidays import country_holidays, list_localized_countries, list_supported_countries

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_


class UnknownPlace(Invalid):
    """No public holidays are known for this country or region."""


class Region(NamedTuple):
    """A part of a country with holidays of its own; the name is in the country's language."""

    code: str
    name: str


def public_holidays(country: str, region: str | None, years: Iterable[int]) -> frozenset[date]:
    """The public holidays of the years, days off in lieu included.

    `country` is an ISO 3166-1 alpha-2 code, `region` a code of `known_regions` or None for what
    holds in the whole country. Raises UnknownPlace.
    """
    names = (_names_of_year(country, region, year, None) for year in years)
    return frozenset(day for of_year in names for day in of_year)


def holiday_name(day: date, country: str, region: str | None, language: str) -> str | None:
    """What the holiday is called; None on any other day. Raises UnknownPlace.

    In the language (`de`, `en` …) where the country's holidays have names in it, else in the
    country's own.
    """
    return _names_of_year(country, region, day.year, language).get(day)


@cache
def known_countries() -> tuple[str, ...]:
    """The ISO 3166-1 alpha-2 codes of the countries with known holidays, sorted."""
    return tuple(sorted(list_supported_countries(include_aliases=False)))


@cache
def known_regions(country: str) -> tuple[Region, ...]:
    """The regions of the country with a calendar of their own, by name. Raises UnknownPlace."""
    _check_place(country, None)
    # Some regions go by several names, as in Burgenland, Bgld. and B.
    names = {code: name for name, code in sorted(_aliases(country).items(), key=lambda alias: len(alias[0]))}
    codes = list_supported_countries(include_aliases=False)[country]
    regions = (Region(code, names.get(code, code)) for code in codes)
    return tuple(sorted(regions, key=lambda region: region.name))


@lru_cache(maxsize=1024)
def _names_of_year(country: str, region: str | None, year: int, language: str | None) -> Mapping[date, str]:
    _check_place(country, region)
    found = country_holidays(
        country,
        subdiv=region,
        years=year,
        expand=False,
        language=_spoken(country, language),
    )
    return MappingProxyType(dict(found.items()))


def _check_place(country: str, region: str | None) -> None:
    regions = list_supported_countries(include_aliases=False).get(country)
    if regions is None:
        raise UnknownPlace(N_("No public holidays are known for this country: %(country)s"), country=country)
    if region is not None and region not in regions:
        raise UnknownPlace(
            N_("No public holidays are known for this region: %(country)s-%(region)s"), country=country, region=region
        )


def _spoken(country: str, language: str | None) -> str | None:
    """The package's name for the language, as in `en_US`, or for the country's own.

    Never None where there is a choice: the package would then take that of the environment.
    """
    known = list_localized_countries(include_aliases=False).get(country, [])
    own = country_holidays(country, expand=False).default_language
    return next((name for name in known if name.partition("_")[0] == language), own)


def _aliases(country: str) -> Mapping[str, str]:
    return country_holidays(country, expand=False).subdivisions_aliases
