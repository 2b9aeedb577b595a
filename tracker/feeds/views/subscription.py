"""What calendar programs fetch: no session, no cookie, nothing negotiated; the secret is all that counts."""

import gzip
from collections.abc import Hashable
from dataclasses import replace
from hashlib import sha256
from typing import cast

from flask import Blueprint, Flask, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from flask_babel import force_locale, gettext

from tracker.audit.queries import version
from tracker.feeds.queries.subscriptions import Subscription, subscription
from tracker.feeds.rules import Scope, Sort, file_name, is_stamp_old, may_read
from tracker.feeds.tags import Tags
from tracker.feeds.use_cases import feeds as use_cases
from tracker.feeds.views.reading import body_of, name_of
from tracker.kernel.clock import now
from tracker.kernel.errors import Gone, NotFound, Refusal, TooMany
from tracker.kernel.extensions import db, transaction
from tracker.kernel.link_secrets import fingerprint, may_be_secret
from tracker.kernel.polls import Polls
from tracker.kernel.words import N_
from tracker.web.compression import is_gzip_named
from tracker.web.languages import BABEL_NAMES
from tracker.web.sessions import without_session
from tracker.web.texts import clean_line

NOT_MODIFIED = 304
EVERY_ANSWER = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}

blueprint = Blueprint("subscription", __name__)


@blueprint.record
def prepare(state: BlueprintSetupState) -> None:
    """Give the application its count of fetches; programs have no sessions."""
    app = cast("Flask", state.app)
    app.extensions["feed_polls"] = Polls()
    app.extensions["feed_tags"] = Tags()
    without_session(app, "/cal/", "/tasks")


@blueprint.get("/cal/<secret>/<name>.ics", provide_automatic_options=False)
def fetch(secret: str, name: str) -> Response:  # noqa: ARG001 - programs call the calendar by this name
    fetched = _noted(_admitted(secret))
    sort = Sort.TASK if request.args.get("type") == Sort.TASK else Sort.EVENT
    with force_locale(BABEL_NAMES[fetched.locale]):
        answer = _answer(fetched, sort)
    answer.make_conditional(request)
    answer.headers.pop("Date", None)  # servers write it themselves
    return answer if answer.status_code == NOT_MODIFIED else _zipped_if_asked(answer)


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> Response:
    """Answer programs in one line. Thunderbird drops a calendar for good at 410, and asks again after others."""
    wished = request.accept_languages.best_match(list(BABEL_NAMES), current_app.extensions["settings"].locale)
    with force_locale(BABEL_NAMES[wished]):
        answer = Response(f"{refusal.said(gettext)}\n", refusal.status, EVERY_ANSWER, mimetype="text/plain")
    answer.headers["Cache-Control"] = "private, no-store"
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.retry_after_s)
    return answer


def _admitted(secret: str) -> Subscription:
    """Return the feed behind the secret, if its account may still read it and its program knows measure."""
    found = subscription(db.session(), fingerprint(secret)) if may_be_secret(secret) else None
    if found is None:
        raise NotFound(N_("There is no such calendar."))
    polls: Polls = current_app.extensions["feed_polls"]
    if wait := polls.seconds_to_wait(secret, now()):
        raise TooMany(N_("This calendar is fetched far too often."), retry_after_s=wait)
    if found.revoked_at is not None or not may_read(found.standing):
        raise Gone(N_("This calendar was switched off."))
    return found


def _noted(fetched: Subscription) -> Subscription:
    """Store when and by which program the feed was fetched, at most once a minute."""
    if not is_stamp_old(fetched.fetched_at, now()) and fetched.written_in == fetched.locale:
        return fetched
    with transaction() as session:
        return use_cases.note_fetch(session, fetched, clean_line(request.user_agent.string), now())


def _answer(fetched: Subscription, sort: Sort) -> Response:
    """Return the answer with its tag, that of its bytes. There is no Last-Modified: it would go backwards.

    Where the program has what would be written, nothing is.
    """
    tags: Tags = current_app.extensions["feed_tags"]
    session = db.session()
    feed, depends_on = (fetched.feed_id, sort), _depends_on(fetched, version(session))
    tag = tags.known(feed, depends_on)
    body = b""
    if tag is None or request.if_match or not request.if_none_match.contains_weak(tag):
        body = body_of(session, fetched, sort, now())
        tag = sha256(body).hexdigest()
        tags.keep(feed, depends_on, tag)
    return _headed(Response(body, content_type="text/calendar; charset=utf-8", headers=EVERY_ANSWER), fetched, tag)


def _depends_on(fetched: Subscription, data: int) -> Hashable:
    """Return all that the calendar's bytes depend on: data, rights and look, and the clock where it counts.

    What is overdue grows by itself, what is open is cut by age only where there is too much of it.
    """
    moment = now()
    grows = fetched.subject.scope in {Scope.OVERDUE, Scope.FILTER}
    since = moment.replace(second=0, microsecond=0) if grows else moment.date()
    return data, since, replace(fetched, fetched_at=None)


def _headed(answer: Response, fetched: Subscription, tag: str) -> Response:
    answer.headers["Content-Disposition"] = f'inline; filename="{file_name(name_of(fetched))}.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.add("Accept-Encoding")
    answer.set_etag(tag, weak=True)
    return answer


def _zipped_if_asked(answer: Response) -> Response:
    """Zip the answer for programs that name gzip: some could not read what they had not asked for.

    For those that ask and then cannot read it, `?gzip=0` behind the address switches it off.
    """
    if request.args.get("gzip") == "0":
        answer.cache_control.no_transform = True
    elif is_gzip_named():
        answer.set_data(gzip.compress(answer.get_data(), 6, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    return answer
