"""What is to be known before a request is answered, as the page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext

from tracker.precedents import practised
from tracker.precedents.considering import Considered
from tracker.precedents.forms.numbers import in_words
from tracker.precedents.practised import Practised
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.checking import Findings
from tracker.precedents.rules.deciding import Ask, Wish, asked_for
from tracker.precedents.rules.expectations import REMEMBERED
from tracker.precedents.rules.explaining import Differing, differences, grounds
from tracker.precedents.ruling import terms_here, until_in_words
from tracker.precedents.shown import (
    Names,
    TierNames,
    day_of,
    differences_in_words,
    facts_in_a_line,
)
from tracker.precedents.wordings import missing, wording
from tracker.precedents.words import BREACHES, NO_POLICY, ZONES
from tracker.web.languages import language

MOST_SHOWN = 5
MOST_APART = 3
MOST_LISTED = 100
"""How many comparable decisions an address names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCase:
    """An earlier decision beside the case at hand."""

    id: int
    outcome: Outcome
    decided_at: datetime
    by: str
    facts: str
    differs: str
    is_precedent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What answering so would mean: sentences, and the reasons that would justify it, one click away.

    `note` is what follows from it without anything standing against it.
    """

    outcome: Outcome
    sentences: tuple[str, ...]
    note: str
    needs_reason: bool
    needs_right: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is to be known before a request is answered."""

    zone: str
    zone_words: str
    policy: str
    until: str
    because: tuple[str, ...]
    missing: tuple[str, ...]
    wording: str
    practice: str
    consequences: tuple[Consequence, ...]
    cases: tuple[ShownCase, ...]
    before: tuple[ShownCase, ...]
    comparable: tuple[int, ...]


def advice(considered: Considered, granting: Wish, found: Practised, names: Names) -> Advice:
    """Return what is to be known before the request is answered."""
    ground = considered.ground
    has_policy = ground.version is not None
    decided_by = grounds(ground.rule, considered.zone, considered.case.facts)
    return Advice(
        zone=considered.zone.value,
        zone_words=str(ZONES[considered.zone] if has_policy else NO_POLICY),
        policy=ground.version.text_in(language()) if ground.version is not None else "",
        until=until_in_words(ground.version),
        because=tuple(terms_here(decided_by, ground.situation, considered.case.facts, names.tiers)),
        wording=wording(considered, names),
        missing=missing(considered),
        practice=practised.in_words(found, timedelta(days=ground.situation.window_days)),
        consequences=tuple(_consequences(considered, granting, names)),
        cases=tuple(_cases(considered, found, names)),
        comparable=tuple(each.id for each in found.alike[:MOST_LISTED]),
        before=tuple(_shown(considered, each.case, names) for each in considered.background.of_customer[::-1]),
    )


def _cases(considered: Considered, found: Practised, names: Names) -> Iterable[ShownCase]:
    """Yield the nearest precedents, and after them what was answered without setting one."""
    by_nearness = sorted(considered.precedents, key=lambda each: (-each.weight, each.difference.apart, -each.case.id))
    yield from (_shown(considered, each.case, names) for each in by_nearness[:MOST_SHOWN])
    for case in found.apart[:MOST_APART]:
        yield replace(_shown(considered, case, names), is_precedent=False)


def people_in(considered: Considered, found: Practised) -> set[int]:
    """Return whose names are needed."""
    cases = [*(each.case for each in considered.precedents), *found.apart]
    cases += [each.case for each in considered.background.of_customer]
    return {each.agent_id for each in cases if each.agent_id is not None}


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


def _consequences(considered: Considered, granting: Wish, names: Names) -> Iterable[Consequence]:
    """Yield what each answer would mean; granting in part only where that is not the same as granting."""
    whole = _consequence(considered, granting, names)
    yield whole
    in_part = _consequence(considered, replace(granting, outcome=Outcome.PARTIAL), names)
    if in_part.sentences != whole.sentences:
        yield replace(in_part, note="")
    yield _consequence(considered, Wish(outcome=Outcome.REFUSED), names)


def _in_line(considered: Considered, wish: Wish) -> str:
    """Say that what is still to be brought in line is not held against it."""
    if considered.aligned is not wish.outcome.is_grant:
        return ""
    return gettext("It brings this case in line: others in the same position are not held against it.")


def _expected(considered: Considered, wish: Wish) -> str:
    """Say what a customer will expect after a grant that they are not told is for once; not where one goes on."""
    is_lasting = wish.outcome.is_grant and not wish.is_one_off
    if considered.asker.id is None or not is_lasting or considered.case.extends is not None:
        return ""
    until = day_of(considered.case.decided_at + REMEMBERED)
    if considered.findings(Wish(outcome=Outcome.REFUSED)).expectation:
        return gettext(
            "They got it before: granting it again renews what they expect, until %(day)s; for once, it does not.",
            day=until,
        )
    return gettext("They will expect it again, until %(day)s, unless they are told that it is for once.", day=until)


def _consequence(considered: Considered, wish: Wish, names: Names) -> Consequence:
    found = considered.findings(wish)
    asked = asked_for(found, considered.ground.rule, considered.rank)
    return Consequence(
        outcome=wish.outcome,
        sentences=tuple(_sentences(considered, found, wish, names)),
        note=_in_line(considered, wish) or _expected(considered, wish),
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
            "That is %(times)s times what cases like this one usually got.",
            times=in_words(round(found.amount.ratio, 1)),
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
    differing = _material(considered, nearest)
    told = gettext("They differ in nothing that counts.")
    if differing:
        told = gettext("They differ in: %(differences)s.", differences=differences_in_words(differing, names.tiers))
    return f"{said} {told}"


def _material(considered: Considered, there: Case) -> list[Differing]:
    """Return in what an earlier case differs by more than is tolerated."""
    found = differences(considered.ground.yardstick, considered.case.facts, there.facts)
    return [each for each in found if each.is_material]


def _reasons(considered: Considered, found: Findings, wish: Wish, tiers: TierNames) -> tuple[str, ...]:
    """Return the differences from the nearest contradicted case that speak for answering so."""
    if not found.weighing.against:
        return ()
    side = -1 if wish.outcome is Outcome.REFUSED else 1
    nearest = found.weighing.against[0].case
    differing = _material(considered, nearest)
    speaking = [each for each in differing if each.ahead is None or each.ahead * side > 0]
    return tuple(differences_in_words([each], tiers) for each in speaking[:3])
