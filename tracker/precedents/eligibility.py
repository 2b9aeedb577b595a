"""A customer has heard of it: does it apply to them, why, and what can be said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from tracker.customers import queries as customers
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.precedents import wordings
from tracker.precedents.considering import Considered, Draft, consider
from tracker.precedents.queries import holders
from tracker.precedents.records import Decision
from tracker.precedents.rules import eligibility as rules
from tracker.precedents.rules.eligibility import Answer, Known
from tracker.precedents.rules.policies import Zone
from tracker.precedents.ruling import terms_here, until_in_words
from tracker.precedents.shown import Names, TierNames
from tracker.promises.records import Promise
from tracker.promises.rules import ScopeKind
from tracker.web.languages import BABEL_NAMES, LANGUAGE_NAMES, language


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Whether something applies to a customer: by the policy, by their own grant, or by a condition for many.

    What is at discretion is open where no condition of the policy stands against it.
    """

    answer: Answer
    is_at_discretion: bool
    is_open: bool
    customer: Customer
    policy: str
    until: str
    because: tuple[str, ...]
    missing: tuple[str, ...]
    wording: str
    grant: Decision | None
    conditions: tuple[tuple[Promise, bool | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Who has heard of what; over what channel they ask for it, where that is known."""

    situation_id: int
    customer_id: int
    channel: str | None = None

    def draft(self, actor: Viewer) -> Draft:
        """Return what is known of the request: of the case itself nothing."""
        return Draft(
            actor=actor,
            situation_id=self.situation_id,
            facts={},
            customer_id=self.customer_id,
            channel=self.channel,
        )


def eligibility(session: Session, viewer: Viewer, heard: Heard, *, now: datetime, today: date) -> Eligibility:
    """Return whether the situation applies to the customer. Raises NotFound."""
    considered = consider(session, heard.draft(viewer), now)
    customer = customers.customer(session, viewer, considered.asker.id or heard.customer_id)
    grant = holders.grant_to(session, viewer, heard.situation_id, considered.asker.records, now=now)
    covered = _covered(holders.conditions(session, viewer, heard.situation_id, today), customer)
    answer = rules.answer(considered.zone, [grant is not None, *(covers for _, covers in covered)])
    names, policy = _names(session), considered.ground.version
    because = tuple(_because(considered, names.tiers))
    is_at_discretion = answer is Answer.NO and considered.zone is Zone.DISCRETION
    return Eligibility(
        answer=answer,
        is_at_discretion=is_at_discretion,
        is_open=is_at_discretion and not because,
        customer=customer,
        policy=policy.text_in(language()) if policy is not None else "",
        until=until_in_words(policy),
        because=because,
        missing=wordings.missing(considered),
        wording=_wording(considered, answer, names),
        grant=grant,
        conditions=covered,
    )


def _covered(found: Sequence[Promise], customer: Customer) -> tuple[tuple[Promise, bool | None], ...]:
    known = Known(
        tier=customer.tier.key,
        volume=None if customer.yearly_volume is None else float(customer.yearly_volume),
        region=customer.region,
        tags=[each.tag for each in customer.tags],
    )
    return tuple((each, rules.covers(ScopeKind(each.scope), each.scope_value, known)) for each in found)


def _names(session: Session) -> Names:
    tiers = customers.tiers(session)
    return Names({}, {code: {float(each.rank): each.name_in(code) for each in tiers} for code in LANGUAGE_NAMES})


def _because(considered: Considered, tiers: TierNames) -> Collection[str]:
    ground, facts = considered.ground, considered.case.facts
    return terms_here(rules.deciding(ground.rule, considered.zone, facts), ground.situation, facts, tiers)


def _wording(considered: Considered, answer: Answer, names: Names) -> str:
    """Return what can be said to the customer in their language; what nobody wrote down cannot be worded for them."""
    version = considered.ground.version
    if considered.zone is not Zone.DISCRETION or version is None or answer is not Answer.NO:
        return "" if answer is not rules.ANSWERS[considered.zone] else wordings.wording(considered, names)
    spoken = considered.asker.language if considered.asker.language in BABEL_NAMES else language()
    with force_locale(BABEL_NAMES[spoken]):
        told = gettext("Our rule is: %(policy)s", policy=version.text_in(language()))
        decided_by = rules.deciding(considered.ground.rule, considered.zone, considered.case.facts)
        case = ", ".join(wordings.what_it_takes(decided_by, considered, names.tiers))
        if not decided_by:
            return gettext("%(rule)s I will gladly ask what we can do for you.", rule=told)
        if case:
            told = gettext("%(rule)s What decides it: %(case)s.", rule=told, case=case)
        return gettext("%(rule)s So there is no right to it, but I will gladly ask what we can do for you.", rule=told)
