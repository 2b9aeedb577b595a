"""The interface of the CalDAV server: one's own open promises as tasks, and ticking them off.

The server is a program of its own (`flask caldav`); it knows nothing but these two addresses. Every request
brings an address and an app password; no cookie is looked at, so there is nothing to forge.
"""

import re
from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from config import Settings
from tracker.feeds import rules
from tracker.feeds.ics import task_files
from tracker.feeds.queries.entries import Selection, open_entries
from tracker.feeds.queries.passwords import Knocking, knocking
from tracker.feeds.queries.ticking import open_task
from tracker.feeds.rules import Look, Sort
from tracker.feeds.use_cases.passwords import note_use
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import NotFound, Refusal
from tracker.kernel.extensions import db, transaction
from tracker.kernel.link_secrets import fingerprint
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.checks import needs_cause
from tracker.promises.queries.lists import Wanted
from tracker.promises.rules import PromiseFacts, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.web.languages import BABEL_NAMES
from tracker.web.pages import csrf
from tracker.web.texts import clean_line

TASK_NAME = re.compile(r"promise-(\d+)\.ics")
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""The way tasks are written has never been changed by anybody's choice."""

blueprint = Blueprint("tasks", __name__)


class WhoAreYou(Refusal):
    """No app password, or none that holds."""

    status = 401


@blueprint.get("/tasks")
def show() -> ResponseReturnValue:
    """Return the tasks, each as a file."""
    who = _person()
    with force_locale(BABEL_NAMES[who.locale]):
        look = Look(base_url=_settings().base_url, promise_word=gettext("Promise"), sort=Sort.TASK)
        name = gettext("My promises")
    asked = Selection(
        viewer=who, wanted=Wanted(owner_id=who.id), with_reminders=True, locale=who.locale, written_at=BEGINNING
    )
    files = task_files(open_entries(db.session(), asked, now()), look)
    return {"name": name, "tasks": [{"name": f"promise-{entry.id}.ics", "text": text} for entry, text in files]}


@blueprint.post("/tasks/<name>")
def tick_off(name: str) -> ResponseReturnValue:
    """Settle a promise as kept; `at` says when it was done, if the program knows."""
    who = _person()
    promise_id = _promise_id(name)
    moment = now()
    with transaction() as session:
        task = open_task(session, who, promise_id)
        settlement = _kept(task.facts, _done_at(task.facts, moment), task.other_cause_id)
        seen = task.facts.row_version
        settle = SettlePromise(promise_id=promise_id, actor=who, seen_version=seen, settlement=settlement, via="CalDAV")
        settle_promise(session, settle, moment)
    return "", 204


csrf.exempt(tick_off)


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> Response:
    """Answer the server in one line."""
    answer = Response(f"{refusal.said(gettext)}\n", refusal.status, mimetype="text/plain")
    if isinstance(refusal, WhoAreYou):
        answer.headers["WWW-Authenticate"] = 'Basic realm="Promise Tracker", charset="UTF-8"'
    return answer


def _promise_id(name: str) -> int:
    """Return the number in a task's name. Raises NotFound."""
    found = TASK_NAME.fullmatch(name)
    try:
        return number(found[1] if found else "")
    except ValueError:
        raise NotFound(N_("There is no such promise.")) from None


def _kept(facts: PromiseFacts, kept_at: datetime, other_cause_id: int | None) -> Settlement:
    """Return how it ended. A box that is ticked late cannot ask why: the cause is then "other", to be corrected."""
    plain = Settlement(outcome=State.KEPT, kept_at=kept_at)
    if not needs_cause(facts, plain):
        return plain
    return Settlement(outcome=State.KEPT, kept_at=kept_at, cause_id=other_cause_id)


def _done_at(facts: PromiseFacts, moment: datetime) -> datetime:
    """Return when it was done, as the program says, but not before the promise was made or after now."""
    try:
        told = datetime.fromisoformat(request.form.get("at", ""))
    except ValueError:
        return moment
    return moment if told.tzinfo is None else max(min(told, moment), facts.made_at)


def _person() -> Viewer:
    """Return whose app password came with the request, and note at most once a minute that it was used."""
    found = _knocking()
    if found is None:
        raise WhoAreYou(N_("This app password does not hold."))
    if rules.is_stamp_old(found.used_at, now()):
        with transaction() as session:
            note_use(session, found.password_id, clean_line(request.headers.get("X-Program", "")), now())
    return found.viewer


def _knocking() -> Knocking | None:
    given = request.authorization
    if given is None or given.type != "basic" or not given.username or not given.password:
        return None
    return knocking(db.session(), given.username, fingerprint(given.password))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
