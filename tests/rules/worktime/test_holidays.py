from datetime import date

import pytest

from tracker.worktime.holidays import (
    Region,
    UnknownPlace,
    holiday_name,
    known_countries,
    known_regions,
    public_holidays,
)

ASSUMPTION = date(2026, 8, 15)


def test_holidays_are_those_of_the_region():
    assert ASSUMPTION in public_holidays("DE", "SL", [2026])
    assert ASSUMPTION not in public_holidays("DE", "NW", [2026])
    assert ASSUMPTION not in public_holidays("DE", None, [2026])


def test_only_the_years_asked_for_are_answered():
    assert {day.year for day in public_holidays("DE", "BY", range(2025, 2028))} == {2025, 2026, 2027}
    assert {day.year for day in public_holidays("DE", "BY", [2026])} == {2026}
    assert public_holidays("DE", "BY", []) == frozenset()


def test_a_day_off_in_lieu_belongs_to_the_year_it_falls_in():
    assert date(2027, 12, 31) in public_holidays("US", None, [2027])


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("DE", "de", "Erster Weihnachtstag"),
        ("DE", "en", "Christmas Day"),
        ("US", "en", "Christmas Day"),
        ("AT", "tlh", "Christtag"),
    ],
)
def test_a_holiday_is_named_in_the_language_or_else_in_the_country_s_own(country, language, name):
    assert holiday_name(date(2026, 12, 25), country, None, language) == name


def test_other_days_have_no_name():
    assert holiday_name(date(2026, 12, 23), "DE", None, "de") is None


def test_countries_are_sorted_codes_without_aliases():
    countries = known_countries()

    assert {"DE", "AT", "CH", "US", "GB"} <= set(countries)
    assert not {"DEU", "UK"} & set(countries)
    assert list(countries) == sorted(countries)


def test_regions_have_names_to_choose_from():
    assert Region("BY", "Bayern") in known_regions("DE")
    assert Region("CA", "California") in known_regions("US")


@pytest.mark.parametrize(("country", "region"), [("XX", None), ("DE", "XX"), ("", None), ("DEU", None)])
def test_unknown_places_are_refused(country, region):
    with pytest.raises(UnknownPlace):
        public_holidays(country, region, [2026])


def test_the_regions_of_an_unknown_country_are_refused():
    with pytest.raises(UnknownPlace):
        known_regions("XX")
