"""Situations: the list of them, and the editor."""

from dataclasses import replace

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.precedents.forms.situations import SituationForm, shown_of
from tracker.precedents.queries import practice
from tracker.precedents.queries import situations as queries
from tracker.precedents.rules import configuring
from tracker.precedents.rules.previewing import compared_otherwise
from tracker.precedents.rules.scales import fitted
from tracker.precedents.rules.situations import Factor
from tracker.precedents.use_cases.situations import SaveSituation, save_situation
from tracker.precedents.views.room import blueprint, tabs
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.languages import language

MOST_TRIED = 200
"""So many decisions are compared with each other before a situation is changed."""


@blueprint.get("/situations")
@needs_sign_in
def situations() -> ResponseReturnValue:
    session, who = db.session(), viewer()
    in_force = queries.policies_in_force(session, now())
    rows = [
        (each, each.title_in(language()), each.facts(), in_force.get(each.id)) for each in queries.situations(session)
    ]
    return page_or_block(
        "precedents/situations.html",
        "list",
        rows=rows,
        may_change=who.role is not Role.AGENT,
        tabs=tabs(who, "precedents.situations"),
        language=language(),
    )


@blueprint.route("/situations/new", methods=["GET", "POST"])
@needs_role(Role.MANAGER, Role.ADMIN)
def new_situation() -> ResponseReturnValue:
    return _answer(SituationForm(), gettext("New situation"), ())


@blueprint.route("/situations/<int:situation_id>/change", methods=["GET", "POST"])
@needs_role(Role.MANAGER, Role.ADMIN)
def change_situation(situation_id: int) -> ResponseReturnValue:
    known = queries.situation(db.session(), situation_id)
    form = SituationForm(data=shown_of(known))
    if request.method == "GET":
        form.tick(request.args.get("material", ""))
    return _answer(form, known.title_in(language()), known.facts().factors, situation_id)


def _answer(
    form: SituationForm, title: str, factors: tuple[Factor, ...], situation_id: int | None = None
) -> ResponseReturnValue:
    form.offer(factors)
    context: dict[str, object] = {"title": title, "back": url_for(".situations"), "situation_id": situation_id}
    if request.form.get("do") == "more":
        return page_or_block("precedents/situation.html", "main", form=form, **context)

    if situation_id is not None and request.form.get("do") == "preview":
        return _previewed(form, situation_id, context)

    def save() -> str:
        wish = SaveSituation(actor=viewer(), wish=form.wish(), situation_id=situation_id, seen_version=form.version)
        with transaction() as session:
            saved = save_situation(session, wish, now())
        flash(gettext("Saved: %(name)s", name=saved.title_in(language())), "ok")
        return url_for(".situations")

    return answer_form(form, "precedents/situation.html", "main", save=save, context=context)


def _previewed(form: SituationForm, situation_id: int, context: dict[str, object]) -> ResponseReturnValue:
    """Say how many of the last decisions would be compared with others; nothing is saved."""
    session = db.session()
    try:
        wish, now_asked = form.wish(), queries.situation(session, situation_id).facts()
        planned = replace(
            now_asked,
            factors=configuring.asked(wish.factors, (*now_asked.factors, *now_asked.retired)),
            customer_fields=wish.customer_fields,
        )
        decided = practice.lately_decided(session, viewer(), situation_id, now())[:MOST_TRIED]
        scales = queries.scales(session, situation_id)
        before, after = fitted(now_asked, scales), fitted(planned, scales)
        context["tried"] = len(decided)
        context["otherwise"] = compared_otherwise(before, after, [each.facts for each in decided])
    except Invalid as refusal:
        form.refuse(refusal)
    return page_or_block("precedents/situation.html", "main", form=form, **context)
