"""The ledger of deliveries, for administrators: what went out, every attempt, and sending again what was given up."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.accounts.admin_places import AdminPlace, add_admin_places
from tracker.alerts import words
from tracker.alerts.queries import ledger as queries
from tracker.alerts.queries.ledger import Line, Standing
from tracker.alerts.rules.delivering import Occasion
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.rules.payloads import AffairTold, Matter, matter_of
from tracker.alerts.use_cases.replaying import AT_ONCE, send_again, send_all_again
from tracker.alerts.views.room import blueprint
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer
from tracker.web.paging import PAGE_SIZE, page_of, requested_after

STANDINGS = {
    Standing.ALL: _l("All"),
    Standing.DEAD: _l("Given up"),
    Standing.WAITING: _l("Waiting"),
    Standing.SENT: _l("Sent"),
}
MATTERS = {
    Matter.CATCH_UP: _l("What was held back"),
    Matter.TRIAL: _l("Trial"),
    Matter.TROUBLE: _l("Trouble with delivering"),
    Matter.DIGEST: _l("Digest"),
    Matter.WRITTEN: _l("Mail to a customer"),
    Matter.MINUTES: _l("Minutes of a review"),
}
OUTCOMES = {
    "ok": _l("sent"),
    "transient": _l("failed for now"),
    "permanent": _l("refused"),
    "ambiguous": _l("no answer"),
}

add_admin_places(
    blueprint,
    AdminPlace("alerts.ledger", _l("Deliveries"), _l("What went out to whom, and what did not"), "mail"),
)


@blueprint.get("/admin/deliveries")
@needs_role(Role.ADMIN)
def ledger() -> ResponseReturnValue:
    """List deliveries, the newest first."""
    standing, session = _standing(), db.session()
    key = requested_after("deliveries")
    given_up = queries.count_given_up(session)
    found = queries.lines(session, standing, None if key is None else int(str(key[0])), PAGE_SIZE + 1)
    return page_or_block(
        "alerts/ledger.html",
        "list",
        page=page_of(found, "deliveries", lambda line: (line.id,)),
        tabs=_tabs(standing, given_up),
        given_up=given_up,
        at_once=AT_ONCE,
        says=_says,
    )


@blueprint.get("/admin/deliveries/<int:delivery_id>")
@needs_role(Role.ADMIN)
def delivery(delivery_id: int) -> ResponseReturnValue:
    """Show one delivery with every attempt."""
    line = queries.line(db.session(), delivery_id)
    attempts = queries.attempts(db.session(), delivery_id)
    return page_or_block("alerts/delivery.html", "main", line=line, attempts=attempts, says=_says, outcomes=OUTCOMES)


@blueprint.post("/admin/deliveries/<int:delivery_id>/again")
@needs_role(Role.ADMIN)
def deliver_again(delivery_id: int) -> ResponseReturnValue:
    """Send one again that was given up."""
    try:
        with transaction() as session:
            delivery_id = send_again(session, viewer(), delivery_id, now())
    except Invalid as refusal:
        flash(refusal.said(gettext), "error")
    else:
        flash(gettext("It is sent again. If its promise has ended meanwhile, nothing goes out."), "ok")
    return see_other(url_for("alerts.delivery", delivery_id=delivery_id))


@blueprint.post("/admin/deliveries/again")
@needs_role(Role.ADMIN)
def deliver_all_again() -> ResponseReturnValue:
    """Send everything again that was given up."""
    with transaction() as session:
        count = send_all_again(session, viewer(), now())
    flash(ngettext("%(num)d is sent again.", "%(num)d are sent again.", count), "ok")
    return see_other(url_for("alerts.ledger"))


def _tabs(here: Standing, given_up: int) -> list[tuple[str, LazyString, bool, int | None]]:
    counts = {Standing.DEAD: given_up or None}
    return [
        (url_for("alerts.ledger", state=each or None), label, each is here, counts.get(each))
        for each, label in STANDINGS.items()
    ]


def _standing() -> Standing:
    wanted = request.args.get("state", "")
    return Standing(wanted) if wanted in set(Standing) else Standing.ALL


def _says(line: Line) -> dict[str, object]:
    """Return what stands in a line: what it is about, to whom, how, and how it stands."""
    return {
        "what": _matter(line.payload),
        "to": line.endpoint or line.name or gettext("nobody"),
        "way": words.CHANNELS[Channel(line.channel)],
        "state": words.STATES[line.state],
    }


def _matter(payload: str) -> object:
    matter = matter_of(payload)
    if matter is Matter.AFFAIR:
        return words.KINDS[AffairTold.unpacked(payload).kind]
    if matter is Matter.OCCASION:
        return words.KINDS[Occasion.unpacked(payload).kind]
    return gettext("Message of a newer version") if matter is None else MATTERS[matter]
