"""Keeping the flags true that are about more than one decision: raised, refreshed, opened again, passed."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record_all
from tracker.precedents.queries.units import flags_of_units
from tracker.precedents.records import Flag, FlagEvidence
from tracker.precedents.rules import schema
from tracker.precedents.rules.flags import FlagState, FlagType, state_at
from tracker.precedents.rules.units import Standing, Step, Unit, UnitFinding, step


def take_up(session: Session, kind: FlagType, found: Sequence[UnitFinding], now: datetime) -> None:
    """Make the flags of a type what was found.

    An open flag tells the latest numbers, and passes when it is no longer so. One that was settled is opened again by
    new evidence alone.
    """
    known = {_unit(flag).key: flag for flag in flags_of_units(session, kind)}
    told = [each for finding in found if (each := _take(session, known.pop(finding.unit.key, None), finding, now))]
    told += [_pass(flag, now) for flag in known.values() if _is_open(flag, now)]
    session.flush()
    if told:
        record_all(session, [(each, now) for each in told])


def forget_persons(session: Session) -> None:
    """Delete every flag about a person: the organisation does not want, or no longer wants, to know."""
    about_persons = [flag.id for flag in flags_of_units(session, FlagType.LEANING) if flag.account_id is not None]
    session.execute(delete(Flag).where(Flag.id.in_(about_persons)))


def _take(session: Session, flag: Flag | None, found: UnitFinding, now: datetime) -> Happening | None:
    if flag is None:
        return _told(_raise(session, found, now), "flag_raised")
    standing = Standing(
        state=FlagState(flag.state),
        created_at=flag.created_at,
        closed_at=flag.closed_at,
        shown_by=int(json.loads(flag.numbers)["shown_by"]),
    )
    match step(standing, found, now):
        case Step.REST:
            return None
        case Step.REFRESH:
            _refresh(session, flag, found)
            return None
        case Step.REOPEN:
            _reopen(flag, now)
            session.flush()
            _refresh(session, flag, found)
            return _told(flag, "flag_opened_again")


def _raise(session: Session, found: UnitFinding, now: datetime) -> Flag:
    flag = Flag(
        type=found.type.value,
        severity=found.severity.value,
        team_id=found.unit.team_id,
        situation_id=found.unit.situation_id,
        account_id=found.unit.account_id,
        numbers=schema.written(found.numbers),
        created_at=now,
    )
    session.add(flag)
    session.flush()
    _show(session, flag, found.named)
    return flag


def _reopen(flag: Flag, now: datetime) -> None:
    """Let a flag wait again; the note says how it ended the last time."""
    flag.state, flag.created_at = FlagState.OPEN.value, now
    flag.closed_at, flag.closed_by_id = None, None


def _refresh(session: Session, flag: Flag, found: UnitFinding) -> None:
    """Write the latest numbers, without a new version: who is just settling the flag is not to be disturbed."""
    numbers = schema.written(found.numbers)
    if numbers == flag.numbers and flag.team_id == found.unit.team_id:
        return
    latest = {"numbers": numbers, "severity": found.severity.value, "team_id": found.unit.team_id}
    session.execute(update(Flag).where(Flag.id == flag.id).values(latest))
    session.execute(delete(FlagEvidence).where(FlagEvidence.flag_id == flag.id))
    _show(session, flag, found.named)


def _show(session: Session, flag: Flag, evidence: Iterable[int]) -> None:
    rows = [{"flag_id": flag.id, "decision_id": each, "position": place} for place, each in enumerate(evidence)]
    if rows:
        session.execute(insert(FlagEvidence), rows)


def _is_open(flag: Flag, now: datetime) -> bool:
    return state_at(FlagState(flag.state), flag.created_at, now) is FlagState.OPEN


def _pass(flag: Flag, now: datetime) -> Happening:
    flag.state, flag.closed_at = FlagState.PASSED.value, now
    return _told(flag, "flag_passed")


def _told(flag: Flag, kind: str) -> Happening:
    return Happening(kind=kind, subject_type="flag", subject_id=flag.id, actor_id=None, words={"flag": flag.type})


def _unit(flag: Flag) -> Unit:
    return Unit(team_id=flag.team_id, situation_id=flag.situation_id, account_id=flag.account_id)
