"""Decisions, and what is to be known before one, as pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext

from tracker.precedents.considering import Considered
from tracker.precedents.forms import numbers
from tracker.precedents.records import Decision
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.checking import Findings
from tracker.precedents.rules.deciding import Ask, Wish, asked_for
from tracker.precedents.rules.explaining import Differing, Tally, differences, tally
from tracker.precedents.rules.situations import TIER, VOLUME, Factor, FactorKind, Facts, SituationFacts, Value
from tracker.precedents.words import BREACHES, CUSTOMER_FACTS, NO_POLICY, ZONES
from tracker.web import filters
from tracker.web.languages import language, reading_zone

MOST_SHOWN = 5
TierNames = Mapping[float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCase:
    """An earlier decision beside the case at hand."""

    id: int
    outcome: Outcome
    decided_at: datetime
    by: str
    facts: str
    differs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What answering so would mean: sentences, and the reasons that would justify it, one click away."""

    outcome: Outcome
    sentences: tuple[str, ...]
    needs_reason: bool
    needs_right: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is to be known before a request is answered."""

    zone: str
    zone_words: str
    policy: str
    missing: tuple[str, ...]
    practice: str
    consequences: tuple[Consequence, ...]
    cases: tuple[ShownCase, ...]
    before: tuple[ShownCase, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of people by account, and those of the tiers by rank."""

    people: Mapping[int, str]
    tiers: TierNames


def day_of(at: datetime) -> str:
    """Return the day of a moment, with its year."""
    return filters.dated(at.astimezone(reading_zone()).date())


def value_in_words(factor: Factor, value: Value, tiers: TierNames) -> str:
    """Return what is known of a case for one factor."""
    if value is None:
        return gettext("not known")
    if factor.name == TIER:
        return tiers.get(float(value), numbers.in_words(value))
    if factor.kind is FactorKind.BOOL:
        return gettext("yes") if value else gettext("no")
    return value if isinstance(value, str) else numbers.in_words(value, factor.unit)


def label_of(factor: Factor) -> str:
    """Return what a factor is called."""
    return str(CUSTOMER_FACTS[factor.name]) if factor.name in CUSTOMER_FACTS else factor.label_in(language())


def facts_of(situation: SituationFacts, facts: Facts, tiers: TierNames) -> list[tuple[str, str]]:
    """Return everything that is known of a case, as pairs of label and value."""
    asked = {factor.name: factor for factor in (*situation.factors, *situation.compared)}
    return [(label_of(each), value_in_words(each, facts.get(name), tiers)) for name, each in asked.items()]


def facts_in_a_line(situation: SituationFacts, facts: Facts, tiers: TierNames) -> str:
    """Return what is known of a case in one line."""
    known = facts_of(situation, {**facts, VOLUME: facts.get(VOLUME)}, tiers)
    return " · ".join(f"{label.rstrip('?')} {value}" for label, value in known)


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
    one = facts_of(situation, schema.facts_from_json(mine.facts), tiers)
    other = facts_of(situation, schema.facts_from_json(theirs.facts), tiers)
    return [(label, value, value_there) for (label, value), (_, value_there) in zip(one, other, strict=True)]


def advice(considered: Considered, granting: Wish, names: Names) -> Advice:
    """Return what is to be known before the request is answered."""
    ground = considered.ground
    precedents = considered.precedents
    nearest = sorted(precedents, key=lambda each: (-each.weight, each.difference.apart, -each.case.id))[:MOST_SHOWN]
    refusing = Wish(outcome=Outcome.REFUSED)
    has_policy = ground.version is not None
    return Advice(
        zone=considered.zone.value,
        zone_words=str(ZONES[considered.zone] if has_policy else NO_POLICY),
        policy=ground.version.text_in(language()) if ground.version is not None else "",
        missing=tuple(_field_label(ground.situation, name) for name in considered.missing),
        practice=_practice(tally(precedents), ground.situation.window_days),
        consequences=tuple(_consequence(considered, wish, names) for wish in (granting, refusing)),
        cases=tuple(_shown(considered, each.case, names) for each in nearest),
        before=tuple(_shown(considered, each.case, names) for each in considered.background.of_customer[::-1]),
    )


def people_in(considered: Considered) -> set[int]:
    """Return whose names are needed."""
    cases = [each.case for each in considered.precedents]
    cases += [each.case for each in considered.background.of_customer]
    return {each.agent_id for each in cases if each.agent_id is not None}


def _practice(found: Tally, window_days: int) -> str:
    if not found.asked:
        return gettext("No comparable case was decided in %(days)s days.", days=window_days)
    return ngettext(
        "One comparable case in %(days)s days; granted: %(granted)s.",
        "Of %(num)s comparable cases in %(days)s days, %(granted)s were granted.",
        found.asked,
        granted=found.granted,
        days=window_days,
    )


def _field_label(situation: SituationFacts, name: str) -> str:
    factors = {each.name: each for each in (*situation.factors, *situation.compared)}
    return label_of(factors[name]) if name in factors else str(CUSTOMER_FACTS.get(name, name))


def _shown(considered: Considered, case: Case, names: Names) -> ShownCase:
    ground = considered.ground
    found = differences(ground.yardstick, considered.case.facts, case.facts)
    return ShownCase(
        id=case.id,
        outcome=case.outcome,
        decided_at=case.decided_at,
        by=names.people.get(case.agent_id or 0, ""),
        facts=facts_in_a_line(ground.situation, case.facts, names.tiers),
        differs=differences_in_words(found, names.tiers),
    )


def _consequence(considered: Considered, wish: Wish, names: Names) -> Consequence:
    found = considered.findings(wish)
    asked = asked_for(found, considered.ground.rule, considered.case.role)
    return Consequence(
        outcome=wish.outcome,
        sentences=tuple(_sentences(considered, found, wish, names)),
        needs_reason=asked is Ask.REASON,
        needs_right=asked is Ask.RIGHT,
        reasons=_reasons(considered, found, wish, names.tiers),
    )


def _sentences(considered: Considered, found: Findings, wish: Wish, names: Names) -> Iterable[str]:
    if found.breach is not None:
        yield str(BREACHES[found.breach])
    if found.expectation:
        got = found.expectation[-1]
        yield gettext(
            "This customer got it on %(day)s and was not told that it was for once.", day=day_of(got.decided_at)
        )
    if found.is_unequal:
        yield _unequal(considered, found, wish, names)
    if found.amount is not None:
        yield gettext(
            "That is %(times)s times what cases like this one usually got.", times=round(found.amount.ratio, 1)
        )


def _unequal(considered: Considered, found: Findings, wish: Wish, names: Names) -> str:
    nearest = found.weighing.against[0].case
    there = {"number": nearest.id, "day": day_of(nearest.decided_at)}
    if wish.outcome is Outcome.REFUSED:
        said = gettext(
            "You are about to refuse a case at least as strong as no. %(number)s of %(day)s, which was granted.",
            **there,
        )
    else:
        said = gettext(
            "You are about to grant a case no stronger than no. %(number)s of %(day)s, which was refused.", **there
        )
    differing = differences(considered.ground.yardstick, considered.case.facts, nearest.facts)
    told = gettext("They differ in nothing that counts.")
    if differing:
        told = gettext("They differ in: %(differences)s.", differences=differences_in_words(differing, names.tiers))
    return f"{said} {told}"


def _reasons(considered: Considered, found: Findings, wish: Wish, tiers: TierNames) -> tuple[str, ...]:
    """Return the differences from the nearest contradicted case that speak for answering so."""
    if not found.weighing.against:
        return ()
    side = -1 if wish.outcome is Outcome.REFUSED else 1
    nearest = found.weighing.against[0].case
    differing = differences(considered.ground.yardstick, considered.case.facts, nearest.facts)
    speaking = [each for each in differing if each.ahead is None or each.ahead * side > 0]
    return tuple(differences_in_words([each], tiers) for each in speaking[:3])
