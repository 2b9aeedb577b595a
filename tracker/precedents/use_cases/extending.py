"""Letting a version of a policy go on for longer than was said, for a reason that is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries.extending import EXTENDED
from tracker.precedents.queries.situations import ending, followed_from, situation_for_update, versions
from tracker.precedents.records import PolicyVersion
from tracker.precedents.rules import configuring


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendPolicy:
    """Until when the version that has the mark `seen` shall be in force, and why."""

    actor: Viewer
    situation_id: int
    seen: str
    ends_at: datetime | None
    reason: str


def extend_policy(session: Session, extend: ExtendPolicy, now: datetime) -> PolicyVersion:
    """Let a version that is about to end go on, also where one for a while lies on it.

    What is over is not brought back: a new version is written.
    """
    configuring.check_may_configure(extend.actor)
    situation = situation_for_update(session, extend.situation_id)
    stored = versions(session, situation.id)
    version = _seen(ending(stored, now), extend.seen)
    configuring.check_extension(extend.ends_at, version.ends_at, extend.reason, followed_from(stored, version))
    told = _told(version, extend)
    version.ends_at = version.valid_to = extend.ends_at
    session.flush()
    record(session, told, now)
    return version


def _seen(found: list[PolicyVersion], mark: str) -> PolicyVersion:
    if not found:
        raise Invalid(N_("No version ends by itself here. Write a new one."))
    version = next((each for each in found if each.mark == mark), None)
    if version is None:
        raise ChangedMeanwhile(N_("Somebody else has changed this policy meanwhile."))
    return version


def _told(version: PolicyVersion, extend: ExtendPolicy) -> Happening:
    return Happening(
        kind=EXTENDED,
        subject_type="situation",
        subject_id=version.situation_id,
        actor_id=extend.actor.id,
        changes={"ends_at": (version.ends_at, extend.ends_at)},
        words={"version": version.number, "reason": extend.reason},
    )
