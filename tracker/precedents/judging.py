"""Judging an uploaded history, by the same rules as everything else, into CSV. Pure but for a folder of its own."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tracker.precedents.auditing import Flag, audit
from tracker.precedents.files import Unreadable
from tracker.precedents.history import read
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.uploads import unpack

MOST_DECISIONS = 50_000
COLUMNS = ("flag_type", "unit", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of a history: the number of decisions and the flags, or why it cannot be read."""

    decisions: int = 0
    flags: str = ""
    fault: str = ""


def judged(archive: bytes, *, persons: bool) -> Judged:
    """Return what would have been flagged; about persons only where that is wanted."""
    try:
        with TemporaryDirectory() as folder:
            unpack(archive, Path(folder))
            history = read(Path(folder))
    except Unreadable as error:
        return Judged(fault=str(error))
    if len(history.names) > MOST_DECISIONS:
        return Judged(fault=f"{len(history.names)} decisions are too many; use flask precedents audit for them")
    flags = (each for each in audit(history) if persons or each.type is not FlagType.LEANING)
    return Judged(decisions=len(history.names), flags=as_csv(flags))


def as_csv(flags: Iterable[Flag]) -> str:
    """Return flags as CSV: type, what it is about, and the decisions that show it."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((flag.type.value, flag.unit, ";".join(flag.evidence)) for flag in flags)
    return lines.getvalue()


def from_csv(text: str) -> list[dict[str, str]]:
    """Return the flags that such a text holds, a row each."""
    return list(csv.DictReader(io.StringIO(text, newline="")))
