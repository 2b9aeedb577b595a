"""The rule of a policy in words that everybody can read."""

from collections.abc import Iterable
from math import inf

from flask_babel import gettext

from tracker.precedents.forms import numbers
from tracker.precedents.records import PolicyVersion
from tracker.precedents.rules import schema
from tracker.precedents.rules.breaches import limit
from tracker.precedents.rules.conditions import Any, Condition, Not, Term
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.situations import Facts, SituationFacts
from tracker.precedents.shown import TierNames, factors_of, label_of, last_day_of, value_in_words
from tracker.precedents.words import APPROVERS, COMPARISONS
from tracker.web.languages import language


def rule_in_words(version: PolicyVersion, situation: SituationFacts, tiers: TierNames) -> list[tuple[str, str]]:
    """Return what a version says, as pairs of label and words; what it does not say is left out."""
    rule = schema.rule_from_json(version.rule)
    said = [
        (gettext("There is a right to it if"), condition_in_words(rule.entitled, situation, tiers)),
        (gettext("It is ruled out if"), condition_in_words(rule.prohibited, situation, tiers)),
        (gettext("Amounts"), _band(rule, situation)),
        (gettext("Agents may give up to"), _limit(rule, situation, "agent")),
        (gettext("Managers may give up to"), _limit(rule, situation, "manager")),
        (gettext("Exceptions are made by"), _approver(rule)),
        (gettext("A grant ends after so many days"), str(rule.expires_after_days or "")),
    ]
    return [(label, words) for label, words in said if words]


def until_in_words(version: PolicyVersion | None) -> str:
    """Return until when a version is in force, where that was said."""
    if version is None or version.valid_to is None or version.valid_to != version.ends_at:
        return ""
    return gettext("This policy is in force until %(day)s.", day=last_day_of(version.valid_to))


def changed(
    version: PolicyVersion, before: PolicyVersion | None, situation: SituationFacts, tiers: TierNames
) -> list[tuple[str, str, str]]:
    """Return what a version says otherwise than the one before: label, before, now."""
    if before is None:
        return []
    old = dict(rule_in_words(before, situation, tiers)) | {_wording(): before.text_in(language())}
    new = dict(rule_in_words(version, situation, tiers)) | {_wording(): version.text_in(language())}
    labels = dict.fromkeys((*new, *old))
    return [(label, old.get(label, "–"), new.get(label, "–")) for label in labels if old.get(label) != new.get(label)]


def _wording() -> str:
    return gettext("Wording")


def condition_in_words(condition: Condition | None, situation: SituationFacts, tiers: TierNames) -> str:
    """Return a condition as a person would say it; nothing for none."""
    if condition is None:
        return ""
    if isinstance(condition, Term):
        return term_in_words(condition, situation, tiers)
    if isinstance(condition, Not):
        return gettext("not (%(condition)s)", condition=condition_in_words(condition.part, situation, tiers))
    joint = gettext(" or ") if isinstance(condition, Any) else gettext(" and ")
    return joint.join(condition_in_words(part, situation, tiers) for part in condition.parts)


def term_in_words(term: Term, situation: SituationFacts, tiers: TierNames) -> str:
    """Return a comparison as a person would say it."""
    factor = factors_of(situation).get(term.field)
    if factor is None:
        return f"{term.field} {COMPARISONS[term.comparison]} {term.value}"
    words = value_in_words(factor, term.value, tiers)
    return f"{label_of(factor).rstrip('?')} {COMPARISONS[term.comparison]} {words}"


def terms_here(terms: Iterable[Term], situation: SituationFacts, facts: Facts, tiers: TierNames) -> list[str]:
    """Return comparisons with what is known of a case: `days at most 14 (here 9)`."""
    factors = factors_of(situation)
    return [
        gettext(
            "%(term)s (here %(value)s)",
            term=term_in_words(term, situation, tiers),
            value=value_in_words(factors[term.field], facts.get(term.field), tiers),
        )
        for term in terms
        if term.field in factors
    ]


def _band(rule: RuleFacts, situation: SituationFacts) -> str:
    if rule.band is None:
        return ""
    unit = situation.amount_unit
    low, high = numbers.written(rule.band[0], unit), numbers.in_words(rule.band[1], unit)
    return gettext("%(low)s to %(high)s", low=low, high=high)


def _approver(rule: RuleFacts) -> str:
    """Return who may make exceptions, where there can be any."""
    return str(APPROVERS.get(rule.approver, rule.approver)) if rule.has_exceptions else ""


def _limit(rule: RuleFacts, situation: SituationFacts, role: str) -> str:
    """Return what a role may give, where limits are written for roles, be it named there or not."""
    most = limit(rule, role)
    return numbers.in_words(most, situation.amount_unit) if rule.authority and most < inf else ""
