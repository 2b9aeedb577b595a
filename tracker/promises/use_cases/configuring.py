"""Kinds and causes: what administrators configure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import Forbidden, Invalid, NotFound
from tracker.kernel.folding import fold
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises.records import Cause, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a kind or cause is called, where it stands in lists, and whether it can still be chosen."""

    name_de: str
    name_en: str
    position: int = 100
    active: bool = True


def save_kind(
    session: Session, kind_id: int | None, wording: Wording, *, tolerance: timedelta, actor: Viewer, now: datetime
) -> Kind:
    """Make or change a kind. A new tolerance holds for promises made from now on."""
    _check(wording, actor)
    if tolerance < timedelta(0):
        raise Invalid(N_("A tolerance cannot be negative."), field="tolerance")
    kind = session.get(Kind, kind_id) if kind_id is not None else Kind(key=_key(wording), tolerance=timedelta(0))
    if kind is None:
        raise NotFound(N_("There is no such kind."))
    _save(session, kind, wording, {"tolerance": tolerance}, actor=actor, now=now)
    return kind


def save_cause(session: Session, cause_id: int | None, wording: Wording, *, actor: Viewer, now: datetime) -> Cause:
    """Make or change a cause."""
    _check(wording, actor)
    cause = session.get(Cause, cause_id) if cause_id is not None else Cause(key=_key(wording))
    if cause is None:
        raise NotFound(N_("There is no such cause."))
    _save(session, cause, wording, {}, actor=actor, now=now)
    return cause


def _check(wording: Wording, actor: Viewer) -> None:
    if actor.role is not Role.ADMIN:
        raise Forbidden(N_("Only administrators configure kinds and causes."))
    if not wording.name_de:
        raise Invalid(N_("Give it a name."), field="name_de")
    if not wording.name_en:
        raise Invalid(N_("Give it a name."), field="name_en")


def _key(wording: Wording) -> str:
    return fold(wording.name_en).replace(" ", "_")[:40]


def _save(
    session: Session, thing: Kind | Cause, wording: Wording, more: dict[str, object], *, actor: Viewer, now: datetime
) -> None:
    values: dict[str, object] = {
        "name_de": wording.name_de,
        "name_en": wording.name_en,
        "position": wording.position,
        "active": wording.active,
        **more,
    }
    changes = {name: (getattr(thing, name), value) for name, value in values.items() if getattr(thing, name) != value}
    for name, value in values.items():
        setattr(thing, name, value)
    session.add(thing)
    session.flush()
    subject = type(thing).__tablename__
    told = Happening(
        kind=f"{subject}_saved", subject_type=subject, subject_id=thing.id, actor_id=actor.id, changes=changes
    )
    record(session, told, now)
