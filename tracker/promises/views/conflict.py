"""Somebody else was faster: their change beside what was typed, so that nothing is lost."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext
from wtforms import BooleanField, Field, SelectField

from tracker.audit.queries import history
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.promises import timeline
from tracker.promises.actions import BUTTONS
from tracker.promises.forms.action import ActionForm, Pair
from tracker.promises.queries import naming
from tracker.promises.records import Promise
from tracker.promises.shown import ShownPromise, due_in_words, name_of, shown
from tracker.promises.timeline import Entry
from tracker.promises.views.deeds import Deed
from tracker.promises.views.doing import F
from tracker.web.filters import instant
from tracker.web.guards import viewer
from tracker.web.standings import badge_of
from tracker.worktime.zones import local

CONFLICT = 409
FEW = 3
NEVER_REPEATED = frozenset({"csrf_token", "row_version", "seen"})

Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """The events since the form was opened, both versions side by side, and whether mine can still be had."""

    shown: ShownPromise
    entries: list[Entry]
    rows: list[Row]
    typed: list[tuple[str, str]]
    last_event_id: int
    is_possible: bool


def conflict_of(deed: Deed[F], form: ActionForm, promise: Promise, *, is_possible: bool) -> Conflict:
    """Return what somebody else did meanwhile, beside what was typed."""
    session, moment = db.session(), now()
    told = history(session, "promise", promise.id, after=form.seen_event)
    told = told if form.seen_event else told[:FEW]
    return Conflict(
        shown=shown(promise, moment),
        entries=timeline.entries(told, naming.names_in(session, told), timeline.read_now(moment)),
        rows=_rows(deed, form, promise),
        typed=[pair for pair in request.form.items(multi=True) if pair[0] not in NEVER_REPEATED],
        last_event_id=told[0].id if told else form.seen_event,
        is_possible=is_possible,
    )


def _rows(deed: Deed[F], form: ActionForm, promise: Promise) -> list[Row]:
    state = str(badge_of(shown(promise, now()).standing).word)
    return [(gettext("State"), str(BUTTONS[deed.action].label).rstrip(" …"), state), *_typed(form, promise)]


def _typed(form: ActionForm, promise: Promise) -> list[Row]:
    """Return each field with what was typed and what is there now; what was left empty on both sides is left out."""
    there = _there(promise)
    rows = []
    for part in form.parts:
        name, label = (part.name, str(part.legend)) if isinstance(part, Pair) else (part, str(form[part].label.text))
        mine = _moment(form, name) if isinstance(part, Pair) else _words(form[name])
        theirs = there.get(name, "")
        if mine or theirs:
            rows.append((label, mine or "–", theirs or "–"))
    return rows


def _there(promise: Promise) -> dict[str, str]:
    yes_or_no = {True: gettext("yes"), False: gettext("no")}
    return {
        "due": due_in_words(promise.due_at, promise.due_day, now()),
        "kept_at": instant(promise.kept_at),
        "cause": name_of(promise.cause) if promise.cause else "",
        "note": promise.outcome_note,
        "missing": promise.missing,
        "evidence": promise.evidence,
        "to": promise.owner.name,
        "remind_at": instant(promise.remind_at),
        "kind": name_of(promise.kind),
        "source_reference": promise.source_reference,
        "conditions": promise.conditions,
        "urgent": yes_or_no[promise.urgent],
        "visible_to_customer": yes_or_no[promise.visible_to_customer],
    }


def _moment(form: ActionForm, name: str) -> str:
    at = form.moment(name, viewer().time_zone, now())
    if at is None:
        return ""
    is_day = form[f"{name}_time"].data is None
    return due_in_words(at, local(at, viewer().time_zone).date() if is_day else None, now())


def _words(field: Field) -> str:
    if isinstance(field, BooleanField):
        return gettext("yes") if field.data else gettext("no")
    if isinstance(field, SelectField):
        return next((str(label) for _value, label, chosen, *_ in field.iter_choices() if chosen and _value), "")
    return str(field.data or "")
