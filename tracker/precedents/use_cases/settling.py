"""Settling flags: a manager has looked into it, and says how it ends."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries import decisions, flags
from tracker.precedents.queries.learning import changed_since
from tracker.precedents.records import Flag
from tracker.precedents.rules.flags import (
    NO_PRECEDENT,
    FlagState,
    FlagType,
    check_open,
    check_settling,
    ends_by_hand,
    state_at,
)
from tracker.precedents.rules.learning import SETTLED_BY_FACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleFlag:
    """How a flag ends, and why; `seen_version` is the one that was looked at."""

    actor: Viewer
    flag_id: int
    seen_version: int
    end: FlagState
    note: str
    factor: str = ""


def settle_flag(session: Session, settle: SettleFlag, now: datetime) -> Flag:
    """End a flag. A decision that was accepted for its own reason, or for once, binds nobody."""
    flag = flags.flag_for_update(session, settle.actor, settle.flag_id)
    ends = ends_by_hand(FlagType(flag.type))
    is_theirs = flags.waits_for(session, settle.actor, flag.id)
    check_settling(settle.actor, settle.end, settle.note, is_theirs=is_theirs, ends=ends)
    if flag.row_version != settle.seen_version:
        raise ChangedMeanwhile(N_("Somebody else has settled this flag meanwhile."))
    check_open(state_at(FlagState(flag.state), flag.created_at, now))
    flag.policy_version_id = _answering(session, flag) if settle.end is FlagState.POLICY_CHANGED else None
    flag.state, flag.closed_at = settle.end.value, now
    flag.closed_by_id, flag.note = settle.actor.id, settle.note
    flag.factor = settle.factor if settle.end in SETTLED_BY_FACTOR else ""
    if settle.end in NO_PRECEDENT and flag.decision_id is not None:
        decisions.decision_for_update(session, settle.actor, flag.decision_id).countable = False
    session.flush()
    record(session, _told(flag, settle), now)
    return flag


def _answering(session: Session, flag: Flag) -> int | None:
    """Return the version that answers a flag; what is about all of a team's situations names none. Raises Invalid."""
    version_id = changed_since(session, flag)
    is_of_one_policy = flag.decision_id is not None or flag.situation_id is not None
    if version_id is None and is_of_one_policy:
        raise Invalid(N_("The policy was not changed since. Write its new version first."), field="end")
    return version_id


def _told(flag: Flag, settle: SettleFlag) -> Happening:
    subject = ("flag", flag.id) if flag.decision_id is None else ("decision", flag.decision_id)
    return Happening(
        kind="flag_settled",
        subject_type=subject[0],
        subject_id=subject[1],
        actor_id=settle.actor.id,
        changes={"state": (FlagState.OPEN, settle.end)},
        words={"flag": flag.type, "note": settle.note},
    )
