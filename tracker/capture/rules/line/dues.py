"""When a line says that something is due, in whichever language, and dues written down to be read again."""

from dataclasses import replace
from datetime import datetime

from tracker.capture.rules.due.grammar import LANGUAGES, Asked, Due, Relation, read
from tracker.capture.rules.policy import Moment
from tracker.worktime.zones import local


def due_in(line: str, asked: Asked) -> Due:
    """Return what the language asked for reads, unless another one reads more of the line."""
    readings = [read(line, asked), *(read(line, replace(asked, language=code)) for code in LANGUAGES)]
    wider = [each for each in readings if each.relation is Relation.START or each.is_guess]
    return max((each for each in readings if not any(_is_part_of(each, whole) for whole in wider)), key=_weight)


def written(moment: Moment, zone: str) -> str:
    """Return a due in figures, as every language reads it: a day alone for one that is due all day."""
    if moment.day is not None:
        return f"{moment.day:%d.%m.%Y}"
    return f"{local(moment.at, zone):%d.%m.%Y %H:%M}"


def without_seconds(at: datetime) -> datetime:
    """Return the minute of a moment, as grammars are asked."""
    return at.replace(second=0, microsecond=0)


def _is_part_of(due: Due, whole: Due) -> bool:
    """Whether a reading is but the moment of "not before Tuesday", by a language that does not know these words."""
    if due is whole or due.relation is Relation.START or not (due.span and whole.span):
        return False
    return whole.span[0] <= due.span[0] and due.span[1] <= whole.span[1] and due.span != whole.span


def _weight(due: Due) -> tuple[bool, bool, int]:
    length = due.span[1] - due.span[0] if due.span else 0
    return due.due is not None, due.vague, length
