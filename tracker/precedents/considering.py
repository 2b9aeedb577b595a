"""Considering a request before it is answered: the case, its precedents, and what each answer would mean."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.people import Role, Viewer
from tracker.precedents.aligning import Aligning, aligns_to_grant
from tracker.precedents.queries import checking
from tracker.precedents.queries.answering import Standing, standing_of
from tracker.precedents.queries.checking import Asker, Ground
from tracker.precedents.records import Situation
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.checking import Background, Findings, check
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.likeness import ALIKE
from tracker.precedents.rules.policies import Zone, missing_facts, zone
from tracker.precedents.rules.practice import Measured, Precedent, is_comparable
from tracker.precedents.rules.ranks import Rank
from tracker.precedents.rules.situations import CHANNEL, REGION, Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request as it was typed so far: which situation, for whom, and what is known of the case itself.

    `channel` is over what it was asked, where that is known, `team_id` the team that it is a matter of, where that is
    settled already. `aligns` is the flag whose cases are brought in line by it, `extends` the grant that shall go on.
    """

    actor: Viewer
    situation_id: int
    facts: Facts
    customer_id: int | None = None
    team_id: int | None = None
    channel: str | None = None
    aligns: int | None = None
    extends: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What is known before a request is answered. The case stands there as if nothing was decided yet.

    `rank` is how high who answers stands over the team, as far as it matters; `is_held` whether more than is written
    for managers is not theirs to give, for somebody stands above; `aligned` which answer brings the case in line with
    one that was found right: to grant it, or not.
    """

    situation: Situation
    ground: Ground
    asker: Asker
    case: Case
    background: Background
    rank: str
    is_held: bool = False
    aligned: bool | None = None

    @property
    def zone(self) -> Zone:
        """Where the case lies under the policy in force."""
        return self.case.zone

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that must be asked for before that is known."""
        return missing_facts(self.ground.rule, self.case.facts)

    @property
    def precedents(self) -> list[Precedent]:
        """The decided cases that say something about this one."""
        if not is_comparable(self.zone):
            return []
        return self.background.compared(self._measured(self.case).strengths, ALIKE)

    def findings(self, wish: Wish) -> Findings:
        """Return what the rules say about answering so."""
        amount = None if wish.amount is None or wish.outcome is Outcome.REFUSED else float(wish.amount)
        decided = replace(self.case, outcome=wish.outcome, amount=amount, is_one_off=wish.is_one_off)
        found = check(self._measured(decided), self.background)
        return replace(found, is_unequal=False) if self.aligned is wish.outcome.is_grant else found

    def _measured(self, case: Case) -> Measured:
        return Measured.of(case, self.ground.yardstick)


def consider(session: Session, draft: Draft, now: datetime, *, corrects_id: int | None = None) -> Considered:
    """Return everything that has to be known before a request is answered, or answered anew. Raises NotFound.

    A decision that is set right says nothing about what takes its place.
    """
    who = draft.actor
    situation, ground = checking.ground(session, draft.situation_id, now)
    asker = checking.asker(session, who, draft.customer_id)
    case = replace(_case(draft, ground, asker, now), corrects=corrects_id)
    standing = _standing(session, who, ground, case)
    case, ground = _as_decided_by(case, standing), _in_place(ground, standing)
    background = _background(session, ground, case, who=who, asker=asker)
    considered = Considered(
        situation=situation,
        ground=ground,
        asker=asker,
        case=case,
        background=background,
        rank=_rank(ground, standing),
        is_held=standing.has_above and standing.rank is Rank.MANAGER,
    )
    if draft.aligns is None or corrects_id is None:
        return considered
    aligning = Aligning(flag_id=draft.aligns, corrected_id=corrects_id, case=case, ground=ground)
    return replace(considered, aligned=aligns_to_grant(session, who, aligning, now=now))


def _case(draft: Draft, ground: Ground, asker: Asker, now: datetime) -> Case:
    who = draft.actor
    told = {CHANNEL: draft.channel, REGION: asker.region}
    asked = {name: value for name, value in told.items() if ground.rule.mentions(name)}
    facts = {**asked, **{each.name: draft.facts.get(each.name) for each in ground.situation.factors}, **asker.facts}
    return Case(
        id=0,
        situation=ground.situation.key,
        rule_id=ground.rule_key,
        zone=zone(ground.rule, facts),
        decided_at=now,
        outcome=Outcome.REFUSED,
        facts=facts,
        agent_id=who.id,
        team_id=draft.team_id or asker.team_id or who.team_id,
        customer_id=asker.id,
        role=who.role.value,
        extends=draft.extends,
    )


def _standing(session: Session, who: Viewer, ground: Ground, case: Case) -> Standing:
    """Return how who answers stands over the team; where the line is not needed to know it, it is not read.

    Who manages another team decides here like an agent: an exception is the matter of those who answer for the team.
    """
    if who.role is not Role.MANAGER:
        return Standing(Rank.AGENT, has_above=False)
    rule, team_id = ground.rule, case.team_id or who.team_id
    is_theirs = team_id == who.team_id or team_id in who.managed_team_ids
    is_named = rule.approver == Rank.ABOVE or Role.MANAGER.value in rule.authority
    if is_theirs and not is_named:
        return Standing(Rank.MANAGER, has_above=False)
    standing = standing_of(session, who, team_id, case.decided_at)
    return standing._replace(rank=Rank.MANAGER) if is_theirs and standing.rank is Rank.AGENT else standing


def _rank(ground: Ground, standing: Standing) -> str:
    """Return as what somebody decides: above whom nobody stands takes the place of those whom the policy names."""
    if standing.rank is Rank.AGENT:
        return Rank.AGENT.value
    is_in_place = ground.rule.approver == Rank.ABOVE and not standing.has_above
    return (Rank.ABOVE if is_in_place else standing.rank).value


def _as_decided_by(case: Case, standing: Standing) -> Case:
    """Return the case as one of an agent, where whoever decides it stands no higher here."""
    return replace(case, role=Rank.AGENT.value) if standing.rank is Rank.AGENT else case


def _in_place(ground: Ground, standing: Standing) -> Ground:
    """Let what is written for managers hold for those, too, who only take the place of the one above."""
    most = ground.rule.authority.get(Role.MANAGER.value)
    if standing.has_above or most is None or ground.rule.approver != Rank.ABOVE:
        return ground
    authority = {**ground.rule.authority, Rank.ABOVE.value: most}
    return replace(ground, rule=replace(ground.rule, authority=authority))


def _background(session: Session, ground: Ground, case: Case, *, who: Viewer, asker: Asker) -> Background:
    earlier = checking.comparables(session, ground, case, viewer=who) if is_comparable(case.zone) else []
    got = checking.of_customer(session, ground, case, viewer=who, asker=asker) if asker.records else []
    return Background(ground.situation, ground.rule, earlier, got)
