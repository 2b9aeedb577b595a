"""The page of one's own calendar links."""

from dataclasses import dataclass, replace

from flask import Blueprint, current_app, flash, make_response, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.feeds import rules
from tracker.feeds.forms import FeedForm, NewFeedForm
from tracker.feeds.qr import qr_svg
from tracker.feeds.queries import links
from tracker.feeds.queries.links import About
from tracker.feeds.records import Feed
from tracker.feeds.rules import Detail, Scope
from tracker.feeds.use_cases import feeds as use_cases
from tracker.feeds.use_cases.feeds import ChangeFeed, MadeFeed, MakeFeed
from tracker.feeds.views.words import title_of
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.web.addresses import see_other
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.headers import unseen_by_others

SHOWN_ONCE = "new_feed"
"""Where the browser's own session carries a new secret from the form to the page that shows it."""

blueprint = Blueprint("feeds", __name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A link as the page shows it."""

    feed: Feed
    form: FeedForm
    title: str
    program: str
    is_over: bool


@blueprint.get("/calendar")
@needs_sign_in
def settings() -> ResponseReturnValue:
    """All links of the account, and the new one with its secret, this one time."""
    session = db.session()
    feeds = links.live_feeds(session, viewer().id)
    about = links.abouts(session, viewer(), {links.subject_of(feed) for feed in feeds})
    fresh = browser.pop(SHOWN_ONCE, None)
    page = render_template(
        "feeds/settings.html",
        listed=[_listed(feed, about[links.subject_of(feed)]) for feed in feeds],
        fresh=fresh,
        code=qr_svg(fresh["webcal"], gettext("The link as a QR code")) if fresh else "",
        form=_new_form(session),
        customer=request.args.get("customer", type=number),
    )
    return unseen_by_others(make_response(page))


@blueprint.post("/calendar")
@needs_sign_in
def make() -> ResponseReturnValue:
    """Make a link."""
    form = _new_form(db.session())
    wish = MakeFeed(owner=viewer(), style=form.chosen(), subject=form.chosen_subject())
    with transaction() as session:
        made = use_cases.make_feed(session, wish, now())
        title = _title(links.live_feed(session, wish.owner.id, made.id), session)
    return _shown_once(made, title)


@blueprint.post("/calendar/<int:feed_id>")
@needs_sign_in
def change(feed_id: int) -> ResponseReturnValue:
    """Name a link, or write its entries another way."""
    wish = ChangeFeed(actor=viewer(), feed_id=feed_id, style=FeedForm(prefix=_prefix(feed_id)).chosen())
    with transaction() as session:
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
        title = _title(links.live_feed(session, who.id, made.id), session)
    return _shown_once(made, title)


@blueprint.post("/calendar/<int:feed_id>/revoke")
@needs_sign_in
def revoke(feed_id: int) -> ResponseReturnValue:
    """End a link for good."""
    who = viewer()
    with transaction() as session:
        use_cases.revoke_feed(session, who, feed_id, now())
    flash(gettext("Switched off. The link shows nothing any more."), "ok")
    return see_other(url_for("feeds.settings"))


def _new_form(session: Session) -> NewFeedForm:
    """Return the form with what this person may subscribe to; `?customer=` of the address adds that customer."""
    customer_id = request.args.get("customer", type=number)
    form = NewFeedForm(prefix="new")
    form.offer((each.subject, _offered(each)) for each in links.subjects_for(session, viewer(), customer_id))
    return form


def _offered(about: About) -> str:
    if about.subject.scope is Scope.FOR_CUSTOMER:
        return gettext("For %(name)s to subscribe to: words and due only", name=about.name)
    if about.subject.scope is Scope.FILTER:
        return gettext("Saved filter “%(name)s”", name=about.name)
    return title_of(about.subject.scope, about.name)


def _listed(feed: Feed, about: About) -> Listed:
    chosen = {"name": feed.name, "detail": feed.detail, "with_alarm": feed.with_alarm}
    form = FeedForm(formdata=None, prefix=_prefix(feed.id), **chosen)
    known = replace(about, name=about.name or gettext("(not there any more)"))
    return Listed(feed, form, feed.name or _offered(known), rules.program_name(feed.fetched_by), about.is_over)


def _title(feed: Feed, session: Session) -> str:
    subject = links.subject_of(feed)
    about = links.abouts(session, viewer(), [subject])[subject]
    return feed.name or title_of(subject.scope, about.name, about.reference, Detail(feed.detail))


def _prefix(feed_id: int) -> str:
    return f"link{feed_id}"


def _shown_once(made: MadeFeed, title: str) -> ResponseReturnValue:
    """Lead to the page that shows the new address; only the browser that asked for it carries the secret there."""
    http = rules.address(current_app.extensions["settings"].base_url, made.secret, title)
    webcal = rules.subscribing_address(http)
    browser[SHOWN_ONCE] = {"id": made.id, "title": title, "http": http, "webcal": webcal}
    return see_other(url_for("feeds.settings") + "#new-link")
