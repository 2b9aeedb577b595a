"""How facts are stored: the mapped base, moments in UTC, folded search keys."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    TypeDecorator,
    text,
    type_coerce,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import NullType

from tracker.kernel.folding import fold as fold

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite only numbers rows by itself when the key is spelled INTEGER."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC to the microsecond; a naive value is refused.

    SQLite has no zone: there the value is stored as UTC wall time, so that text order is time order.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment and store the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone cannot be stored: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give every moment back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def as_stored(moment: ColumnElement[datetime]) -> ColumnElement[Any]:
    """Return a column of moments as the database gives them: for many rows of which few matter; see `moment_of`."""
    return type_coerce(moment, NullType())


def moment_of(stored: datetime | str) -> datetime:
    """Return the moment that was read as it is stored: aware, in UTC."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Seconds(TypeDecorator[timedelta]):
    """A duration, kept as whole seconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Store whole seconds."""
        return None if value is None else int(value.total_seconds())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> timedelta | None:  # noqa: ARG002
        """Give a duration back."""
        return None if value is None else timedelta(seconds=value)


class Record(DeclarativeBase):
    """Base of every mapped table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), timedelta: Seconds()}  # noqa: RUF012


class Numbered:
    """A record with a number of its own."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index that covers only the rows of a condition, on both databases."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))
