"""What a flag found, told in a sentence with its numbers."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from tracker.precedents.exposure import Numbers
from tracker.precedents.forms.numbers import in_words
from tracker.precedents.records import Decision, Flag
from tracker.precedents.rules import schema
from tracker.precedents.rules.breaches import Breach
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.drift import BEFORE, LOOKED_BACK
from tracker.precedents.rules.explaining import grounds
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.ruling import terms_here
from tracker.precedents.shown import TierNames, day_of
from tracker.precedents.words import BREACHES
from tracker.web.languages import language


def against_policy(decision: Decision, numbers: Numbers, tiers: TierNames) -> str:
    """Return in what a decision departs from its policy, with what decides it there and what was known of the case."""
    breach = Breach(str(numbers["breach"]))
    rule = schema.rule_from_json(decision.policy_version.rule) if decision.policy_version is not None else RuleFacts()
    facts, situation = schema.facts_from_json(decision.facts), decision.situation.facts()
    terms = grounds(rule, Zone(decision.zone), facts)
    because = ", ".join(terms_here(terms, situation, facts, tiers))
    if breach is Breach.ENTITLEMENT_DENIED and because:
        return gettext("By the policy there is a right to this: %(because)s. It was refused.", because=because)
    if breach is Breach.OUT_OF_SCOPE and because:
        return gettext("The policy rules this out: %(because)s. It was granted.", because=because)
    return str(BREACHES[breach])


def sentence_of(kind: FlagType, decision: Decision, evidence: Sequence[Decision], numbers: Numbers) -> str:
    """Return what was found against a decision by what was decided before."""
    if kind is FlagType.AMOUNT:
        times = in_words(round(float(numbers["ratio"]), 1))
        return gettext("The amount is %(times)s times what cases like this one usually got.", times=times)
    if kind is FlagType.EXPECTATION:
        return _expected(evidence)
    return _unequal(decision, numbers)


def unit_sentence(flag: Flag, numbers: Numbers) -> str:
    """Return what was found about more than one decision."""
    granted, asked = int(float(numbers["granted"])), int(float(numbers["asked"]))
    if FlagType(flag.type) is FlagType.DRIFT:
        return _drifted(numbers, granted, asked)
    given = {"granted": granted, "asked": asked, "expected": round(float(numbers["expected"]))}
    if flag.account is not None:
        return gettext(
            "%(name)s granted %(granted)s of %(asked)s requests at discretion. To be expected by how others"
            " decided cases like these: about %(expected)s.",
            name=flag.account.name,
            **given,
        )
    return gettext(
        "The team granted %(granted)s of %(asked)s requests at discretion. To be expected by how other"
        " teams decided cases like these: about %(expected)s.",
        **given,
    )


def _drifted(numbers: Numbers, granted: int, asked: int) -> str:
    lately = gettext(
        "Granted in %(days)s days, although the policy rules it out: %(granted)s of %(asked)s.",
        days=LOOKED_BACK.days,
        granted=granted,
        asked=asked,
    )
    asked_before = int(float(numbers["asked_before"]))
    if not asked_before:
        return lately
    before = gettext(
        "In the %(days)s days before: %(granted)s of %(asked)s.",
        days=BEFORE.days,
        granted=int(float(numbers["granted_before"])),
        asked=asked_before,
    )
    return f"{lately} {before}"


def subject_of(flag: Flag) -> str:
    """Return what a flag is about: the situation, with the customer or the team; or whose grant rate it is."""
    if flag.decision_id is not None and flag.decision is not None:
        customer = flag.decision.customer
        title = flag.decision.situation.title_in(language())
        return title if customer is None else f"{title} · {customer.name}"
    if flag.situation is not None:
        return f"{flag.situation.title_in(language())} · {flag.team.name}"
    return flag.team.name if flag.account is None else flag.account.name


def _expected(evidence: Sequence[Decision]) -> str:
    if not evidence:
        return gettext("This customer got it before and was not told that it was for once.")
    day = day_of(evidence[0].decided_at)
    return gettext("This customer got it on %(day)s and was not told that it was for once.", day=day)


def _unequal(decision: Decision, numbers: Numbers) -> str:
    against, supporting = int(float(numbers["against"])), int(float(numbers["supporting"]))
    if decision.outcome == Outcome.REFUSED:
        return ngettext(
            "Refused, although one case that was no stronger was granted (refused like it: %(like)s).",
            "Refused, although %(num)s cases that were no stronger were granted (refused like it: %(like)s).",
            against,
            like=supporting,
        )
    return ngettext(
        "Granted, although one case that was no weaker was refused (granted like it: %(like)s).",
        "Granted, although %(num)s cases that were no weaker were refused (granted like it: %(like)s).",
        against,
        like=supporting,
    )
