"""What an import can fill in, and how much fits."""

from dataclasses import dataclass

from tracker.imports.mapping import WhenEmpty

LONG = 20_000
"""Statements and notes are texts of any length; more than this is no statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a mapping can say where to find; `empty` is the rule where the mapping gives none."""

    key: str
    longest: int
    is_required: bool = False
    empty: WhenEmpty = WhenEmpty.LEAVE


def _needed(key: str, longest: int) -> Field:
    return Field(key=key, longest=longest, is_required=True, empty=WhenEmpty.REJECT)


FIELDS = (
    _needed("external.id", 80),
    _needed("customer.name", 120),
    Field(key="customer.id", longest=80, empty=WhenEmpty.REJECT),
    Field(key="customer.reference", longest=40),
    Field(key="customer.region", longest=60),
    Field(key="customer.language", longest=5),
    Field(key="customer.time_zone", longest=40),
    Field(key="customer.tier", longest=60),
    Field(key="customer.phone", longest=254),
    Field(key="customer.mail", longest=254),
    _needed("promise.kind", 60),
    _needed("promise.statement", LONG),
    _needed("promise.made", 80),
    _needed("promise.due", 80),
    Field(key="promise.settled", longest=80),
    Field(key="promise.state", longest=80, empty=WhenEmpty.REJECT),
    Field(key="promise.note", longest=LONG),
    Field(key="promise.missing", longest=LONG),
    Field(key="promise.reference", longest=80),
    Field(key="promise.conditions", longest=LONG),
    Field(key="promise.channel", longest=80),
    _needed("promise.owner", 254),
    Field(key="promise.maker", longest=254),
    Field(key="promise.team", longest=80),
)
BY_KEY = {field.key: field for field in FIELDS}
