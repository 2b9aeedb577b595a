"""Making, changing and taking away ladders. What is open is planned anew by the sweep, which notices by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tracker.alerts.queries import ladders as queries
from tracker.alerts.records import Ladder, Rung
from tracker.alerts.rules.ladders import OFFERED_AUDIENCES, About, Audience, Channel
from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_

MOST_RUNGS = 20
LONGEST_OFFSET = timedelta(days=365)
SHORTEST_REPEAT = timedelta(minutes=15)
"""Whoever is reminded more often than that switches reminders off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RungWish:
    """One rung as somebody wants it. `id` names one that is there already."""

    id: int | None = None
    offset: timedelta
    in_office_time: bool
    audience: frozenset[Audience]
    channels: frozenset[Channel]
    repeat: timedelta | None = None
    repeat_most: int | None = None
    is_urgent: bool = False
    is_mandatory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderWish:
    """A whole ladder: about what, for whose promises, and its rungs."""

    about: About = About.PROMISE
    name: str
    team_id: int | None
    kind_id: int | None
    rungs: tuple[RungWish, ...]


def may_change(actor: Viewer, team_id: int | None) -> bool:
    """Whether somebody may change the ladders of a team: administrators all, managers those of their teams."""
    return actor.role is Role.ADMIN or (team_id is not None and team_id in actor.managed_team_ids)


def add_ladder(session: Session, wish: LadderWish, *, actor: Viewer, now: datetime) -> Ladder:
    """Make a ladder. Raises Forbidden, and Invalid for the field at fault."""
    _check(session, wish, actor, ladder_id=None)
    ladder = Ladder(about=wish.about.value, name=wish.name, team_id=wish.team_id, kind_id=wish.kind_id, rungs=[])
    _set_rungs(ladder, wish.rungs)
    session.add(ladder)
    session.flush()
    _tell(session, "ladder_added", ladder, before="", actor=actor, now=now)
    return ladder


def change_ladder(
    session: Session, ladder_id: int, seen_version: int, wish: LadderWish, *, actor: Viewer, now: datetime
) -> Ladder:
    """Change a ladder; a rung that stays keeps its number, so that what it told is not told again.

    Raises NotFound, Forbidden, ChangedMeanwhile, and Invalid for the field at fault.
    """
    ladder = queries.ladder_for_update(session, ladder_id)
    _check_may(actor, ladder.team_id)
    if ladder.row_version != seen_version:
        raise ChangedMeanwhile(N_("Somebody else has changed these reminders meanwhile."))
    if (ladder.team_id, ladder.kind_id) == (None, None) != (wish.team_id, wish.kind_id):
        raise Invalid(
            N_("These are the reminders for everything that has none of its own; they stay so."), field="team_id"
        )
    _check(session, wish, actor, ladder_id=ladder_id)
    before = _told(ladder)
    ladder.name, ladder.team_id, ladder.kind_id = wish.name, wish.team_id, wish.kind_id
    ladder.row_version += 1
    _set_rungs(ladder, wish.rungs)
    session.flush()
    _tell(session, "ladder_changed", ladder, before=before, actor=actor, now=now)
    return ladder


def remove_ladder(session: Session, ladder_id: int, *, actor: Viewer, now: datetime) -> None:
    """Take a ladder away; the less specific one counts from now on. Raises NotFound, Forbidden and Invalid."""
    ladder = queries.ladder_for_update(session, ladder_id)
    _check_may(actor, ladder.team_id)
    if ladder.team_id is None and ladder.kind_id is None:
        raise Invalid(N_("These are the reminders for everything that has none of its own; they stay."))
    _tell(session, "ladder_removed", ladder, before=_told(ladder), actor=actor, now=now)
    session.delete(ladder)
    session.flush()


def _check(session: Session, wish: LadderWish, actor: Viewer, *, ladder_id: int | None) -> None:
    _check_may(actor, wish.team_id)
    if not wish.name:
        raise Invalid(N_("Give it a name."), field="name")
    if queries.ladder_of(session, wish.about, wish.team_id, wish.kind_id) not in {None, ladder_id}:
        field = "kind_id" if wish.about is About.PROMISE else "team_id"
        raise Invalid(N_("There are reminders for this team and kind already."), field=field)
    if len(wish.rungs) > MOST_RUNGS:
        raise Invalid(N_("At most %(most)d reminders."), field="rungs", most=MOST_RUNGS)
    for rung in wish.rungs:
        _check_rung(rung, wish.about)


def _check_may(actor: Viewer, team_id: int | None) -> None:
    if not may_change(actor, team_id):
        raise Forbidden(N_("Managers change the reminders of their teams, administrators all of them."))


def _check_rung(rung: RungWish, about: About) -> None:
    if abs(rung.offset) > LONGEST_OFFSET:
        raise Invalid(N_("At most a year before or after."), field="rungs")
    if not rung.audience or not rung.audience <= set(OFFERED_AUDIENCES[about]):
        raise Invalid(N_("Who is to be reminded?"), field="rungs")
    if Channel.APP not in rung.channels:
        raise Invalid(N_("Every reminder also stands in the application."), field="rungs")
    if rung.repeat is not None and rung.repeat < SHORTEST_REPEAT:
        raise Invalid(N_("At most every quarter of an hour."), field="rungs")


def _set_rungs(ladder: Ladder, wishes: Sequence[RungWish]) -> None:
    known = {rung.id: rung for rung in ladder.rungs}
    place = max((rung.position for rung in ladder.rungs), default=0)
    kept = []
    for wish in wishes:
        rung = known.get(wish.id or 0)
        if rung is None:
            place += 1
            rung = Rung(position=place)
        _set(rung, wish)
        kept.append(rung)
    ladder.rungs = kept


def _set(rung: Rung, wish: RungWish) -> None:
    rung.offset_s = int(wish.offset.total_seconds())
    rung.in_office_time = wish.in_office_time
    rung.audience = ",".join(sorted(wish.audience))
    rung.channels = ",".join(sorted(wish.channels))
    rung.repeat_s = None if wish.repeat is None else int(wish.repeat.total_seconds())
    rung.repeat_most = wish.repeat_most if wish.repeat else None
    rung.is_urgent, rung.is_mandatory = wish.is_urgent, wish.is_mandatory


def _told(ladder: Ladder) -> str:
    rungs = sorted(ladder.rungs, key=lambda rung: (rung.offset_s, rung.position))
    return "; ".join(f"{rung.offset_s} s: {rung.audience} / {rung.channels}" for rung in rungs)


def _tell(session: Session, kind: str, ladder: Ladder, *, before: str, actor: Viewer, now: datetime) -> None:
    after = "" if kind == "ladder_removed" else _told(ladder)
    happening = Happening(
        kind=kind,
        subject_type="ladder",
        subject_id=ladder.id,
        actor_id=actor.id,
        changes={"rungs": (before, after)},
        words={"name": ladder.name},
    )
    record(session, happening, now)
