"""Lists page by key, never by offset: a page knows where the next one begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer

from tracker.kernel.errors import NotFound

T = TypeVar("T")
Key = tuple[int | str | datetime | date | None, ...]

PAGE_SIZE = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """The rows to show, the address of the rows after them, and that of the same list from its beginning."""

    rows: Sequence[T]
    next_address: str | None
    is_first: bool
    first_address: str

    def __bool__(self) -> bool:
        """A page without rows is empty."""
        return bool(self.rows)


def page_of(found: Sequence[T], list_name: str, key: Callable[[T], Key], size: int = PAGE_SIZE) -> Page[T]:
    """Make a page of what was found; ask the database for `size + 1` rows, the last only says that there are more."""
    rows = found[:size]
    last = write_cursor(list_name, key(rows[-1])) if len(found) > size else None
    return Page(rows, _address_after(last) if last else None, "after" not in request.args, _address())


def requested_after(list_name: str) -> Key | None:
    """Return the key after which the requested page begins, None for the first page.

    Raises NotFound for a cursor that this list never gave out.
    """
    text = request.args.get("after")
    return read_cursor(list_name, text) if text else None


def write_cursor(list_name: str, key: Key) -> str:
    """Return the key as an opaque, signed text for this list."""
    return _serializer(list_name).dumps([_pack(part) for part in key])


def read_cursor(list_name: str, text: str) -> Key:
    """Return the key in a cursor. Raises NotFound if it was changed or belongs to another list."""
    try:
        return tuple(_unpack(kind, part) for kind, part in _serializer(list_name).loads(text))
    except (BadSignature, ValueError, TypeError, KeyError):
        raise NotFound(_l("There is no such page of this list. It begins here.")) from None


def _address_after(cursor: str) -> str:
    return _address(("after", cursor))


def _address(*more: tuple[str, str]) -> str:
    """Return the address of the list with its filters, from the beginning unless more is said."""
    query = [*((name, text) for name, text in request.args.items(multi=True) if name != "after"), *more]
    return f"{request.path}?{urlencode(query)}" if query else request.path


def _serializer(list_name: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=f"page of {list_name}")


def _pack(part: int | str | datetime | date | None) -> tuple[str, int | str | None]:
    if isinstance(part, datetime):
        return ("moment", part.astimezone(UTC).isoformat())
    if isinstance(part, date):
        return ("day", part.isoformat())
    return ("plain", part)


def _unpack(kind: str, part: int | str | None) -> int | str | datetime | date | None:
    if kind == "moment":
        return datetime.fromisoformat(str(part))
    return date.fromisoformat(str(part)) if kind == "day" else part
