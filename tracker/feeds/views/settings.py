"""The page of one's own calendar links."""

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, flash, make_response, render_template, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.feeds import queries, rules, use_cases
from tracker.feeds.forms import FeedForm
from tracker.feeds.records import Feed
from tracker.feeds.use_cases import ChangeFeed, MadeFeed, MakeFeed
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.web.addresses import see_other
from tracker.web.guards import needs_sign_in, viewer

SHOWN_ONCE = "new_feed"
"""Where the browser's own session carries a new secret from the form to the page that shows it."""

blueprint = Blueprint("feeds", __name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A link as the page shows it."""

    feed: Feed
    form: FeedForm
    program: str


@blueprint.get("/calendar")
@needs_sign_in
def settings() -> ResponseReturnValue:
    """All links of the account, and the new one with its secret, this one time."""
    listed = [_listed(feed) for feed in queries.live_feeds(db.session(), viewer().id)]
    fresh = browser.pop(SHOWN_ONCE, None)
    page = render_template("feeds/settings.html", listed=listed, fresh=fresh, form=FeedForm(prefix="new"))
    return _unseen_by_others(make_response(page))


@blueprint.post("/calendar")
@needs_sign_in
def make() -> ResponseReturnValue:
    """Make a link."""
    who = viewer()
    detail, with_alarm = FeedForm(prefix="new").chosen()
    wish = MakeFeed(account_id=who.id, actor_id=who.id, detail=detail, with_alarm=with_alarm)
    with transaction() as session:
        made = use_cases.make_feed(session, wish, now())
    return _shown_once(made)


@blueprint.post("/calendar/<int:feed_id>")
@needs_sign_in
def change(feed_id: int) -> ResponseReturnValue:
    """Write a link's entries another way."""
    who = viewer()
    detail, with_alarm = FeedForm(prefix=_prefix(feed_id)).chosen()
    with transaction() as session:
        wish = ChangeFeed(actor=who, feed_id=feed_id, detail=detail, with_alarm=with_alarm)
        use_cases.change_feed(session, wish, now())
    flash(gettext("Saved. Programs show it when they next fetch the calendar."), "ok")
    return see_other(url_for("feeds.settings"))


@blueprint.post("/calendar/<int:feed_id>/rotate")
@needs_sign_in
def rotate(feed_id: int) -> ResponseReturnValue:
    """Replace a link by a new one."""
    who = viewer()
    with transaction() as session:
        made = use_cases.rotate_feed(session, who, feed_id, now())
    return _shown_once(made)


@blueprint.post("/calendar/<int:feed_id>/revoke")
@needs_sign_in
def revoke(feed_id: int) -> ResponseReturnValue:
    """End a link for good."""
    who = viewer()
    with transaction() as session:
        use_cases.revoke_feed(session, who, feed_id, now())
    flash(gettext("Switched off. The link shows nothing any more."), "ok")
    return see_other(url_for("feeds.settings"))


def _listed(feed: Feed) -> Listed:
    form = FeedForm(formdata=None, prefix=_prefix(feed.id), detail=feed.detail, with_alarm=feed.with_alarm)
    return Listed(feed, form, rules.program_name(feed.fetched_by))


def _prefix(feed_id: int) -> str:
    return f"link{feed_id}"


def _shown_once(made: MadeFeed) -> ResponseReturnValue:
    """Lead to the page that shows the new address; only the browser that asked for it carries the secret there."""
    base_url = current_app.extensions["settings"].base_url
    http = rules.address(base_url, made.secret, gettext("my-promises"))
    browser[SHOWN_ONCE] = {"id": made.id, "http": http, "webcal": rules.subscribing_address(http)}
    return see_other(url_for("feeds.settings") + "#new-link")


def _unseen_by_others(page: Response) -> Response:
    """Keep a page that may show a secret out of caches and out of what other sites are told."""
    page.headers["Cache-Control"] = "private, no-store"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
