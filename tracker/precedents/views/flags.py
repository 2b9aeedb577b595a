"""Flags: those that wait for a manager, and one of them with the cases side by side."""

import json

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.precedents.exposure import Finding, exposed, refused_all_the_same
from tracker.precedents.forms.flags import SettleForm
from tracker.precedents.queries import approvals, decisions
from tracker.precedents.queries import flags as queries
from tracker.precedents.records import Approval, Decision, Flag
from tracker.precedents.rules.flags import FlagState, FlagType, state_at
from tracker.precedents.shown import pair
from tracker.precedents.telling import against_policy, sentence_of, subject_of, unit_sentence
from tracker.precedents.use_cases.deciding import hands_of
from tracker.precedents.use_cases.settling import SettleFlag, settle_flag
from tracker.precedents.views.decisions import RULED_OUT, flag_words, tier_names
from tracker.precedents.views.learning import lessons, offer_factors
from tracker.precedents.views.room import blueprint, tabs
from tracker.precedents.words import EXPOSED
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.languages import language
from tracker.web.paging import PAGE_SIZE, page_of, requested_after


@blueprint.get("/flags")
@needs_role(Role.MANAGER)
def flags() -> ResponseReturnValue:
    who, moment = viewer(), now()
    only_open = request.args.get("show") != "all"
    found = queries.flags(
        db.session(), who, only_open=only_open, now=moment, after=requested_after("flags"), limit=PAGE_SIZE + 1
    )
    return page_or_block(
        "precedents/flags.html",
        "list",
        page=page_of(found, "flags", lambda each: (each.created_at, each.id)),
        only_open=only_open,
        words=flag_words,
        subject_of=subject_of,
        tabs=tabs(who, "precedents.flags"),
        **lessons(),
    )


@blueprint.route("/flags/<int:flag_id>", methods=["GET", "POST"])
@needs_sign_in
def flag(flag_id: int) -> ResponseReturnValue:
    session, who = db.session(), viewer()
    shown = queries.flag(session, who, flag_id)
    form = SettleForm(data={"seen_version": shown.row_version})
    form.offer(FlagType(shown.type))
    offer_factors(form, shown)
    template = "precedents/flag.html" if shown.decision_id is not None else "precedents/unit_flag.html"

    def save() -> str:
        with transaction() as writing:
            settle_flag(writing, _command(form, flag_id), now())
        flash(gettext("Settled."), "ok")
        return url_for(".flags")

    return answer_form(form, template, "main", save=save, context=lambda: _page(shown))


def _command(form: SettleForm, flag_id: int) -> SettleFlag:
    return SettleFlag(
        actor=viewer(),
        flag_id=flag_id,
        seen_version=form.version,
        end=FlagState(form.end.data),
        note=form.note.data or "",
        factor=form.factor.data or "",
    )


def _page(flag: Flag) -> dict[str, object]:
    type_words, state_words = flag_words(flag)
    is_open = state_at(FlagState(flag.state), flag.created_at, now()) is FlagState.OPEN
    return {
        "flag": flag,
        "type_words": type_words,
        "state_words": state_words,
        "is_open": is_open,
        "may_settle": is_open and queries.waits_for(db.session(), viewer(), flag.id),
        **(_about_unit(flag) if flag.decision_id is None else _about_decision(flag, flag.decision_id)),
    }


def _about_unit(flag: Flag) -> dict[str, object]:
    shown_by = [each.decision_id for each in flag.evidence]
    return {
        "subject": subject_of(flag),
        "ruled_out": RULED_OUT,
        "sentence": unit_sentence(flag, json.loads(flag.numbers)),
        "evidence": decisions.by_numbers(db.session(), viewer(), shown_by),
        "title_of": lambda each: each.situation.title_in(language()),
    }


def _about_decision(flag: Flag, decision_id: int) -> dict[str, object]:
    session, who, tiers = db.session(), viewer(), tier_names()
    shown_by = [each.decision_id for each in flag.evidence]
    [decision, *evidence] = decisions.by_numbers(session, who, [decision_id, *shown_by])
    found = Finding(type=FlagType(flag.type), decision=decision, evidence=evidence, numbers=json.loads(flag.numbers))
    others, refused = (find(session, who, found, now=now()) for find in (exposed, refused_all_the_same))
    answered = approvals.of_decisions(session, [each.id for each in (*others, *refused, *evidence)])
    version = decision.policy_version if found.type is FlagType.POLICY else None
    return {
        "sentence": _found_in_words(found),
        "decision": decision,
        "title": decision.situation.title_in(language()),
        "policy": version.text_in(language()) if version is not None else "",
        "pairs": [(each, pair(decision, each, tiers)) for each in evidence],
        "facts": pair(decision, decision, tiers),
        "exposed": others,
        "exposed_note": EXPOSED.get(found.type, ""),
        "refused": refused,
        "may_decide_anew": lambda each: _may_decide_anew(each, answered.get(each.id)),
    }


def _may_decide_anew(decision: Decision, answered: Approval | None) -> bool:
    """Whether the viewer answers a request anew; what a grant went on by is taken back instead."""
    return decision.extends_id is None and hands_of(decision, answered).may_decide_anew(viewer())


def _found_in_words(found: Finding) -> str:
    if found.type is FlagType.POLICY:
        return against_policy(found.decision, found.numbers, tier_names())
    return sentence_of(found.type, found.decision, found.evidence, found.numbers)
