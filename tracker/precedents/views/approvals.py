"""Approvals: what waits for somebody who may make exceptions, and the answer."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.precedents.advising import Advice
from tracker.precedents.considering import consider
from tracker.precedents.forms.approvals import AnswerForm
from tracker.precedents.queries import approvals as queries
from tracker.precedents.queries.answering import answers_to, to_answer_by
from tracker.precedents.records import Approval
from tracker.precedents.rules import schema
from tracker.precedents.rules.answering import is_passed_up
from tracker.precedents.rules.approvals import ApprovalState, may_answer
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.shown import facts_of
from tracker.precedents.use_cases.approvals import AnswerApproval, answer_approval, draft_of, withdraw_approval
from tracker.precedents.views.advice import advice_for
from tracker.precedents.views.decisions import tier_names
from tracker.precedents.views.room import blueprint, tabs
from tracker.precedents.words import APPROVERS, OUTCOMES
from tracker.web.addresses import see_other
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.languages import language


@blueprint.get("/approvals")
@needs_role(Role.AGENT, Role.MANAGER)
def approvals() -> ResponseReturnValue:
    session, who, moment = db.session(), viewer(), now()
    found = to_answer_by(session, who, moment)
    return page_or_block(
        "precedents/approvals.html",
        "list",
        waiting=queries.waiting(session, who, found),
        passed_up={number for number, is_up in found.items() if is_up},
        answered=queries.answered(session, who),
        now=moment,
        language=language(),
        tabs=tabs(who, "precedents.approvals"),
    )


@blueprint.route("/approvals/<int:approval_id>", methods=["GET", "POST"])
@needs_sign_in
def approval(approval_id: int) -> ResponseReturnValue:
    shown = queries.approval(db.session(), viewer(), approval_id)
    form = AnswerForm()
    form.measure(shown.situation.facts().amount_unit)
    if request.method == "GET":
        form.begin(shown, viewer())

    def save() -> str:
        with transaction() as session:
            decision = answer_approval(session, _answer(form, shown), now())
        flash(gettext("Answered."), "ok")
        return _next(decision.id)

    return answer_form(form, "precedents/approval.html", "main", save=save, context=lambda: _page(shown))


@blueprint.post("/approvals/<int:approval_id>/withdraw")
@needs_sign_in
def withdraw(approval_id: int) -> ResponseReturnValue:
    seen = request.form.get("seen_version", 0, type=number)
    with transaction() as session:
        withdraw_approval(session, viewer(), approval_id, seen_version=seen, now=now())
    flash(gettext("The request is taken back."), "ok")
    return see_other(url_for(".approvals"))


def _answer(form: AnswerForm, shown: Approval) -> AnswerApproval:
    return AnswerApproval(
        actor=viewer(),
        approval_id=shown.id,
        seen_version=form.version,
        wish=form.wish(has_amount=shown.situation.has_amount),
        ends_at=form.ends_at(shown, viewer()),
    )


def _next(decision_id: int) -> str:
    """Return where to go after an answer: to the next request that waits, or to what was decided."""
    who = viewer()
    waiting = queries.to_answer(db.session(), who, now())
    return url_for(".approval", approval_id=waiting[0].id) if waiting else url_for(".show", decision_id=decision_id)


def _page(shown: Approval) -> dict[str, object]:
    who, session = viewer(), db.session()
    is_waiting = shown.state == ApprovalState.WAITING
    entitled = answers_to(session, shown, now()) if is_waiting else []
    return {
        "approval": shown,
        "answer": shown.decision,
        "title": shown.situation.title_in(language()),
        "wished": Outcome(shown.outcome),
        "facts": facts_of(shown.situation.facts(), schema.facts_from_json(shown.facts), tier_names()),
        "is_waiting": is_waiting,
        "may_answer": is_waiting and may_answer(who, shown.asked_by_id, entitled),
        "is_passed_up": is_waiting and is_passed_up(entitled, who.id, is_late=shown.answer_by < now()),
        "may_withdraw": is_waiting and shown.asked_by_id == who.id,
        "advice": _advice(shown) if is_waiting else None,
        "earlier": queries.earlier(session, who, shown),
        "outcomes": OUTCOMES,
        "approvers": APPROVERS,
    }


def _advice(shown: Approval) -> Advice:
    """Return what is to be known before the answer: by the policy and the practice of this moment."""
    who = viewer()
    considered = consider(db.session(), draft_of(shown, who), now(), corrects_id=shown.corrects_id)
    wish = Wish(outcome=Outcome(shown.outcome), amount=shown.amount, reason=shown.reason, is_one_off=shown.one_off)
    return advice_for(who, considered, wish)
