"""Practice: where exceptions from the policy have become the rule."""

import json

from flask.typing import ResponseReturnValue

from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Role
from tracker.precedents.queries import flags
from tracker.precedents.queries import practice as queries
from tracker.precedents.queries.situations import situations
from tracker.precedents.records import Flag
from tracker.precedents.rules.drift import BEFORE, LOOKED_BACK, judged
from tracker.precedents.telling import subject_of, unit_sentence
from tracker.precedents.views.decisions import RULED_OUT, flag_words
from tracker.precedents.views.room import blueprint, tabs
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language


@blueprint.get("/practice")
@needs_role(Role.MANAGER)
def practice() -> ResponseReturnValue:
    session, who = db.session(), viewer()
    found = queries.exceptions(session, who, now())
    known = {each.key: each for each in situations(session)}
    teams = queries.team_names(session, who)
    de_facto, flagged = judged(found), flags.of_drift(session, who)
    return page_or_block(
        "precedents/practice.html",
        "main",
        drifts=[(each, known[each.unit[0]], teams[each.unit[1]]) for each in de_facto],
        flag_of=lambda drift, situation: flagged.get((situation.id, drift.unit[1])),
        words=flag_words,
        rates=[(each, subject_of(each), _sentence(each)) for each in flags.of_grant_rates(session, who, now())],
        others=[
            (each, known[each.unit[0]], teams[each.unit[1]])
            for each in found
            if each.granted and not each.is_de_facto_policy
        ],
        ruled_out=RULED_OUT,
        days=LOOKED_BACK.days,
        days_before=BEFORE.days,
        language=language(),
        tabs=tabs(who, "precedents.practice"),
    )


def _sentence(flag: Flag) -> str:
    return unit_sentence(flag, json.loads(flag.numbers))
