"""Policies: what is written about a situation, version by version, and writing the next one."""

from collections.abc import Sequence
from itertools import zip_longest

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.customers import queries as customers
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.precedents.forms.comparing import comparables
from tracker.precedents.forms.policies import PolicyForm
from tracker.precedents.gaps import gaps
from tracker.precedents.queries import practice
from tracker.precedents.queries import situations as queries
from tracker.precedents.queries.extending import extensions
from tracker.precedents.records import PolicyVersion, Situation
from tracker.precedents.rules.drift import LOOKED_BACK
from tracker.precedents.rules.policies import fingerprint
from tracker.precedents.rules.previewing import meaning
from tracker.precedents.ruling import changed, condition_in_words, rule_in_words
from tracker.precedents.shown import label_of
from tracker.precedents.use_cases.policies import WithdrawPolicy, WritePolicy, withdraw_policy, write_policy
from tracker.precedents.views.decisions import tier_names
from tracker.precedents.views.room import blueprint
from tracker.precedents.words import SPEAKS
from tracker.web.addresses import see_other
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.languages import language
from tracker.web.numbers import example


@blueprint.get("/situations/<int:situation_id>")
@needs_sign_in
def policy(situation_id: int) -> ResponseReturnValue:
    session, who = db.session(), viewer()
    situation = queries.situation(session, situation_id)
    versions = queries.versions(session, situation_id)
    tiers = tier_names()
    return page_or_block(
        "precedents/policy.html",
        "main",
        situation=situation,
        asked=[(label_of(each), SPEAKS[each.direction]) for each in situation.facts().compared],
        title=situation.title_in(language()),
        versions=[
            (each, rule_in_words(each, situation.facts(), tiers), changed(each, before, situation.facts(), tiers))
            for each, before in zip_longest(versions, versions[1:])
        ],
        gaps_of=lambda each: gaps(session, who, each.facts().rule, now()),
        in_force=queries.version_at(versions, now()),
        afterwards=lambda each: queries.version_at(versions, each.valid_to),
        extended=extensions(session, situation_id),
        may_extend=queries.ending(versions, now()) if who.role is not Role.AGENT else [],
        planned=versions[0].mark if versions and versions[0].valid_from > now() else None,
        may_change=who.role is not Role.AGENT,
        may_decide=who.role is not Role.ADMIN and situation.active,
        language=language(),
    )


@blueprint.route("/situations/<int:situation_id>/policy", methods=["GET", "POST"])
@needs_role(Role.MANAGER, Role.ADMIN)
def new_version(situation_id: int) -> ResponseReturnValue:
    session, who = db.session(), viewer()
    situation = queries.situation(session, situation_id)
    versions = queries.versions(session, situation_id)
    form = PolicyForm()
    newest = versions[0] if versions else None
    followed = _standing(versions) or newest
    form.follow(followed, comparables(situation.facts(), customers.tiers(session)))
    form.measure(situation.facts().amount_unit)
    if request.method == "GET":
        form.begin(followed, newest, who.time_zone)
    if request.form.get("do") == "preview":
        return _previewed(form, situation, versions)

    def save() -> str:
        with transaction() as writing:
            wish, seen = form.wish(who, moment := now()), form.seen.data or ""
            write_policy(writing, WritePolicy(actor=who, situation_id=situation_id, wish=wish, seen=seen), moment)
        flash(gettext("The new version is written."), "ok")
        return url_for(".policy", situation_id=situation_id)

    return answer_form(form, "precedents/version.html", "main", save=save, context=_page(form, situation, versions))


@blueprint.post("/situations/<int:situation_id>/policy/withdraw")
@needs_role(Role.MANAGER, Role.ADMIN)
def withdraw_version(situation_id: int) -> ResponseReturnValue:
    withdraw = WithdrawPolicy(actor=viewer(), situation_id=situation_id, seen=request.form.get("seen", ""))
    with transaction() as session:
        withdraw_policy(session, withdraw, now())
    flash(gettext("Withdrawn: the version before stays in force."), "ok")
    return see_other(url_for(".policy", situation_id=situation_id))


def _previewed(form: PolicyForm, situation: Situation, versions: Sequence[PolicyVersion]) -> ResponseReturnValue:
    """Show what the rule would have meant for the decisions of the last ninety days; nothing is saved."""
    context = _page(form, situation, versions)
    try:
        rule = form.rule()
        lately = practice.lately_decided(db.session(), viewer(), situation.id, now())
        context["meaning"], context["approved_now"] = meaning(rule, lately), meaning(form.base, lately).to_approve
        context["gaps"] = gaps(db.session(), viewer(), rule, now())
        context["keeps_precedents"] = form.keeps_practice.data or _key(versions) == fingerprint(rule)
    except Invalid as refusal:
        form.refuse(refusal)
    return page_or_block("precedents/version.html", "main", form=form, **context)


def _standing(versions: Sequence[PolicyVersion]) -> PolicyVersion | None:
    """Return what is planned, else what is in force."""
    is_planned = bool(versions) and versions[0].valid_from > now()
    return versions[0] if is_planned else queries.version_at(versions, now())


def _key(versions: Sequence[PolicyVersion]) -> str:
    stands = _standing(versions)
    return stands.rule_key if stands is not None else ""


def _page(form: PolicyForm, situation: Situation, versions: Sequence[PolicyVersion]) -> dict[str, object]:
    facts, tiers = situation.facts(), tier_names()
    return {
        "title": situation.title_in(language()),
        "back": url_for(".policy", situation_id=situation.id),
        "has_versions": bool(versions),
        "meaning": None,
        "looked_back": LOOKED_BACK.days,
        "example": example(),
        "has_amounts": situation.has_amount or any(each.is_filled for each in form.amounts),
        "kept": {name: condition_in_words(each, facts, tiers) for name, each in form.kept().items()},
    }
