"""Writing policies: a new version ends the one before, but for one that holds for a while; nothing is overwritten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries.flags import answered_by
from tracker.precedents.queries.situations import situation_for_update, version_at, versions
from tracker.precedents.records import PolicyVersion
from tracker.precedents.rules import configuring, schema
from tracker.precedents.rules.configuring import PolicyWish
from tracker.precedents.rules.flags import FlagState


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
    before = version_at(earlier, write.wish.valid_from)
    if write.wish.ends_at is None:
        _end(earlier, write.wish.valid_from)
        session.flush()
    version = _version(write, before, now)
    version.number = newest.number + 1 if newest else 1
    session.add(version)
    session.flush()
    record(session, _told(version, write), now)
    return version


def withdraw_policy(session: Session, withdraw: WithdrawPolicy, now: datetime) -> None:
    """Remove a version that has not begun; the one before goes on. The history keeps what it would have said.

    Flags that it was to answer wait again: nothing was changed.
    """
    configuring.check_may_configure(withdraw.actor)
    situation = situation_for_update(session, withdraw.situation_id)
    stored = versions(session, situation.id)
    newest = stored[0] if stored else None
    _check_seen(newest, withdraw.seen)
    if newest is None or newest.valid_from <= now:
        raise Invalid(N_("This version is in force already. Write a new one."))
    record(session, _told_of(newest, withdraw.actor), now)
    _open_again(session, newest, withdraw.actor, now)
    session.delete(newest)
    session.flush()
    if newest.ends_at is None:
        _let_go_on(stored[1:], newest.valid_from)
        session.flush()


def _open_again(session: Session, version: PolicyVersion, actor: Viewer, now: datetime) -> None:
    for flag in answered_by(session, version.id):
        flag.policy_version_id, flag.state, flag.created_at = None, FlagState.OPEN.value, now
        flag.closed_at, flag.closed_by_id = None, None
        told = Happening(
            kind="flag_opened_again",
            subject_type="flag" if flag.decision_id is None else "decision",
            subject_id=flag.decision_id or flag.id,
            actor_id=actor.id,
            words={"flag": flag.type},
        )
        record(session, told, now)
    session.flush()


def _end(earlier: Iterable[PolicyVersion], at: datetime) -> None:
    """Let what would be in force beyond a moment end there: what begins then has no end."""
    for each in earlier:
        if each.valid_to is None or each.valid_to > at:
            each.valid_to = at


def _let_go_on(ended: Iterable[PolicyVersion], at: datetime) -> None:
    """Let what ended at a moment go on as it was meant to: what was to begin then is withdrawn."""
    for each in ended:
        if each.valid_to == at:
            each.valid_to = each.ends_at


def _check_seen(newest: PolicyVersion | None, seen: str) -> None:
    if seen != (newest.mark if newest is not None else ""):
        raise ChangedMeanwhile(N_("Somebody else has changed this policy meanwhile."))


def _version(write: WritePolicy, before: PolicyVersion | None, now: datetime) -> PolicyVersion:
    wish = write.wish
    return PolicyVersion(
        situation_id=write.situation_id,
        valid_from=wish.valid_from,
        valid_to=wish.ends_at,
        ends_at=wish.ends_at,
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
        words={
            "version": version.number,
            "rule_key": version.rule_key,
            "reason": version.reason,
            **({} if version.ends_at is None else {"ends_at": version.ends_at.isoformat()}),
        },
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
