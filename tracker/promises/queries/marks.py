"""What may have happened to a promise besides how it ended: by it reports lead to the promises behind their numbers."""

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, not_

from tracker.promises.records import Promise
from tracker.promises.rules import State


class Mark(StrEnum):
    """Something that a list of promises is narrowed to."""

    FIRST = "first"
    NOT_FIRST = "not_first"
    TOLD = "told"
    MOVED = "moved"
    MOVED_AGAIN = "moved_again"
    HANDED_OVER = "handed_over"
    AMENDS = "amends"
    NO_CAUSE = "no_cause"


def marked(mark: Mark) -> ColumnElement[bool]:
    """Return what a promise is asked: as first promised and told before are meant as `promises.measures` has them."""
    as_first_promised = and_(Promise.state == State.KEPT, Promise.kept_at <= Promise.first_due_at)
    conditions: dict[Mark, ColumnElement[bool]] = {
        Mark.FIRST: as_first_promised,
        Mark.NOT_FIRST: not_(as_first_promised),
        Mark.TOLD: and_(Promise.first_informed_at < Promise.first_due_at, not_(as_first_promised)),
        Mark.MOVED: Promise.renegotiations > 0,
        Mark.MOVED_AGAIN: Promise.renegotiations > 1,
        Mark.HANDED_OVER: Promise.handovers > 0,
        Mark.AMENDS: Promise.makes_good_id.is_not(None),
        Mark.NO_CAUSE: Promise.cause_id.is_(None),
    }
    return conditions[mark]
