"""Writing policies: a new version ends the one before; nothing that was ever in force is overwritten."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries.situations import situation_for_update, versions
from tracker.precedents.records import PolicyVersion
from tracker.precedents.rules import configuring, schema
from tracker.precedents.rules.configuring import PolicyWish


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePolicy:
    """A new version of a situation's policy; `seen` is the mark of the one it follows, None where nobody looked."""

    actor: Viewer
    situation_id: int
    wish: PolicyWish
    seen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPolicy:
    """Leave the newest version, which was planned and has the mark `seen`, out again."""

    actor: Viewer
    situation_id: int
    seen: str


def write_policy(session: Session, write: WritePolicy, now: datetime) -> PolicyVersion:
    """Add a version and return it. A new wording keeps the precedents; a rule that decides otherwise leaves them."""
    configuring.check_may_configure(write.actor)
    situation = situation_for_update(session, write.situation_id)
    earlier = versions(session, situation.id)
    newest = earlier[0] if earlier else None
    if write.seen is not None:
        _check_seen(newest, write.seen)
    configuring.check_policy(write.wish, situation.facts(), now, newest.valid_from if newest else None)
    if newest is not None:
        newest.valid_to = write.wish.valid_from
        session.flush()
    version = _version(write, newest, now)
    session.add(version)
    session.flush()
    record(session, _told(version, write), now)
    return version


def withdraw_policy(session: Session, withdraw: WithdrawPolicy, now: datetime) -> None:
    """Remove a version that has not begun; the one before goes on. The history keeps what it would have said."""
    configuring.check_may_configure(withdraw.actor)
    situation = situation_for_update(session, withdraw.situation_id)
    newest, before = (*versions(session, situation.id), None, None)[:2]
    _check_seen(newest, withdraw.seen)
    if newest is None or newest.valid_from <= now:
        raise Invalid(N_("This version is in force already. Write a new one."))
    record(session, _told_of(newest, withdraw.actor), now)
    session.delete(newest)
    session.flush()
    if before is not None:
        before.valid_to = None
        session.flush()


def _check_seen(newest: PolicyVersion | None, seen: str) -> None:
    if seen != (newest.mark if newest is not None else ""):
        raise ChangedMeanwhile(N_("Somebody else has changed this policy meanwhile."))


def _version(write: WritePolicy, before: PolicyVersion | None, now: datetime) -> PolicyVersion:
    wish = write.wish
    return PolicyVersion(
        situation_id=write.situation_id,
        number=before.number + 1 if before else 1,
        valid_from=wish.valid_from,
        rule=schema.rule_to_json(wish.rule),
        rule_key=configuring.key_of(wish, before.rule_key if before else ""),
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


def _told_of(version: PolicyVersion, actor: Viewer) -> Happening:
    said = ("rule", "text_de", "text_en", "reason")
    return Happening(
        kind="policy_withdrawn",
        subject_type="situation",
        subject_id=version.situation_id,
        actor_id=actor.id,
        words={
            "version": version.number,
            "valid_from": version.valid_from.isoformat(),
            **{name: getattr(version, name) for name in said},
        },
    )
