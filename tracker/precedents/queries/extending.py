"""What was decided under a version of a policy, and how often it was extended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.audit.queries import history
from tracker.kernel.people import Viewer
from tracker.precedents.queries.checking import names_of_people, of_teams_seen
from tracker.precedents.queries.flags import flag_exists_for
from tracker.precedents.records import Decision, Flag, PolicyVersion
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.flags import LOOKED_INTO, FlagState

EXTENDED = "policy_extended"
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """When, by whom and why a version was extended."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was decided under a version and still stands: how often which answer, the newest, and what is flagged.

    How much is flagged is for whoever extends it; what was found against whom is told to nobody more than elsewhere.
    """

    answers: dict[Outcome, int]
    newest: Sequence[Decision]
    flagged: int
    flags: Sequence[Flag]


def extensions(session: Session, situation_id: int) -> dict[int, list[Extension]]:
    """Return how often the versions of a situation were extended, by the number of the version, the newest first."""
    told = [each for each in history(session, "situation", situation_id) if each.kind == EXTENDED]
    names = names_of_people(session, {each.actor_id for each in told if each.actor_id is not None})
    found: dict[int, list[Extension]] = {}
    for each in told:
        by, reason = names.get(each.actor_id or 0, ""), str(each.words.get("reason", ""))
        found.setdefault(int(str(each.words["version"])), []).append(Extension(at=each.at, by=by, reason=reason))
    return found


def made_under(session: Session, viewer: Viewer, version: PolicyVersion, now: datetime) -> Made:
    """Return what was decided under a version, as far as it exists for the viewer."""
    counted = select(Decision.outcome, func.count()).where(*_under(viewer, version)).group_by(Decision.outcome)
    whole = (joinedload(Decision.customer), joinedload(Decision.decided_by))
    newest = select(Decision).where(*_under(viewer, version)).options(*whole)
    is_open = (Flag.state == FlagState.OPEN, Flag.created_at > now - LOOKED_INTO)
    of_decision = (Decision.id == Flag.decision_id, *_under(viewer, version), *is_open)
    flags = select(Flag).join(Decision, Decision.id == Flag.decision_id)
    flags = flags.where(*of_decision, flag_exists_for(viewer)).order_by(Flag.id.desc())
    return Made(
        answers={Outcome(outcome): number for outcome, number in session.execute(counted)},
        newest=session.scalars(newest.order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(MOST_SHOWN)).all(),
        flagged=session.scalar(select(func.count()).select_from(Flag).join(Decision, and_(*of_decision))) or 0,
        flags=session.scalars(flags.limit(MOST_SHOWN)).all(),
    )


def _under(viewer: Viewer, version: PolicyVersion) -> list[ColumnElement[bool]]:
    """Return the conditions of what was decided under a version; since it began, so that an index finds it."""
    return [
        Decision.situation_id == version.situation_id,
        Decision.decided_at >= version.valid_from,
        Decision.policy_version_id == version.id,
        Decision.state == "decided",
        *of_teams_seen(viewer),
    ]
