"""What is known of cases, and in what they differ, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask_babel import gettext

from tracker.precedents.forms import numbers
from tracker.precedents.records import Decision
from tracker.precedents.rules import schema
from tracker.precedents.rules.explaining import Differing
from tracker.precedents.rules.situations import (
    BY_CUSTOMER,
    CHANNEL_FACTOR,
    FOR_POLICIES,
    REGION,
    REGION_FACTOR,
    TIER,
    VOLUME,
    Factor,
    FactorKind,
    Facts,
    SituationFacts,
    Value,
)
from tracker.precedents.words import CASE_FACTS
from tracker.promises.measures import FEW, Share
from tracker.promises.words import CHANNELS
from tracker.web import filters
from tracker.web.languages import language, reading_zone

MOST_SHOWN = 5
TierNames = Mapping[float, str]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of people by account, and those of the tiers by language and rank."""

    people: Mapping[int, str]
    of_tiers: Mapping[str, TierNames]

    @property
    def tiers(self) -> TierNames:
        """The names of the tiers in the language in force."""
        return self.of_tiers[language()]


def day_of(at: datetime) -> str:
    """Return the day of a moment, with its year."""
    return filters.dated(at.astimezone(reading_zone()).date())


def last_day_of(ends_at: datetime, zone: ZoneInfo | None = None) -> str:
    """Return the last day of what ends at a moment, with its year; in the zone of who reads it."""
    moment = ends_at - timedelta(microseconds=1)
    return filters.dated(moment.astimezone(zone or reading_zone()).date())


def share_in_words(share: Share) -> str:
    """Return `93 % (271 of 291)`; of a few only `7 of 8`."""
    if share.rate is None:
        return "–"
    given = {"part": share.part, "whole": share.whole}
    if share.whole < FEW:
        return gettext("%(part)s of %(whole)s", **given)
    return gettext("%(rate)s %% (%(part)s of %(whole)s)", rate=round(100 * share.rate), **given)


def interval_in_words(share: Share) -> str:
    """Return `90 to 95 %`, the interval in which the true rate lies with 95 % certainty."""
    if share.interval is None:
        return "–"
    low, high = (round(100 * end) for end in share.interval)
    return gettext("%(low)s to %(high)s %%", low=low, high=high)


def value_in_words(factor: Factor, value: Value, tiers: TierNames) -> str:
    """Return what is known of a case for one factor; a word where a number belongs, as it is."""
    if value is None:
        return gettext("not known")
    if isinstance(value, str):
        return str(CHANNELS.get(value, value)) if factor is CHANNEL_FACTOR else value
    if factor.name == TIER:
        return tiers.get(float(value), numbers.in_words(value))
    if factor.kind is FactorKind.BOOL:
        return gettext("yes") if value else gettext("no")
    return numbers.in_words(value, factor.unit)


def amount_in_words(situation: SituationFacts, amount: Decimal | None) -> str:
    """Return an amount in the unit of what amounts are measured against; nothing for none."""
    return "" if amount is None else numbers.in_words(amount, situation.amount_unit)


def label_of(factor: Factor) -> str:
    """Return what a factor is called."""
    is_ours = factor.name in BY_CUSTOMER or factor is FOR_POLICIES.get(factor.name)
    return str(CASE_FACTS[factor.name]) if is_ours else factor.label_in(language())


def factors_of(situation: SituationFacts) -> dict[str, Factor]:
    """Return everything that can be known of a case, by name."""
    own = (*situation.factors, *situation.retired)
    return {each.name: each for each in (*FOR_POLICIES.values(), *own, *BY_CUSTOMER.values())}


def facts_of(situation: SituationFacts, facts: Facts, tiers: TierNames) -> list[tuple[str, str]]:
    """Return everything that is known of a case, as pairs of label and value."""
    return [(label, value) for label, [value] in facts_beside(situation, [facts], tiers)]


def facts_beside(situation: SituationFacts, cases: Sequence[Facts], tiers: TierNames) -> list[tuple[str, list[str]]]:
    """Return everything that is known of any of these cases: the label, then the value of each."""
    return [
        (label_of(each), [value_in_words(each, facts.get(each.name), tiers) for facts in cases])
        for each in _asked(situation, *cases)
    ]


def _asked(situation: SituationFacts, *cases: Facts) -> list[Factor]:
    """Return what is asked about cases, and what was asked, or the policy asked for, when one of these was decided."""
    own = {each.name for each in (*situation.factors, *situation.retired)}
    once = [*situation.retired, *([] if REGION in own else [REGION_FACTOR])]
    known = [each for each in once if any(facts.get(each.name) is not None for facts in cases)]
    return list({factor.name: factor for factor in (*situation.factors, *situation.compared, *known)}.values())


def facts_in_a_line(situation: SituationFacts, facts: Facts, tiers: TierNames) -> str:
    """Return what is known of a case in one line; a question keeps its mark before the answer."""
    known = facts_of(situation, {**facts, VOLUME: facts.get(VOLUME)}, tiers)
    return " · ".join(f"{label} {value}" for label, value in known)


def differences_in_words(found: Iterable[Differing], tiers: TierNames) -> str:
    """Return in what a case differs from another, its own value first."""
    told = [
        gettext(
            "%(factor)s (%(mine)s, there %(theirs)s)",
            factor=label_of(each.factor).rstrip("?"),
            mine=value_in_words(each.factor, each.mine, tiers),
            theirs=value_in_words(each.factor, each.theirs, tiers),
        )
        for each in found
    ]
    return ", ".join(told)


def pair(mine: Decision, theirs: Decision, tiers: TierNames) -> list[tuple[str, str, str]]:
    """Return two decisions side by side: label, the one, the other."""
    situation = mine.situation.facts()
    both = [schema.facts_from_json(each.facts) for each in (mine, theirs)]
    return [(label, one, other) for label, [one, other] in facts_beside(situation, both, tiers)]
