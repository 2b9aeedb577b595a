"""What can be said to a customer, in their language: what the policy says of their case, and nothing of ours."""

from collections.abc import Iterable

from flask_babel import force_locale, gettext

from tracker.precedents.considering import Considered
from tracker.precedents.records import PolicyVersion
from tracker.precedents.rules.explaining import grounds
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.situations import TIER, SituationFacts
from tracker.precedents.shown import Names, TierNames, factors_of, label_of, last_day_of, value_in_words
from tracker.web.languages import BABEL_NAMES, language


def wording(considered: Considered, names: Names) -> str:
    """Return what can be said to the customer, in their language, where the policy speaks; nothing else."""
    version = considered.ground.version
    if version is None or considered.zone is Zone.DISCRETION:
        return ""
    spoken = considered.asker.language if considered.asker.language in BABEL_NAMES else language()
    with force_locale(BABEL_NAMES[spoken]):
        rule = _rule(version)
        case = ", ".join(_what_counts(considered, names.tiers))
        told = gettext("%(rule)s In your case: %(case)s.", rule=rule, case=case) if case else rule
        if considered.zone is Zone.ENTITLED:
            return gettext("Gladly. %(told)s", told=told)
        if considered.zone is Zone.PROHIBITED:
            return gettext(
                "%(told)s So I cannot do this, but I will gladly ask what else we can do for you.", told=told
            )
        asked = ", ".join(missing(considered))
        return gettext("%(rule)s So that I can tell: %(facts)s?", rule=rule, facts=asked)


def _rule(version: PolicyVersion) -> str:
    """Return what the policy says, and until when, where that was said."""
    policy = version.text_in(language())
    if version.valid_to is None or version.valid_to != version.ends_at:
        return gettext("Our rule is: %(policy)s", policy=policy)
    return gettext("Until %(day)s our rule is: %(policy)s", day=last_day_of(version.valid_to), policy=policy)


def missing(considered: Considered) -> tuple[str, ...]:
    """Return the labels of what must be asked for; nothing where the policy has decided without it."""
    if considered.zone is not Zone.UNDECIDABLE:
        return ()
    return tuple(_field_label(considered.ground.situation, name).rstrip("?") for name in considered.missing)


def _what_counts(considered: Considered, tiers: TierNames) -> Iterable[str]:
    """Yield what decides it for the customer: not in which tier we count them, which is ours to know."""
    factors, facts = factors_of(considered.ground.situation), considered.case.facts
    for name in dict.fromkeys(term.field for term in grounds(considered.ground.rule, considered.zone, facts)):
        if name == TIER:
            continue
        yield f"{label_of(factors[name]).rstrip('?')} {value_in_words(factors[name], facts.get(name), tiers)}"


def _field_label(situation: SituationFacts, name: str) -> str:
    factors = factors_of(situation)
    return label_of(factors[name]) if name in factors else name
