"""Topics: what customers count on, how often, where from, and whether we say early how it really is."""

from datetime import timedelta

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.expectations.queries import counting
from tracker.expectations.queries import register as queries
from tracker.expectations.queries.counting import Counted, Counts, Wanted
from tracker.expectations.rules import Source, was_disappointed
from tracker.expectations.views.room import blueprint
from tracker.expectations.words import COUNTED, SOURCES
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Role
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block, varying, wants_fragment
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.languages import language
from tracker.web.paging import PAGE_SIZE, page_of, requested_after

YEAR = timedelta(days=365)


@blueprint.get("/expectations")
@needs_sign_in
def topics() -> ResponseReturnValue:
    session, who, moment = db.session(), viewer(), now()
    counts = counting.by_topic(session, who, since=moment - YEAR, now=moment)
    listed = [(each, counts.get(each.id, Counts())) for each in queries.topics(session)]
    shown = [(each, counted) for each, counted in listed if each.active or counted.many]
    return page_or_block(
        "expectations/topics.html",
        "list",
        topics=sorted(shown, key=lambda pair: -pair[1].many),
        whole=counting.total(counts.values()),
        language=language(),
    )


@blueprint.get("/expectations/topics/<int:topic_id>")
@needs_sign_in
def topic(topic_id: int) -> ResponseReturnValue:
    session, who, moment = db.session(), viewer(), now()
    found = queries.of_topic(session, who, topic_id, after=requested_after("topic"), limit=PAGE_SIZE + 1)
    page = page_of(found, "topic", lambda each: (each.noted_at, each.id))
    return page_or_block(
        "expectations/topic.html",
        "list",
        topic=queries.topic(session, topic_id),
        page=page,
        entries=[(each, was_disappointed(each.facts(), moment)) for each in page.rows],
        language=language(),
    )


@blueprint.get("/expectations/entries")
@needs_sign_in
def entries() -> ResponseReturnValue:
    """List the entries behind a number of the register."""
    session, who, moment = db.session(), viewer(), now()
    wanted = _wanted()
    found = counting.entries(session, who, wanted, now=moment, after=requested_after("entries"), limit=PAGE_SIZE + 1)
    page = page_of(found, "entries", lambda each: (each.noted_at, each.id))
    topic = None if wanted.topic_id is None else queries.topic(session, wanted.topic_id).title_in(language())
    return page_or_block(
        "expectations/entries.html",
        "list",
        page=page,
        entries=[(each, was_disappointed(each.facts(), moment)) for each in page.rows],
        about=list(filter(None, (topic, SOURCES.get(wanted.source or ""), COUNTED.get(wanted.counted)))),
        language=language(),
    )


def _wanted() -> Wanted:
    source, counted = request.args.get("source", ""), request.args.get("counted", "")
    return Wanted(
        since=now() - YEAR,
        topic_id=request.args.get("topic", type=number),
        source=Source(source) if source in set(Source) else None,
        counted=Counted(counted) if counted in set(Counted) else None,
    )


@blueprint.get("/expectations/often")
@needs_role(Role.AGENT, Role.MANAGER)
def often() -> ResponseReturnValue:
    """Say to whoever logs a promise what customers often expect, and what to say early."""
    if not wants_fragment():
        return see_other(url_for(".topics"))
    found = counting.often(db.session(), viewer(), request.args.get("kind", type=number), now())
    return varying(make_response(render_template("expectations/_often.html", often=found, language=language())))
