"""Making and changing situations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, count

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile
from tracker.kernel.folding import fold
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries.situations import situation_for_update, versions
from tracker.precedents.records import Situation
from tracker.precedents.rules import configuring, schema
from tracker.precedents.rules.configuring import SituationWish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.situations import Factor


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveSituation:
    """A situation as it shall be; without a number a new one."""

    actor: Viewer
    wish: SituationWish
    situation_id: int | None = None
    seen_version: int = 0


def save_situation(session: Session, save: SaveSituation, now: datetime) -> Situation:
    """Make or change a situation. Decisions keep what was known of them; a new factor is unknown in old ones.

    Raises Invalid where the policy depends on a factor that shall be asked no more.
    """
    configuring.check_may_configure(save.actor)
    situation = _situation(session, save)
    known = schema.factors_from_json(situation.factors)
    wish = replace(save.wish, factors=configuring.asked(save.wish.factors, known))
    configuring.check_situation(wish)
    configuring.check_still_asked(known, wish.factors, _rules_to_come(session, save.situation_id, now))
    values = _values(wish, configuring.retired(known, wish.factors))
    changes = {name: (before, value) for name, value in values.items() if (before := getattr(situation, name)) != value}
    for name, (_, value) in changes.items():
        setattr(situation, name, value)
    session.add(situation)
    session.flush()
    if changes:
        record(session, _told(situation, save, changes), now)
    return situation


def _rules_to_come(session: Session, situation_id: int | None, now: datetime) -> dict[int, RuleFacts]:
    """Return the rules in force and planned, by the number of their version."""
    stored = versions(session, situation_id) if situation_id is not None else ()
    return {each.number: each.facts().rule for each in stored if each.valid_to is None or each.valid_to > now}


def _values(wish: SituationWish, retired: tuple[Factor, ...]) -> dict[str, object]:
    return {
        "title_de": wish.title_de,
        "title_en": wish.title_en,
        "factors": schema.factors_to_json((*wish.factors, *retired)),
        "customer_fields": ",".join(wish.customer_fields),
        "has_amount": wish.has_amount,
        "amount_basis": wish.amount_basis if wish.has_amount else None,
        "window_days": wish.window_days,
        "words": wish.words,
        "active": wish.active,
    }


def _told(situation: Situation, save: SaveSituation, changes: Mapping[str, tuple[object, object]]) -> Happening:
    return Happening(
        kind="situation_changed" if save.situation_id else "situation_added",
        subject_type="situation",
        subject_id=situation.id,
        actor_id=save.actor.id,
        changes=changes,
    )


def _situation(session: Session, save: SaveSituation) -> Situation:
    if save.situation_id is None:
        keys = session.scalars(select(Situation.key))
        return Situation(key=_free_key(save.wish.title_en, keys), factors="[]")
    situation = situation_for_update(session, save.situation_id)
    if situation.row_version != save.seen_version:
        raise ChangedMeanwhile(N_("Somebody else has changed this situation meanwhile."))
    return situation


def _free_key(title: str, taken: Iterable[str]) -> str:
    known, wished = set(taken), fold(title).replace(" ", "_")[:36] or "situation"
    return next(key for key in chain([wished], (f"{wished}_{n}" for n in count(2))) if key not in known)
