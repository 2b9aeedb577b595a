"""Expected failures, each with words for the person who meets it.

An edge never catches these one by one: one handler in ``web`` turns a refusal
into a page, a fragment or problem+json.
"""

from collections.abc import Callable
from typing import ClassVar


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Something that cannot be done as asked.

    `message` is a text marked with ``N_`` (or a lazily translated one), `values` fill its
    placeholders, `field` names the input at fault.
    """

    status: ClassVar[int] = 422

    def __init__(self, message: object, *, field: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values

    def said(self, translate: Callable[..., str]) -> str:
        """Return the words for a person, in the language of `translate` (a gettext with placeholders)."""
        return translate(self.message, **self.values) if isinstance(self.message, str) else str(self.message)

    def __str__(self) -> str:
        return str(self.message) % self.values if self.values else str(self.message)


class Invalid(Refusal):
    """What was given cannot be right."""

    status = 422


class NotFound(Refusal):
    """There is no such record, or it does not exist for this viewer."""

    status = 404


class Forbidden(Refusal):
    """The record may be seen, but this may not be done by this person."""

    status = 403


class ChangedMeanwhile(Refusal):
    """Somebody else changed the record since it was shown."""

    status = 409


class Gone(Refusal):
    """It was there once and will not come back."""

    status = 410


class TooMany(Refusal):
    """Too many attempts; `retry_after_s` says in how many seconds to come back."""

    status = 429

    def __init__(self, message: object, *, retry_after_s: int, **values: object) -> None:
        super().__init__(message, field=None, **values)
        self.retry_after_s = retry_after_s
