"""Writing policies: a new version ends the one before; nothing is ever overwritten."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.people import Viewer
from tracker.precedents.queries.situations import situation_for_update, versions
from tracker.precedents.records import PolicyVersion
from tracker.precedents.rules import configuring, schema
from tracker.precedents.rules.configuring import PolicyWish
from tracker.precedents.rules.policies import fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePolicy:
    """A new version of a situation's policy."""

    actor: Viewer
    situation_id: int
    wish: PolicyWish


def write_policy(session: Session, write: WritePolicy, now: datetime) -> PolicyVersion:
    """Add a version and return it. A new wording keeps the precedents; a rule that decides otherwise leaves them."""
    configuring.check_may_configure(write.actor)
    situation = situation_for_update(session, write.situation_id)
    earlier = versions(session, situation.id)
    newest = earlier[0] if earlier else None
    configuring.check_policy(write.wish, situation.facts(), now, newest.valid_from if newest else None)
    if newest is not None:
        newest.valid_to = write.wish.valid_from
        session.flush()
    version = _version(write, newest.number + 1 if newest else 1, now)
    session.add(version)
    session.flush()
    record(session, _told(version, write), now)
    return version


def _version(write: WritePolicy, number: int, now: datetime) -> PolicyVersion:
    wish = write.wish
    return PolicyVersion(
        situation_id=write.situation_id,
        number=number,
        valid_from=wish.valid_from,
        rule=schema.rule_to_json(wish.rule),
        rule_key=fingerprint(wish.rule),
        text_de=wish.text_de,
        text_en=wish.text_en,
        reason=wish.reason,
        changed_by_id=write.actor.id,
        created_at=now,
    )


def _told(version: PolicyVersion, write: WritePolicy) -> Happening:
    return Happening(
        kind="policy_written",
        subject_type="situation",
        subject_id=version.situation_id,
        actor_id=write.actor.id,
        words={"version": version.number, "rule_key": version.rule_key, "reason": version.reason},
    )
