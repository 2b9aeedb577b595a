"""Reading the tables of a TOML document strictly: every key is known, every value of its type."""

from collections.abc import Mapping, Sequence
from typing import Self

from tracker.imports.mapping import MappingError


class Section:
    """One table of the document. What is never taken out of it is a mistake, and `close` says so."""

    def __init__(self, content: object, path: str = "") -> None:
        if not isinstance(content, Mapping):
            raise MappingError(f"[{path}] must be a table.")
        self.content = content
        self.path = path
        self.taken: set[str] = set()

    def where(self, key: str) -> str:
        """Return the full name of a key, for messages."""
        return f"{self.path}.{key}" if self.path else key

    def take(self, key: str) -> object:
        """Return what stands under the key, or None."""
        self.taken.add(key)
        return self.content.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        value = self.take(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise MappingError(f"{self.where(key)} must be given as text.")
        return value

    def some_text(self, key: str) -> str | None:
        """Return a text that may be missing."""
        return self.text(key) if key in self.content else None

    def texts(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.take(key)
        if value is None:
            return tuple(default)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise MappingError(f"{self.where(key)} must be a list of texts.")
        return tuple(value)

    def translations(self, key: str) -> dict[str, str]:
        """Return a table of texts."""
        value = self.take(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()):
            raise MappingError(f"{self.where(key)} must be a table of texts.")
        return dict(value)

    def section(self, key: str) -> Self:
        """Return the table under a key; a missing one is empty."""
        value = self.take(key)
        return type(self)({} if value is None else value, self.where(key))

    def sections(self, key: str) -> list[Self]:
        """Return the tables of a list of tables."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise MappingError(f"{self.where(key)} must be written as [[{self.where(key)}]].")
        return [type(self)(each, f"{self.where(key)}[{n}]") for n, each in enumerate(value, 1)]

    def close(self) -> None:
        """Refuse keys that nobody asked for: they are misspelled."""
        unknown = sorted(set(self.content) - self.taken)
        if unknown:
            raise MappingError(f"{self.where(unknown[0])} is no key of a mapping.")
