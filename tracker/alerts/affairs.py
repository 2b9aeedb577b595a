"""What notices are about besides promises: a room names its affairs here, and what there is to say of each.

Nothing of an affair is kept in a notice or a mail that waits: what it says is asked for when it is read or sent, of
the room that knows, so that rights, erasure and the last word count until then.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from tracker.alerts.records import Notice
from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel.people import Viewer

KEY = "affairs"


@dataclass(frozen=True, slots=True, kw_only=True)
class AffairLine:
    """An affair as the inbox shows it; `by` is the moment until which something is to be done.

    `state` says in a word that it waits or, where it `is_over`, what became of it.
    """

    title: str
    customer: str
    path: str
    by: datetime | None
    is_over: bool
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AffairLetter:
    """An affair as a message tells of it, in the language in force.

    `facts` are labels and values; `title` is what stands on the link to `path`.
    """

    subject: str
    opening: str
    statement: str
    title: str
    facts: list[tuple[str, str]]
    path: str
    by: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """A sort of things that people are told of.

    `lines` answers for a viewer, as far as things exist for them. `stands` holds one thing so that nobody ends it
    until the transaction is done, and says whether a message about it is still wanted; `letter` says it, to a reader
    in their zone.
    """

    name: str
    lines: Callable[[Session, Viewer, Collection[int]], Mapping[int, AffairLine]]
    stands: Callable[[Session, int, NoticeKind], bool]
    letter: Callable[[Session, int, NoticeKind, str], AffairLetter]


def add_affairs(blueprint: Blueprint, *affairs: Affair) -> None:
    """Let notices be about these."""

    def remember(state: BlueprintSetupState) -> None:
        state.app.extensions.setdefault(KEY, {}).update({each.name: each for each in affairs})

    blueprint.record_once(remember)


def things_of(session: Session, viewer: Viewer, notices: Sequence[Notice]) -> dict[int, AffairLine]:
    """Return what notices are about that are about affairs, by the notice, as far as it exists for the viewer."""
    asked: dict[str, dict[int, int]] = {}
    for each in notices:
        if each.affair is not None and each.affair_id is not None:
            asked.setdefault(each.affair, {})[each.id] = each.affair_id
    found: dict[int, AffairLine] = {}
    for name in asked.keys() & affairs().keys():
        lines = affairs()[name].lines(session, viewer, set(asked[name].values()))
        found |= {notice: lines[number] for notice, number in asked[name].items() if number in lines}
    return found


def affairs() -> dict[str, Affair]:
    """Return what notices of this installation can be about, by name."""
    found: dict[str, Affair] = current_app.extensions.get(KEY, {})
    return found
