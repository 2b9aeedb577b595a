"""What the fields of people and teams offer to choose from."""

from collections.abc import Iterable

from flask_babel import gettext

from tracker.accounts.forms.words import _l
from tracker.accounts.queries.accounts import Person
from tracker.kernel.bounds import number
from tracker.kernel.people import Role
from tracker.web.languages import LANGUAGE_NAMES, locale_in_force
from tracker.worktime.holidays import known_countries, known_regions
from tracker.worktime.zones import common_zones

Choices = list[tuple[object, object]]

ROLE_WORDS = {
    Role.AGENT: _l("Agent"),
    Role.MANAGER: _l("Manager"),
    Role.ADMIN: _l("Administrator"),
}
ROLE_MEANINGS = {
    Role.AGENT: _l("Agent: makes and keeps promises, for the own team"),
    Role.MANAGER: _l("Manager: also answers for the teams managed"),
    Role.ADMIN: _l("Administrator: configures, and settles no promises"),
}
ELSEWHERE = frozenset(
    [
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
        "America/New_York",
        "America/Sao_Paulo",
        "America/Toronto",
        "Asia/Dubai",
        "Asia/Hong_Kong",
        "Asia/Kolkata",
        "Asia/Shanghai",
        "Asia/Singapore",
        "Asia/Tokyo",
        "Australia/Sydney",
        "UTC",
    ]
)


def optional_number(text: object) -> int | None:
    """Return the number in a field, None where nothing is chosen."""
    return number(text) if text not in {None, "", "None"} else None


def languages() -> Choices:
    """Return the languages, each by its own name."""
    return list(LANGUAGE_NAMES.items())


def roles() -> Choices:
    """Return the roles with what they may do."""
    return [(role.value, words) for role, words in ROLE_MEANINGS.items()]


def people(persons: Iterable[Person], nobody: str) -> Choices:
    """Return people to choose from, and nobody."""
    return [("", nobody), *((person.id, f"{person.name} ({person.team_name})") for person in persons)]


def countries() -> Choices:
    """Return the countries whose public holidays are known, by name in the language of the page."""
    names = locale_in_force().territories
    named = sorted((str(names.get(code, code)), code) for code in known_countries())
    return [("", gettext("No public holidays")), *((code, name) for name, code in named)]


def regions(country: str | None) -> Choices:
    """Return the regions of a country with holidays of their own."""
    whole = gettext("the whole country")
    if not country or country not in known_countries():
        return [("", whole)]
    return [("", whole), *((region.code, region.name) for region in known_regions(country))]


def suggested_zones() -> list[str]:
    """Return the zones that most people are in; any other may be typed."""
    return [zone for zone in common_zones() if zone.startswith("Europe/") or zone in ELSEWHERE]
