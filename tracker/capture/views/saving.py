"""Saving what a line says, and saying so with the way back."""

from dataclasses import replace
from typing import Any

from flask import request, url_for
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError

from tracker.audit.queries import history
from tracker.capture.use_cases.understood import Understood
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.promises.queries import finding
from tracker.promises.rules import ScopeKind, State
from tracker.promises.shown import due_in_words
from tracker.promises.use_cases.logging import LogPromise, log_promise, save_draft
from tracker.promises.views.confirming import with_offer
from tracker.web.guards import viewer
from tracker.worktime.zones import local


def store(log: LogPromise, *, is_complete: bool, form_key: str | None, unclear: str) -> tuple[int, bool]:
    """Log the promise, or save what is incomplete as a draft; return its number, and whether it is new.

    What was sent before leads to what it logged then. `unclear` is the customer in words, where that is all there is.
    """
    log = replace(log, form_key=form_key)
    try:
        with transaction() as session:
            if is_complete:
                return log_promise(session, log, now()).id, True
            whom = unclear if log.customer_id is None else ""
            return save_draft(session, log, now(), unclear_whom=whom).id, True
    except IntegrityError:
        earlier = finding.logged_with(db.session(), log.actor, form_key) if form_key else None
        if earlier is None:
            raise
        return earlier, False


def saved_words(promise_id: int) -> Markup:
    """Return what was saved, with the way to it and, where one click does it, the way back."""
    promise = finding.promise(db.session(), viewer(), promise_id)
    show = url_for("promises.show", promise_id=promise_id)
    if promise.state == State.DRAFT or promise.customer is None:
        complete = url_for("promises.complete", promise_id=promise_id, next=request.form.get("next"))
        words = gettext("Saved as draft: %(statement)s", statement=promise.statement)
        return Markup('{} <a href="{}">{}</a>').format(words, complete, gettext("Complete"))
    until = due_in_words(promise.due_at, promise.due_day, now())
    words = gettext("Saved for %(name)s, %(due)s.", name=promise.customer.name, due=until)
    shown = Markup('{} <a href="{}">{}</a>').format(words, show, gettext("Show promise"))
    return Markup("{} {}").format(with_offer(shown, promise), _undo(promise_id))


def _undo(promise_id: int) -> Markup:
    """Return the button that takes the logging back: the quick line is on every page, and lends its form."""
    event_id = history(db.session(), "promise", promise_id)[-1].id
    address = url_for("promises.undo", promise_id=promise_id, event_id=event_id)
    return Markup('<button class="link" form="line" formaction="{}" data-key="u">{} <kbd>u</kbd></button>').format(
        address, gettext("Undo")
    )


def as_fields(said: Understood, who: Viewer) -> dict[str, Any]:
    """Return what a line says as the fields of the long form."""
    moment = said.promised.moment if said.promised else None
    wall = local(moment.at, who.time_zone) if moment and not moment.day else None
    scope = said.scope
    return {
        "statement": said.statement or None,
        "kind": said.kind.key,
        "customer": said.whom.customer.id if said.whom.customer else None,
        "whom": said.whom.words if said.whom.customer is None and said.whom.words else None,
        "due_day": f"{moment.day or (wall and wall.date())}" if moment else None,
        "due_time": f"{wall:%H:%M}" if wall else None,
        "source_reference": said.reference or None,
        "urgent": "y" if said.is_urgent else None,
        "owner": said.owner.id if said.owner else None,
        "conditions": scope.words if scope and scope.kind is None else None,
        **(_scope_fields(scope.kind, scope.value) if scope and scope.kind else {}),
    }


def _scope_fields(kind: ScopeKind, value: str) -> dict[str, str | None]:
    if kind is ScopeKind.TIER:
        return {"scope": f"{kind}:{value}"}
    return {"scope": kind.value, "scope_value": value or None}
