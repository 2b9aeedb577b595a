"""Extending a grant, after a fresh look by the rule and the practice of today."""

from dataclasses import replace

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role, Viewer
from tracker.precedents.advising import Advice
from tracker.precedents.considering import Considered, consider
from tracker.precedents.forms.extending import ExtendGrantForm, grant_form
from tracker.precedents.queries import decisions, families
from tracker.precedents.queries.checking import ground
from tracker.precedents.records import Decision
from tracker.precedents.rules.correcting import Answer
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.extending import check_going_on, outcome_of
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.situations import CHANNEL
from tracker.precedents.use_cases.approvals import ask_approval
from tracker.precedents.use_cases.deciding import decide
from tracker.precedents.use_cases.revoking import grant_of
from tracker.precedents.views.advice import advice_for
from tracker.precedents.views.asking_once import ask_once
from tracker.precedents.views.room import blueprint
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language


@blueprint.route("/decisions/<int:decision_id>/extend", methods=["GET", "POST"])
@needs_role(Role.AGENT, Role.MANAGER)
def extend_grant(decision_id: int) -> ResponseReturnValue:
    grant = decisions.decision(db.session(), viewer(), decision_id)
    form = _form(grant)
    if "quick" in request.form or request.form.get("do") == "check":
        form.reason.data = request.form.get("quick") or form.reason.data
        return page_or_block("precedents/extend_grant.html", "main", form=form, **_page(form, grant))
    save = _ask if request.form.get("do") == "ask" else _save
    return answer_form(
        form,
        "precedents/extend_grant.html",
        "main",
        save=lambda: save(form, grant),
        context=lambda: _page(form, grant),
    )


def _form(grant: Decision) -> ExtendGrantForm:
    """Return the form; at first with what was known. What cannot go on is refused before anything is filled in."""
    form = grant_form(grant.situation.facts())()
    if request.method == "GET":
        check_going_on(grant_of(db.session(), grant), now())
        form.begin(grant, viewer(), _rule(grant).expires_after_days)
    return form


def _rule(grant: Decision) -> RuleFacts:
    return ground(db.session(), grant.situation_id, now())[1].rule


def _page(form: ExtendGrantForm, grant: Decision) -> dict[str, object]:
    who, session = viewer(), db.session()
    considered = consider(session, form.draft_of(grant, who), now())
    wish = form.wish(outcome_of(Answer.of(grant.outcome, grant.amount), form.amount.data))
    return {
        "grant": grant,
        "title": grant.situation.title_in(language()),
        "advice": _advice(who, considered, wish),
        "asks_channel": considered.ground.rule.mentions(CHANNEL),
        "most_days": considered.ground.rule.expires_after_days,
        "waiting": families.waiting_for(session, grant.id),
        "back": url_for(".show", decision_id=grant.id),
    }


def _advice(who: Viewer, considered: Considered, wish: Wish) -> Advice:
    """Return what is to be known before it goes on: of the answers that alone, for nothing else is chosen here."""
    found = advice_for(who, considered, wish)
    return replace(found, consequences=tuple(each for each in found.consequences if each.outcome is wish.outcome))


def _save(form: ExtendGrantForm, grant: Decision) -> str:
    """Let the grant go on; return where to go. A form that was sent before leads to what it recorded."""
    who = viewer()
    try:
        with transaction() as session:
            extension = decide(session, form.extension(grant, who), now())
    except (Invalid, IntegrityError):
        earlier = decisions.recorded_with(db.session(), who, form.form_key.data or "")
        if earlier is None:
            raise
        return url_for(".show", decision_id=earlier)
    flash(gettext("Extended."), "ok")
    return url_for(".show", decision_id=extension.id)


def _ask(form: ExtendGrantForm, grant: Decision) -> str:
    """Let the extension wait for somebody who may grant it; return where to go."""
    who = viewer()

    def ask() -> int:
        with transaction() as session:
            return ask_approval(session, form.extension(grant, who), now()).id

    return ask_once(who, form.form_key.data or "", ask)
