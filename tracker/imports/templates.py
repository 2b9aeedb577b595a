"""Texts made of cells: `{TYPE}[ at {Location}]`, where a part in brackets needs all of its cells. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
CELL = re.compile(r"\{([^{}]+)\}")


class Piece(NamedTuple):
    """Literal text, followed by the cell of a column, if any."""

    literal: str
    column: str | None


class Segment(NamedTuple):
    """Pieces that stand together; an optional segment is left out when one of its cells is empty."""

    pieces: tuple[Piece, ...]
    is_optional: bool


@dataclass(frozen=True)
class Template:
    """A text with places for cells."""

    segments: tuple[Segment, ...]

    @classmethod
    def parsed(cls, text: str) -> Self:
        """Return the template that a text describes. Raises ValueError for a brace or bracket without its pair."""
        parts = OPTIONAL.split(text)
        segments = (Segment(_pieces(part), bool(n % 2)) for n, part in enumerate(parts) if part)
        return cls(tuple(segments))

    @classmethod
    def of_column(cls, column: str) -> Self:
        """Return the template that is the cell of one column."""
        return cls((Segment((Piece("", column),), is_optional=False),))

    @classmethod
    def constant(cls, text: str) -> Self:
        """Return the template that always says the same, whatever signs it holds."""
        return cls((Segment((Piece(text, None),), is_optional=False),))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns whose cells are used, in order."""
        return tuple(piece.column for segment in self.segments for piece in segment.pieces if piece.column is not None)

    @cached_property
    def only_column(self) -> str | None:
        """The column whose cell is all that the text consists of."""
        pieces = [piece for segment in self.segments for piece in segment.pieces]
        return pieces[0].column if len(pieces) == 1 and not pieces[0].literal else None

    def filled(self, cells: Mapping[str, str]) -> str:
        """Return the text for a row; empty if it has columns and all of their cells are."""
        if self.only_column is not None:
            return cells[self.only_column]
        if self.columns and not any(cells[column] for column in self.columns):
            return ""
        return "".join(_said(segment, cells) for segment in self.segments).strip()


def _pieces(text: str) -> tuple[Piece, ...]:
    """Split between cells: literals and column names take turns."""
    parts = CELL.split(text)
    literals, columns = parts[::2], [*parts[1::2], None]
    if any(sign in literal for literal in literals for sign in "{}[]"):
        raise ValueError(text)
    return tuple(Piece(literal, column) for literal, column in zip(literals, columns, strict=True))


def _said(segment: Segment, cells: Mapping[str, str]) -> str:
    if segment.is_optional and not all(cells[piece.column] for piece in segment.pieces if piece.column is not None):
        return ""
    return "".join(f"{piece.literal}{cells[piece.column] if piece.column else ''}" for piece in segment.pieces)
