"""The page of the channels that lead outside: one's own, and those of the teams that one answers for."""

from dataclasses import dataclass

from flask import current_app, flash, make_response, render_template, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.alerts.channels import apprise
from tracker.alerts.forms.endpoints import EndpointForm
from tracker.alerts.queries import endpoints as queries
from tracker.alerts.queries.endpoints import LastDelivery
from tracker.alerts.queries.ladders import teams
from tracker.alerts.records import Endpoint
from tracker.alerts.rules.endpoints import PLACES
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases import endpoints as use_cases
from tracker.alerts.use_cases.endpoints import MadeSecret
from tracker.alerts.views.room import blueprint
from tracker.alerts.words import PLACES as PLACES_IN_WORDS
from tracker.alerts.words import STATES
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.kernel.secrets import Vault
from tracker.web.addresses import see_other
from tracker.web.forms import answer_form
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.headers import unseen_by_others

SHOWN_ONCE = "new_webhook"
"""Where the browser's own session carries a new secret from the form to the page that shows it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel as the page shows it."""

    endpoint: Endpoint
    team: str
    place: str
    last: LastDelivery | None
    last_state: str
    is_paused: bool


@blueprint.get("/settings/channels")
@needs_sign_in
def endpoints() -> ResponseReturnValue:
    """List the channels that the viewer may change; a new secret is shown this one time."""
    listed = _listed(db.session(), viewer())
    page = render_template("alerts/endpoints.html", listed=listed, fresh=browser.pop(SHOWN_ONCE, None))
    return unseen_by_others(make_response(page))


@blueprint.route("/settings/channels/new", methods=["GET", "POST"])
@needs_sign_in
def new_endpoint() -> ResponseReturnValue:
    """Add a channel."""
    who, form = viewer(), EndpointForm()
    offered = [each for each in teams(db.session()) if queries.may_change_of_team(who, each[0])]
    form.offer(offered, [kind for kind in PLACES if kind is not Channel.APPRISE or apprise.installed()])

    def save() -> str:
        with transaction() as session:
            made = use_cases.add_endpoint(session, form.wish(who), _vault(), now())
        flash(gettext("Added. Send a trial notice to see whether it arrives."), "ok")
        return _shown(made)

    return answer_form(form, "alerts/endpoint.html", "form", save=save)


@blueprint.post("/settings/channels/<int:endpoint_id>/trial")
@needs_sign_in
def try_endpoint(endpoint_id: int) -> ResponseReturnValue:
    """Send a trial notice."""
    who = viewer()
    with transaction() as session:
        use_cases.try_endpoint(session, who, endpoint_id, now())
    flash(gettext("The trial notice is on its way. What became of it is shown here."), "ok")
    return see_other(url_for("alerts.endpoints"))


@blueprint.post("/settings/channels/<int:endpoint_id>/secret")
@needs_sign_in
def replace_secret(endpoint_id: int) -> ResponseReturnValue:
    """Make a new signing secret."""
    who = viewer()
    with transaction() as session:
        made = use_cases.replace_secret(session, who, endpoint_id, _vault(), now=now())
    return see_other(_shown(made))


@blueprint.post("/settings/channels/<int:endpoint_id>/resume")
@needs_sign_in
def resume_endpoint(endpoint_id: int) -> ResponseReturnValue:
    """Trust a channel again."""
    who = viewer()
    with transaction() as session:
        use_cases.resume_endpoint(session, who, endpoint_id, now())
    flash(gettext("Switched on. What waited goes out now."), "ok")
    return see_other(url_for("alerts.endpoints"))


@blueprint.post("/settings/channels/<int:endpoint_id>/remove")
@needs_sign_in
def remove_endpoint(endpoint_id: int) -> ResponseReturnValue:
    """Take a channel away."""
    who = viewer()
    with transaction() as session:
        use_cases.remove_endpoint(session, who, endpoint_id, now())
    flash(gettext("Removed. Its address is forgotten, and nothing goes there any more."), "ok")
    return see_other(url_for("alerts.endpoints"))


def _listed(session: Session, who: Viewer) -> list[Listed]:
    found, moment = queries.changeable(session, who), now()
    last = queries.last_deliveries(session, [endpoint.id for endpoint, _team in found])
    return [
        Listed(
            endpoint=endpoint,
            team=team,
            place=str(PLACES_IN_WORDS[endpoint.kind]),
            last=last.get(endpoint.id),
            last_state=str(STATES[last[endpoint.id].state]) if endpoint.id in last else "",
            is_paused=endpoint.paused_until is not None and endpoint.paused_until > moment,
        )
        for endpoint, team in found
    ]


def _vault() -> Vault:
    vault: Vault = current_app.extensions["vault"]
    return vault


def _shown(made: MadeSecret) -> str:
    """Return the page that shows a new secret; only the browser that asked for it carries it there."""
    if made.secret is not None:
        browser[SHOWN_ONCE] = {"name": made.name, "secret": made.secret}
    return url_for("alerts.endpoints")
