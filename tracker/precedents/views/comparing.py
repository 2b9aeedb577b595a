"""Past decisions beside the draft, up to three, at an address that holds them all."""

from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db
from tracker.kernel.people import Role
from tracker.precedents.comparing import MOST_BESIDE, lines
from tracker.precedents.considering import Considered, consider
from tracker.precedents.forms.deciding import DecisionForm, decision_form
from tracker.precedents.queries import decisions
from tracker.precedents.queries import situations as queries
from tracker.precedents.records import Decision, Situation
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.views.decisions import tier_names
from tracker.precedents.views.room import blueprint
from tracker.promises.views.entering import settle_whom
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language

NOT_CARRIED = frozenset({"csrf_token", "form_key", "do", "outcome", "quick", "like"})
"""What a form sends that does not belong into an address."""


@blueprint.get("/situations/<int:situation_id>/compare")
@needs_role(Role.AGENT, Role.MANAGER)
def compare(situation_id: int) -> ResponseReturnValue:
    situation = queries.situation(db.session(), situation_id)
    form = decision_form(situation.facts())(request.args)
    considered, others = _considered(form, situation), _others(situation)
    asked = (form.request.data or "", form.amount.data)
    return page_or_block(
        "precedents/compare.html",
        "main",
        title=situation.title_in(language()),
        others=others,
        lines=lines(considered, others, asked, tier_names()),
        like=[_decide_address(situation_id, like=each.id) for each in others],
        back=_decide_address(situation_id),
        columns=[gettext("This case"), *(gettext("No. %(number)s", number=each.id) for each in others)],
    )


def _considered(form: DecisionForm, situation: Situation) -> Considered:
    who = viewer()
    form.validate()
    try:
        settle_whom(form, who)
    except Invalid:
        form.customer_id.data = ""
    return consider(db.session(), form.draft(who, situation.id), now(), corrects_id=form.corrects_id)


def _others(situation: Situation) -> list[Decision]:
    chosen = list(dict.fromkeys(request.args.getlist("with", type=number)))[:MOST_BESIDE]
    found = decisions.by_numbers(db.session(), viewer(), chosen)
    return [each for each in found if each.situation_id == situation.id]


def _decide_address(situation_id: int, **more: int) -> str:
    return f"{url_for('.decide', situation_id=situation_id)}?{_carried(request.args, **more)}"


def address_of_comparison(situation_id: int) -> str:
    """Return the address at which what was typed stands beside the decisions that were ticked."""
    return f"{url_for('.compare', situation_id=situation_id)}?{_carried(request.form)}"


def _carried(fields: MultiDict[str, str], **more: int) -> str:
    kept = [(name, text) for name, text in fields.items(multi=True) if text and name not in NOT_CARRIED]
    return urlencode([*kept, *more.items()])


def is_resumed() -> bool:
    """Whether the address carries what was typed: how it was asked for is always sent."""
    return "channel" in request.args


def resumed(situation: Situation) -> DecisionForm:
    """Return the form with what the address carries; like one of the decisions, where that is chosen."""
    carried = decision_form(situation.facts())(request.args)
    carried.start()
    liked = request.args.get("like", type=number)
    for earlier in decisions.by_numbers(db.session(), viewer(), [] if liked is None else [liked]):
        carried.amount.populate(earlier.amount)
        carried.reason.data, carried.outcome.data = earlier.reason, Outcome(earlier.outcome).value
    return carried
