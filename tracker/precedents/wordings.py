"""What can be said to a customer, in their language: what the policy says of their case, and nothing of ours."""

from collections.abc import Iterable

from flask_babel import force_locale, gettext

from tracker.precedents.considering import Considered
from tracker.precedents.records import PolicyVersion
from tracker.precedents.rules.conditions import Comparison, Term
from tracker.precedents.rules.explaining import grounds
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.situations import CHANNEL_FACTOR, TIER, Value
from tracker.precedents.ruling import terms_here
from tracker.precedents.shown import Names, TierNames, factors_of, label_of, last_day_of, value_in_words
from tracker.precedents.words import ANOTHER_WAY, WAYS_OF_ASKING
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
        asked = ", ".join(_to_ask(considered))
        return gettext("%(rule)s So that I can tell: %(facts)s?", rule=rule, facts=asked)


def _rule(version: PolicyVersion) -> str:
    """Return what the policy says, and until when, where that was said."""
    policy = version.text_in(language())
    if version.valid_to is None or version.valid_to != version.ends_at:
        return gettext("Our rule is: %(policy)s", policy=policy)
    return gettext("Until %(day)s our rule is: %(policy)s", day=last_day_of(version.valid_to), policy=policy)


def missing(considered: Considered) -> tuple[str, ...]:
    """Return the labels of what must be asked for; nothing where the policy has decided without it."""
    return tuple(_field_label(considered, name, gettext("Channel")) for name in _missing(considered))


def _to_ask(considered: Considered) -> list[str]:
    """Return what the customer is asked for."""
    of_channel = gettext("in which way you ask for it")
    return [_field_label(considered, name, of_channel) for name in _missing(considered)]


def _missing(considered: Considered) -> tuple[str, ...]:
    return considered.missing if considered.zone is Zone.UNDECIDABLE else ()


def _what_counts(considered: Considered, tiers: TierNames) -> Iterable[str]:
    """Yield what decides it for the customer: not in which tier we count them, which is ours to know."""
    factors, facts = factors_of(considered.ground.situation), considered.case.facts
    for name in dict.fromkeys(term.field for term in grounds(considered.ground.rule, considered.zone, facts)):
        if factors[name] is CHANNEL_FACTOR:
            yield gettext("you asked %(way)s", way=_way(facts.get(name)))
        elif name != TIER:
            yield f"{label_of(factors[name]).rstrip('?')} {value_in_words(factors[name], facts.get(name), tiers)}"


def what_it_takes(terms: Iterable[Term], considered: Considered, tiers: TierNames) -> Iterable[str]:
    """Yield comparisons as they are said to the customer; of their tier nothing, as above."""
    situation = considered.ground.situation
    factors = factors_of(situation)
    for term in terms:
        if factors.get(term.field) is CHANNEL_FACTOR:
            yield _channel_it_takes(term)
        elif term.field != TIER:
            yield from terms_here([term], situation, considered.case.facts, tiers)


def _channel_it_takes(term: Term) -> str:
    if term.comparison is Comparison.UNEQUAL:
        return gettext("it does not hold if asked %(way)s", way=_way(term.value))
    return gettext("it holds if asked %(way)s", way=_way(term.value))


def _way(channel: Value) -> str:
    return str(WAYS_OF_ASKING.get(str(channel), ANOTHER_WAY))


def _field_label(considered: Considered, name: str, of_channel: str) -> str:
    factor = factors_of(considered.ground.situation).get(name)
    if factor is None:
        return name
    return of_channel if factor is CHANNEL_FACTOR else label_of(factor).rstrip("?")
