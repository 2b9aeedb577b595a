"""What customers asked the demo company for beyond the usual, and how it was decided."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from tracker.demo.company import Client, Colleague
from tracker.demo.desk import LONGEST_WEEKEND, moment_between
from tracker.demo.following import Following
from tracker.demo.lives import Life
from tracker.demo.stage import Stage
from tracker.kernel.errors import Invalid
from tracker.precedents.considering import Draft
from tracker.precedents.records import Decision, Situation
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.conditions import All, Comparison, Term
from tracker.precedents.rules.configuring import PolicyWish
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.ranks import Rank
from tracker.precedents.rules.situations import VOLUME, Facts
from tracker.precedents.use_cases.approvals import ask_approval
from tracker.precedents.use_cases.deciding import decide
from tracker.precedents.use_cases.policies import WritePolicy, write_policy
from tracker.precedents.use_cases.recording import Decide

SEED = 1848
MANY = 60
LOOKED_BACK = timedelta(days=170)
EXCEPTIONS = 9
MOSTLY, A_MONTH = 0.7, 30
KATRIN, RENATE = "Katrin Möller", "Renate Albers"
TOBIAS, AYLIN, JANA = "Tobias Weiß", "Aylin Yıldız", "Jana Petersen"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COUPON, LATE_RETURN, DELIVERY = "expired_coupon", "late_return", "special_delivery"
DAYS_OVER = "days_past_expiry"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request: what is known of a case, from where on it is granted, and as what it is promised then."""

    facts: Callable[[Random], Facts]
    is_granted: Callable[[Facts], bool]
    promised: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it reaches somebody."""

    who: Colleague
    key: str
    facts: Facts


def _coupon(dice: Random) -> Facts:
    return {DAYS_OVER: float(dice.randint(4, 55)), "basket_value": float(dice.randrange(20, 200, 10))}


def _return(dice: Random) -> Facts:
    value = float(dice.randrange(20, 300, 20))
    return {"days_over": float(dice.randint(1, 40)), "is_unused": float(dice.random() < MOSTLY), "item_value": value}


KINDS: Mapping[str, Kind] = {
    COUPON: Kind(_coupon, lambda facts: float(facts[DAYS_OVER] or 0) <= A_MONTH, "credit"),
    LATE_RETURN: Kind(_return, lambda facts: bool(facts["is_unused"]), "refund"),
}
POLICIES = (
    (
        COUPON,
        RuleFacts(
            entitled=All((Term(DAYS_OVER, Comparison.AT_MOST, 3.0),)),
            prohibited=All((Term(DAYS_OVER, Comparison.MORE, 60.0),)),
        ),
        "Bis drei Tage nach Ablauf lösen wir jeden Gutschein ein, nach sechzig Tagen keinen mehr.",
        "Up to three days past expiry we redeem every coupon, after sixty days none.",
    ),
    (
        DELIVERY,
        RuleFacts(
            entitled=All((Term(VOLUME, Comparison.AT_LEAST, 50_000.0),)),
            prohibited=All((Term(VOLUME, Comparison.LESS, 50_000.0),)),
            approver=Rank.ABOVE.value,
            expires_after_days=A_MONTH,
        ),
        "Lieferung am selben Tag gilt für Kundschaft mit mindestens 50.000 € Umsatz im Jahr.",
        "Same-day delivery is for customers with a turnover of at least 50,000 € a year.",
    ),
)


def requests(stage: Stage, known: Sequence[Client], now: datetime) -> Iterator[Life]:
    """Yield what was asked for: policies first, then much that was decided alike, and a few that were not."""
    yield _policies(stage)
    yield from _usual(stage, Following(stage, known), now)
    yield _exceptions(stage, now)
    yield _story(stage, now)


def _policies(stage: Stage) -> Life:
    yield stage.at + DAY
    for key, rule, german, english in POLICIES:
        wish = PolicyWish(rule=rule, text_de=german, text_en=english, valid_from=stage.at)
        write = WritePolicy(actor=stage.company.leaders[KATRIN].viewer, situation_id=number_of(stage, key), wish=wish)
        write_policy(stage.session, write, stage.at)


def _usual(stage: Stage, following: Following, now: datetime) -> Iterator[Life]:
    """Yield much that is decided alike, one request after the other."""
    dice, colleagues = Random(SEED), list(stage.company.colleagues.values())
    for place in range(MANY):
        who = dice.choice(colleagues)
        day = now - LOOKED_BACK * (1 - place / MANY) - DAY
        at = moment_between(dice, day - LONGEST_WEEKEND, day, who.calendar)
        key = dice.choice(list(KINDS))
        yield _decided(stage, following, at, Asked(who, key, KINDS[key].facts(dice)))


def _decided(stage: Stage, following: Following, at: datetime, asked: Asked) -> Life:
    """Decide like cases alike, as those who see what was decided before do; what is granted is promised at once."""
    yield at
    decision = _follow(stage, asked)
    if Outcome(decision.outcome).is_grant and asked.who.share:
        yield from following.life(decision.id, asked.who, KINDS[asked.key].promised)


def _follow(stage: Stage, asked: Asked) -> Decision:
    """Decide as seems right, and where that contradicts earlier cases, as those were decided."""
    seems = Outcome.GRANTED if KINDS[asked.key].is_granted(asked.facts) else Outcome.REFUSED
    other = Outcome.REFUSED if seems.is_grant else Outcome.GRANTED
    draft = draft_of(stage, asked.who, asked.key, asked.facts)
    try:
        return decide(stage.session, Decide(draft=draft, wish=Wish(outcome=seems)), stage.at)
    except Invalid:
        return decide(stage.session, Decide(draft=draft, wish=Wish(outcome=other)), stage.at)


def _exceptions(stage: Stage, now: datetime) -> Life:
    """Make exceptions from the policy until they have become the rule."""
    katrin = stage.company.leaders[KATRIN]
    [team_id] = katrin.viewer.managed_team_ids
    for place in range(EXCEPTIONS):
        yield now - 9 * DAY * (EXCEPTIONS - place)
        draft = draft_of(stage, katrin, COUPON, {DAYS_OVER: 61.0 + place, "basket_value": 120.0})
        wish = Wish(outcome=Outcome.GRANTED, reason="Langjährige Kundschaft, Gutschein lag in der Post.")
        decide(stage.session, Decide(draft=replace(draft, team_id=team_id), wish=wish), stage.at)


def _story(stage: Stage, now: datetime) -> Life:
    """Let one grant, another refuse the stronger case for a reason, and a third ask for an exception."""
    people = stage.company.colleagues
    yield now - 3 * DAY
    coupon = {DAYS_OVER: 12.0, "basket_value": 40.0}
    _decide(stage, draft_of(stage, people[JANA], COUPON, coupon), Wish(outcome=Outcome.GRANTED))
    yield now - DAY
    refused = Wish(outcome=Outcome.REFUSED, reason="Der Gutschein war eine Kopie.")
    _decide(stage, draft_of(stage, people[TOBIAS], COUPON, {**coupon, DAYS_OVER: 11.0}), refused)
    yield now - 2 * HOUR
    asked = Wish(outcome=Outcome.GRANTED, reason="Unser Brief mit dem Gutschein kam zu spät an.")
    draft = draft_of(stage, people[AYLIN], COUPON, {DAYS_OVER: 75.0, "basket_value": 90.0})
    ask_approval(stage.session, Decide(draft=draft, wish=asked, request="Der kam erst letzte Woche an!"), stage.at)


def _decide(stage: Stage, draft: Draft, wish: Wish) -> None:
    decide(stage.session, Decide(draft=draft, wish=wish), stage.at)


def draft_of(stage: Stage, who: Colleague, key: str, facts: Facts, *, customer_id: int | None = None) -> Draft:
    """Return a request of the demo company, by nobody in particular unless told."""
    return Draft(actor=who.viewer, situation_id=number_of(stage, key), facts=facts, customer_id=customer_id)


def number_of(stage: Stage, key: str) -> int:
    """Return the number of a situation."""
    return stage.session.scalars(select(Situation.id).where(Situation.key == key)).one()
