"""What a mapping says: which cells of another system's export become which part of a promise. Pure."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.imports.templates import Template

AS_OF = "as-of"
"""The default that means the moment of the import."""


class MappingError(Exception):
    """The mapping cannot be right; the message names the key."""


class WhenEmpty(StrEnum):
    """What to do where the cell has nothing to say."""

    REJECT = "reject"
    SKIP = "skip"
    DEFAULT = "default"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where one value comes from: a template over cells, translated, with a rule for when it is empty.

    `longest` is how many characters fit.
    """

    key: str
    template: Template
    longest: int
    empty: WhenEmpty = WhenEmpty.LEAVE
    default: str = ""
    translations: Dictionary[str, str] = field(default_factory=dict)
    otherwise: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """How the file is written."""

    encoding: str = "utf-8-sig"
    fallback_encoding: str | None = None
    delimiter: str = ","
    quote: str = '"'
    zone: str
    datetime_formats: tuple[str, ...] = ()
    date_formats: tuple[str, ...] = ()
    empty: frozenset[str] = frozenset({""})


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTeam:
    """A team that the mapping names; created, open from Monday to Friday, where it is missing."""

    name: str
    zone: str
    country: str = ""
    region: str = ""
    opens_minute: int = 9 * 60
    closes_minute: int = 17 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAccount:
    """An account that the mapping names; created, inactive and without password, where it is missing."""

    email: str
    name: str
    team: str
    locale: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Everything that is known of one kind of export. `sources` are keyed like `promise.due`."""

    system: str
    file: FileForm
    sources: Dictionary[str, Source]
    teams: tuple[NamedTeam, ...] = ()
    accounts: tuple[NamedAccount, ...] = ()

    def columns(self, prefix: str = "") -> dict[str, str]:
        """Return every column that fields with this prefix ask for, with the key that asks first."""
        named: dict[str, str] = {}
        for source in self.sources.values():
            if source.key.startswith(prefix):
                for column in source.template.columns:
                    named.setdefault(column, source.key)
        return named
