"""Extending a version of a policy, after a fresh look at what was decided under it."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import NotFound
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.kernel.words import N_
from tracker.precedents.forms.extending import ExtendForm
from tracker.precedents.queries import situations as queries
from tracker.precedents.queries.extending import made_under
from tracker.precedents.records import PolicyVersion, Situation
from tracker.precedents.ruling import until_in_words
from tracker.precedents.use_cases.extending import ExtendPolicy, extend_policy
from tracker.precedents.views.decisions import flag_words
from tracker.precedents.views.room import blueprint
from tracker.precedents.words import OUTCOMES
from tracker.web.forms import answer_form
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language


@blueprint.route("/situations/<int:situation_id>/policy/extend", methods=["GET", "POST"])
@needs_role(Role.MANAGER, Role.ADMIN)
def extend(situation_id: int) -> ResponseReturnValue:
    situation = queries.situation(db.session(), situation_id)
    version = _asked_for(queries.ending(queries.versions(db.session(), situation_id), now()))
    form = ExtendForm(data={"seen": version.mark})

    def save() -> str:
        with transaction() as writing:
            extend_policy(writing, _command(form, situation_id), now())
        flash(gettext("Extended."), "ok")
        return url_for(".policy", situation_id=situation_id)

    return answer_form(form, "precedents/extend.html", "main", save=save, context=lambda: _page(situation, version))


def _asked_for(found: list[PolicyVersion]) -> PolicyVersion:
    """Return the version that the address names, of those that end by themselves; else the newest."""
    named = request.args.get("version", type=number)
    version = next((each for each in found if named is None or each.number == named), None)
    if version is None:
        raise NotFound(N_("No version ends by itself here. Write a new one."))
    return version


def _command(form: ExtendForm, situation_id: int) -> ExtendPolicy:
    who = viewer()
    return ExtendPolicy(
        actor=who,
        situation_id=situation_id,
        seen=form.seen.data or "",
        ends_at=form.ends_at(who),
        reason=form.reason.data or "",
    )


def _page(situation: Situation, version: PolicyVersion) -> dict[str, object]:
    made = made_under(db.session(), viewer(), version, now())
    return {
        "situation": situation,
        "title": situation.title_in(language()),
        "version": version,
        "until": until_in_words(version),
        "policy": version.text_in(language()),
        "made": made,
        "answers": [(OUTCOMES[each], number) for each, number in made.answers.items()],
        "flags": [(each, *flag_words(each)) for each in made.flags],
        "back": url_for(".policy", situation_id=situation.id),
    }
