"""The page of one promise: what was said, what happened, what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from tracker.accounts.calendars import calendar_of
from tracker.audit.queries import history
from tracker.customers.queries import tiers
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises import actions, timeline
from tracker.promises.actions import Action
from tracker.promises.queries import finding, naming, page
from tracker.promises.records import HandOver, Promise
from tracker.promises.rules import APPOINTMENT, ScopeKind, Standing, State, standing
from tracker.promises.shown import ShownPromise, due_in_words, elsewhere, name_of, overdue_since, scope_in_words, shown
from tracker.promises.timeline import Entry
from tracker.promises.views.confirming import Offer, offer_of
from tracker.promises.views.my_day import soon_until
from tracker.promises.views.room import blueprint
from tracker.promises.views.situation import situation_of
from tracker.promises.words import CHANNELS
from tracker.web import filters
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_sign_in, viewer
from tracker.worktime.arithmetic import office_time_between
from tracker.worktime.calendar import NoOfficeTime

Fact = tuple[str, object]
LONGEST_TITLE = 100
SOON_AT_MOST = timedelta(days=14)
"""What is due later is never due soon, so that the office hours need not be asked for."""


@blueprint.get("/promises/<int:promise_id>")
@needs_sign_in
def show(promise_id: int) -> ResponseReturnValue:
    version = page.last_event(db.session(), viewer(), promise_id)
    if (same := not_modified(version)) is not None:
        return same
    return with_etag(page_or_block("promises/promise.html", "promise", page=page_of(promise_id, viewer())), version)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePage:
    """Everything that the page shows. `is_untold` is a new date that the customer has not heard of."""

    promise: Promise
    shown: ShownPromise
    facts: list[Fact]
    outcome: list[Fact]
    possible: frozenset[Action]
    entries: list[Entry]
    offer: HandOver | None
    made_good_by: list[ShownPromise]
    makes_good: ShownPromise | None
    apology: str
    undo_of: list[Entry]
    confirmation: Offer | None
    is_untold: bool

    @property
    def title(self) -> str:
        """The words themselves, as long as they fit into a heading."""
        is_short = len(self.shown.statement) <= LONGEST_TITLE and "\n" not in self.shown.statement
        who = self.shown.customer_name
        return self.shown.statement if is_short else f"{self.shown.kind_name} · {who}".rstrip(" ·")

    @property
    def is_appointment(self) -> bool:
        """Whether a customer can be invited to it."""
        return self.promise.kind.key == APPOINTMENT and self.promise.state == State.OPEN

    @property
    def buttons(self) -> list[tuple[Action, actions.Button]]:
        """What is offered as buttons."""
        offered = [(each, actions.BUTTONS[each]) for each in actions.FIRST if each in self.possible]
        return [(each, button if place == 0 else button.second()) for place, (each, button) in enumerate(offered)]

    @property
    def more(self) -> list[tuple[Action, actions.Button]]:
        """What is offered behind "More"."""
        return [(each, actions.BUTTONS[each]) for each in actions.MORE if each in self.possible]

    @property
    def last_event_id(self) -> int:
        """The last event that the reader of this page has seen."""
        return self.entries[0].id if self.entries else 0


def page_of(promise_id: int, who: Viewer) -> PromisePage:
    """Gather what the page shows."""
    session, moment = db.session(), now()
    promise = finding.promise(session, who, promise_id)
    soon = _soon(promise, moment)
    offer, told = page.offer_waiting(session, promise_id), history(session, "promise", promise_id)
    chain = [shown(each, moment, soon) for each in page.chained(session, who, promise)]
    made_good_by = [each for each in chain if each.id != promise.makes_good_id]
    names = naming.names_in(session, told, besides=filter(None, [promise.apologised_by_id]))
    written = timeline.entries(told, names, timeline.read_now(moment))
    return PromisePage(
        promise=promise,
        shown=shown(promise, moment, soon),
        facts=_facts(promise, moment),
        outcome=_outcome(promise),
        possible=actions.possible(promise.facts(), situation_of(promise, offer, is_made_good=bool(made_good_by))),
        entries=written,
        offer=offer,
        made_good_by=made_good_by,
        makes_good=next((each for each in chain if each.id == promise.makes_good_id), None),
        apology=_apology(promise, names.people),
        confirmation=offer_of(promise, told, moment),
        is_untold=_is_untold(promise),
        undo_of=[each for each in written if each.id in actions.undoable(told, who, moment)],
    )


def _is_untold(promise: Promise) -> bool:
    is_owed = promise.state == State.OPEN and promise.visible_to_customer
    return is_owed and not page.is_date_told(db.session(), promise)


def _soon(promise: Promise, moment: datetime) -> datetime | None:
    is_near = promise.due_at is not None and moment <= promise.due_at <= moment + SOON_AT_MOST
    return soon_until(promise.team_id, moment) if is_near else None


def _facts(promise: Promise, moment: datetime) -> list[Fact]:
    zone = promise.customer.time_zone if promise.customer else ""
    first = due_in_words(promise.first_due_at, promise.first_due_day, moment) if promise.renegotiations else ""
    said = f"{promise.maker.name} · {CHANNELS[promise.channel]} · {filters.instant(promise.made_at)}"
    return [
        (gettext("Whom?"), _whom(promise)),
        (gettext("Until when?"), _until(promise, moment)),
        (gettext("First promised"), Markup("<s>{}</s>").format(first) if first else ""),
        (gettext("For the customer"), elsewhere(promise.due_at, zone, moment) if zone else ""),
        (gettext("Counts as on time until"), filters.instant(promise.late_at) if promise.tolerance else ""),
        (gettext("Who does it?"), f"{promise.owner.name} · {promise.team.name}"),
        (gettext("Promised by"), said),
        (gettext("Kind"), name_of(promise.kind)),
        (gettext("Reference"), promise.source_reference),
        (gettext("Conditions"), promise.conditions),
        (gettext("Applies to"), _scope(promise)),
        (gettext("Attempts"), promise.attempts or ""),
        (gettext("Customer informed"), filters.instant(promise.first_informed_at)),
        (gettext("Reminder"), filters.instant(promise.remind_at)),
        (gettext("Visible to the customer"), "" if promise.visible_to_customer else gettext("no")),
    ]


def _outcome(promise: Promise) -> list[Fact]:
    return [
        (gettext("Done"), filters.instant(promise.kept_at)),
        (gettext("Late by"), _lateness(promise)),
        (gettext("Cause"), name_of(promise.cause) if promise.cause else ""),
        (gettext("Missing"), promise.missing),
        (gettext("Note"), promise.outcome_note),
        (gettext("Evidence"), promise.evidence),
    ]


def _whom(promise: Promise) -> Markup | str:
    customer = promise.customer
    if customer is None:
        return gettext("not yet known")
    address = url_for("promises.customer_page", customer_id=customer.id)
    return Markup('<a href="{}">{}</a> <small>{}</small>').format(address, customer.name, name_of(customer.tier))


def _until(promise: Promise, moment: datetime) -> Markup | str:
    due = promise.due_day or promise.due_at
    if due is None:
        return gettext("not yet known")
    if promise.late_at and standing(promise.facts(), moment) is Standing.OVERDUE:
        return overdue_since(due, promise.late_at, moment)
    return filters.moment(due)


def _scope(promise: Promise) -> str:
    if promise.scope == ScopeKind.CUSTOMER and promise.scope_until is None:
        return ""
    words = [scope_in_words(promise, tiers(db.session()) if promise.scope == ScopeKind.TIER else ())]
    if promise.scope_until:
        words.append(gettext("until %(day)s", day=due_in_words(promise.made_at, promise.scope_until, now())))
    return " · ".join(words)


def _lateness(promise: Promise) -> str:
    """Return by how much it was late, in office hours and on the clock."""
    facts = promise.facts()
    if facts.kept_at is None or facts.due_at is None or facts.kept_at <= (facts.last_moment or facts.due_at):
        return ""
    on_the_clock = filters.span(facts.kept_at - facts.due_at)
    try:
        worked = office_time_between(facts.due_at, facts.kept_at, calendar_of(db.session(), promise.team_id))
    except NoOfficeTime:
        return on_the_clock
    if worked < timedelta(minutes=1):
        return on_the_clock
    return gettext("%(worked)s in office hours, %(span)s on the clock", worked=filters.span(worked), span=on_the_clock)


def _apology(promise: Promise, people: Mapping[int, str]) -> str:
    if promise.apologised_at is None:
        return ""
    name = people.get(promise.apologised_by_id or 0, "")
    at = filters.instant(promise.apologised_at)
    return gettext("%(name)s apologised on %(moment)s. Once is enough.", name=name, moment=at)
