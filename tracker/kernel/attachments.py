"""A file that travels with a mail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file: what it is called, what it is (a media type), what it holds."""

    name: str
    mimetype: str
    content: bytes
