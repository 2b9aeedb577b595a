"""From the cells of a row to a line, by the mapping. Pure."""

import unicodedata
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from tracker.imports.fields import BY_KEY
from tracker.imports.lines import CustomerLine, Ending, Line, PassedOver, Refused
from tracker.imports.mapping import AS_OF, Mapping, Source, WhenEmpty
from tracker.imports.moments import Moments, Written
from tracker.promises.rules import Channel, State
from tracker.worktime.zones import is_known_zone

Choice = TypeVar("Choice", bound=StrEnum)

STATES = {state.value: state for state in State if state is not State.DRAFT}
CHANNELS = {channel.value: channel for channel in Channel}
LINE_SIGNS = frozenset("\n\t")
REMEMBERED = 10_000


def cleaned(cell: str) -> str:
    """Return a cell without outer space and control characters; every line break becomes the same sign.

    Raises Refused for bytes that could not be decoded.
    """
    if cell.isprintable():
        return cell.strip()
    unified = cell.replace("\r\n", "\n").replace("\r", "\n")
    signs = {sign: unicodedata.category(sign) for sign in set(unified)}
    if "Cs" in signs.values():
        raise Refused("it holds bytes that are not in the encoding of the file")
    return "".join(sign for sign in unified if sign in LINE_SIGNS or signs[sign] != "Cc").strip()


class Reader:
    """Reads the rows of one file. `as_of` is the moment of the import. The same customer is read once."""

    def __init__(self, mapping: Mapping, as_of: datetime) -> None:
        self.mapping = mapping
        self.as_of = as_of
        self.moments = Moments(mapping.file)
        self.columns = tuple(mapping.columns())
        self.customer_columns = tuple(mapping.columns("customer."))
        self.customer = lru_cache(REMEMBERED)(self._customer)

    def line(self, cells: Dictionary[str, str]) -> Line:
        """Return what a row tells; cells are by column. Raises Refused or PassedOver."""
        row = _Row(self, {name: self._cell(cells[name]) for name in self.columns})
        made = row.some("promise.made") or AS_OF
        made_at = self.as_of if made == AS_OF else row.moment("promise.made", made).start()
        due = row.moment("promise.due", row.needed("promise.due")).due()
        return Line(
            external_id=row.needed("external.id"),
            customer=self.customer(*(row.cells[name] for name in self.customer_columns)),
            kind=row.needed("promise.kind"),
            statement=row.needed("promise.statement"),
            made_at=made_at,
            is_made_now=made == AS_OF,
            due=due,
            ending=_ending(row, made_at, due.at),
            note=row.some("promise.note"),
            missing=row.some("promise.missing"),
            reference=row.some("promise.reference"),
            conditions=row.some("promise.conditions"),
            channel=row.one_of("promise.channel", CHANNELS) or Channel.IMPORT,
            owner=row.needed("promise.owner"),
            maker=row.some("promise.maker"),
            team=row.some("promise.team"),
        )

    def _customer(self, *cells: str) -> CustomerLine:
        return _customer(_Row(self, dict(zip(self.customer_columns, cells, strict=True))))

    def _cell(self, cell: str) -> str:
        text = cleaned(cell)
        return "" if text in self.mapping.file.empty else text


@dataclass(frozen=True, slots=True)
class _Row:
    """The cleaned cells of one row, asked by the keys of the mapping."""

    reader: Reader
    cells: Dictionary[str, str]

    def some(self, key: str) -> str | None:
        """Return the text of a field; None where the file says nothing."""
        source = self.reader.mapping.sources.get(key)
        if source is None:
            return None
        text = source.template.filled(self.cells) or _instead(source)
        if text is None:
            return None
        if source.translations:
            text = _translated(source, text)
        if len(text) > source.longest:
            raise Refused(f"{_said(source)} has {len(text)} characters, at most {source.longest} fit")
        return text

    def needed(self, key: str) -> str:
        """Return the text of a field that cannot be left out."""
        text = self.some(key)
        if text is None:
            raise Refused(f"{_said(self.reader.mapping.sources[key])} is empty")
        return text

    def moment(self, key: str, text: str) -> Written:
        """Return the moment or day that a text of this field names."""
        try:
            return self.reader.moments.read(text)
        except ValueError:
            source = self.reader.mapping.sources[key]
            raise Refused(f"{_said(source)} is no moment in any of the given formats: {text[:40]!r}") from None

    def one_of(self, key: str, choices: Dictionary[str, Choice]) -> Choice | None:
        """Return which of our own words the field means."""
        text = self.some(key)
        if text is not None and text not in choices:
            known = ", ".join(choices)
            raise Refused(f"{_said(self.reader.mapping.sources[key])} is {text[:40]!r}, which is none of {known}")
        return None if text is None else choices[text]


def _instead(source: Source) -> str | None:
    """Return what counts where the cells are empty, by the rule of the mapping."""
    match source.empty:
        case WhenEmpty.DEFAULT:
            return source.default
        case WhenEmpty.SKIP:
            raise PassedOver(f"{_said(source)} is empty")
        case WhenEmpty.REJECT:
            raise Refused(f"{_said(source)} is empty")
        case WhenEmpty.LEAVE:
            return None


def _translated(source: Source, text: str) -> str:
    """Return the value that the mapping gives for a text: `otherwise` where it names none, or the text itself."""
    return source.translations.get(text, text if source.otherwise is None else source.otherwise)


def _said(source: Source) -> str:
    """Return how a refusal names a field: by its key, and the columns that it comes from."""
    columns = ", ".join(dict.fromkeys(source.template.columns))
    return f"{source.key} ({columns})" if columns else source.key


def _customer(row: _Row) -> CustomerLine:
    name = row.needed("customer.name")
    zone = row.some("customer.time_zone")
    if zone is not None and not is_known_zone(zone):
        raise Refused(f"customer.time_zone is {zone!r}, which is no time zone")
    return CustomerLine(
        id=row.some("customer.id") or name[: BY_KEY["customer.id"].longest],
        name=name,
        reference=row.some("customer.reference"),
        region=row.some("customer.region"),
        language=row.some("customer.language"),
        time_zone=zone,
        tier=row.some("customer.tier"),
        phone=row.some("customer.phone"),
        mail=row.some("customer.mail"),
    )


def _ending(row: _Row, made_at: datetime, due_at: datetime) -> Ending | None:
    """Return how the promise ended: as its state says, or kept if there is a moment at which it was settled."""
    state = row.one_of("promise.state", STATES)
    if state is State.OPEN:
        return None
    at = _settled_at(row, made_at, due_at)
    if at is not None:
        return Ending(state=state or State.KEPT, at=at)
    if state is not None:
        raise Refused(f"promise.state is {state}, but promise.settled does not say since when")
    return None


def _settled_at(row: _Row, made_at: datetime, due_at: datetime) -> datetime | None:
    text = row.some("promise.settled")
    if text is None:
        return None
    moments = {AS_OF: row.reader.as_of, "made": made_at, "due": due_at}
    return moments[text] if text in moments else row.moment("promise.settled", text).end()
