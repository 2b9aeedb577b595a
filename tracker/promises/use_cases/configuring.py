"""Kinds and causes: what administrators configure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import chain, count

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import Forbidden, Invalid, NotFound
from tracker.kernel.folding import fold
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises.records import Cause, Kind

LONGEST_KEY = 40


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
    kind = session.get(Kind, kind_id) if kind_id is not None else Kind(tolerance=timedelta(0))
    if kind is None:
        raise NotFound(N_("There is no such kind."))
    others = [each for each in session.scalars(select(Kind)) if each is not kind]
    _save(session, kind, {**asdict(wording), "tolerance": tolerance}, others, actor=actor, now=now)
    return kind


def save_cause(session: Session, cause_id: int | None, wording: Wording, *, actor: Viewer, now: datetime) -> Cause:
    """Make or change a cause."""
    _check(wording, actor)
    cause = session.get(Cause, cause_id) if cause_id is not None else Cause()
    if cause is None:
        raise NotFound(N_("There is no such cause."))
    others = [each for each in session.scalars(select(Cause)) if each is not cause]
    _save(session, cause, asdict(wording), others, actor=actor, now=now)
    return cause


def _check(wording: Wording, actor: Viewer) -> None:
    if actor.role is not Role.ADMIN:
        raise Forbidden(N_("Only administrators configure kinds and causes."))
    if not wording.name_de:
        raise Invalid(N_("Give it a name."), field="name_de")
    if not wording.name_en:
        raise Invalid(N_("Give it a name."), field="name_en")


def _check_beside(values: Mapping[str, object], others: Sequence[Kind | Cause]) -> None:
    """Refuse a name that is taken, and switching off the last one, without which nothing could be chosen."""
    for name in ("name_de", "name_en"):
        if fold(str(values[name])) in {fold(getattr(each, name)) for each in others}:
            raise Invalid(N_("This name is in use already."), field=name)
    if not values["active"] and not any(each.active for each in others):
        raise Invalid(N_("One has to stay, so that something can be chosen."), field="active")


def _free_key(name: str, others: Sequence[Kind | Cause]) -> str:
    """Return a key made of the name; the second of a name, the first having been renamed, gets a number."""
    key, taken = fold(name).replace(" ", "_")[:LONGEST_KEY], {each.key for each in others}
    numbered = (f"{key[: LONGEST_KEY - 4]}_{number}" for number in count(2))
    return next(each for each in chain([key], numbered) if each not in taken)


def _save(
    session: Session,
    thing: Kind | Cause,
    values: Mapping[str, object],
    others: Sequence[Kind | Cause],
    *,
    actor: Viewer,
    now: datetime,
) -> None:
    _check_beside(values, others)
    if thing not in session:
        thing.key = _free_key(str(values["name_en"]), others)
    changes = {name: (getattr(thing, name), value) for name, value in values.items() if getattr(thing, name) != value}
    for name, value in values.items():
        setattr(thing, name, value)
    session.add(thing)
    session.flush()
    subject = type(thing).__tablename__
    told = Happening(
        kind=f"{subject}_saved", subject_type=subject, subject_id=thing.id, actor_id=actor.id, changes=changes
    )
    if changes:
        record(session, told, now)
