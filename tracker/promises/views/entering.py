"""From what was typed into the form of a promise to what it means, and what the form offers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.customers.queries import suggest, tiers
from tracker.customers.records import Customer
from tracker.customers.use_cases.adding import add_customer
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises import checks
from tracker.promises.forms.new import NewPromiseForm
from tracker.promises.forms.whom import WhomFields, candidates
from tracker.promises.queries import choices, finding
from tracker.promises.rules import Due, ScopeKind
from tracker.promises.shown import due_in_words, elsewhere, name_of
from tracker.promises.views.offering import quick_dues
from tracker.promises.words import SCOPES
from tracker.worktime.zones import ClockChange

CLOCK_CHANGES: dict[ClockChange, LazyString] = {
    ClockChange.SKIPPED: _l("The clocks skip this time: the moment they skip to counts."),
    ClockChange.REPEATED: _l("The clocks show this time twice: the first one counts."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What the fields for the due mean now: in words, elsewhere, and what to know about it."""

    words: str = ""
    at: datetime | None = None
    for_customer: str = ""
    remark: str = ""


def settle_whom(form: WhomFields, who: Viewer) -> None:
    """Find who is meant by a name for which nobody was chosen. Raises Invalid when a person has to say."""
    text = form.customer.data or ""
    if not text or form.chosen_id is not None or form.is_new:
        return
    form.candidates = candidates(text, suggest(db.session(), who, text))
    if not form.candidates.found:
        raise Invalid(N_("Nobody of this name is known yet. Saving again adds a new customer."), field="customer")
    if not form.candidates.is_certain:
        raise Invalid(N_("Choose who is meant."), field="customer")
    form.customer_id.data, form.customer_asked.data = form.candidates.chosen, text


def customer_of(session: Session, form: WhomFields, who: Viewer) -> Customer | None:
    """Return the customer who was chosen, or add the new one in the same transaction."""
    if form.is_new and form.customer.data:
        return add_customer(session, form.new_customer(who), now())
    return None if form.chosen_id is None else finding.customer_of_promise(session, who, form.chosen_id)


def due_of(session: Session, form: NewPromiseForm, who: Viewer) -> Due | None:
    """Return the due that was entered, in the zone of the person who types."""
    return form.entered_due(who.time_zone).due(now(), partial(calendar_of, session, who.team_id))


def offers(form: NewPromiseForm, who: Viewer) -> Mapping[str, object]:
    """Fill the form's choices, and return what is offered beside them."""
    session = db.session()
    _offer_kinds_and_owners(session, form, who)
    _offer_scopes(session, form)
    offer_candidates(session, form, who)
    earlier = None if form.makes_good_id is None else finding.promise(session, who, form.makes_good_id)
    return {"quick": quick_dues(who), "meaning": meaning_of_due(form, who), "makes_good": earlier}


def meaning_of_due(form: NewPromiseForm, who: Viewer) -> Meaning:
    """Return what the fields for the due mean, or why they cannot be meant."""
    entered = form.entered_due(who.time_zone)
    session = db.session()
    try:
        due = entered.due(now(), partial(calendar_of, session, who.team_id))
        if due is None:
            return Meaning()
        checks.check_due(due, now())
    except Invalid as refusal:
        return Meaning(remark=refusal.said(gettext))
    customer = session.get(Customer, form.chosen_id) if form.chosen_id else None
    change = entered.clock_change()
    return Meaning(
        words=due_in_words(due.at, due.day, now()),
        at=None if due.day else due.at,
        for_customer=elsewhere(due.at, customer.time_zone, now()) if customer else "",
        remark=str(CLOCK_CHANGES[change]) if change else "",
    )


def _offer_kinds_and_owners(session: Session, form: NewPromiseForm, who: Viewer) -> None:
    kinds = choices.kinds(session)
    form.kind.choices = [(kind.id, name_of(kind)) for kind in kinds]
    if not form.kind.data:
        form.kind.data = next((kind.id for kind in kinds if kind.key == form.kind_key), kinds[0].id)
    people = choices.owners_near(session, who)
    form.owner.choices = [(each.id, f"{each.name} · {each.team}") for each in people]
    form.owner.data = form.owner.data or who.id


def _offer_scopes(session: Session, form: NewPromiseForm) -> None:
    of_tiers = [
        (f"{ScopeKind.TIER}:{tier.key}", gettext("Tier: %(name)s", name=name_of(tier))) for tier in tiers(session)
    ]
    others = [(key, str(words)) for key, words in SCOPES.items() if key != ScopeKind.TIER]
    form.scope.choices = [others[0], *of_tiers, *others[1:]]


def offer_candidates(session: Session, form: WhomFields, who: Viewer) -> None:
    """Offer who may be meant by the name that was typed."""
    text = form.customer.data or ""
    if text and not form.candidates.text:
        found = candidates(text, suggest(session, who, text))
        form.candidates = replace(found, chosen=form.customer_id.data or found.chosen)
