"""What holds in the demo company for a while: an action that ends soon, and terms that a customer holds for a month."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from tracker.demo.company import Client, Colleague
from tracker.demo.lives import Life
from tracker.demo.requests import AYLIN, DELIVERY, HOUR, JANA, KATRIN, LATE_RETURN, RENATE, draft_of, number_of
from tracker.demo.stage import Stage
from tracker.precedents.records import Approval
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.conditions import All, Comparison, Term
from tracker.precedents.rules.configuring import PolicyWish
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.approvals import AnswerApproval, answer_approval, ask_approval
from tracker.precedents.use_cases.policies import WritePolicy, write_policy
from tracker.precedents.use_cases.recording import Decide

SMALL = 50_000
ACTION = RuleFacts(entitled=All((Term("days_over", Comparison.AT_MOST, 14.0),)))
BEGAN, ENDS = timedelta(days=20), timedelta(days=6)
GRANTED = timedelta(days=25)
"""So long ago the terms were granted that end after a month: there are days left to extend them."""


def terms(stage: Stage, known: Sequence[Client], now: datetime) -> Iterator[Life]:
    """Yield what holds for a while; two customers too small for it want to be delivered to on the same day."""
    first, second = [each for each in known if 0 < each.facts.volume < SMALL and each.facts.language == "de"][:2]
    yield _action(stage, now)
    yield _granted_for_a_month(stage, first, now)
    yield _asked_for(stage, second, now)


def _action(stage: Stage, now: datetime) -> Life:
    """Let a policy begin that ends in a few days."""
    yield now - BEGAN
    wish = PolicyWish(
        rule=ACTION,
        text_de="In der Aktion nehmen wir alles bis vierzehn Tage nach der Frist zurück.",
        text_en="During this action we take everything back up to fourteen days after the deadline.",
        valid_from=stage.at,
        ends_at=now + ENDS,
        reason="Die Pakete kamen im Streik zu spät an.",
    )
    katrin = stage.company.leaders[KATRIN].viewer
    write_policy(
        stage.session, WritePolicy(actor=katrin, situation_id=number_of(stage, LATE_RETURN), wish=wish), stage.at
    )


def _granted_for_a_month(stage: Stage, client: Client, now: datetime) -> Life:
    """Let a customer get for a month, as an exception, what is meant for large ones."""
    jana, renate = stage.company.colleagues[JANA], stage.company.leaders[RENATE]
    yield now - GRANTED
    asked = _ask(stage, jana, client, "Sie bauen gerade einen zweiten Standort auf.")
    yield now - GRANTED + HOUR
    wish = Wish(outcome=Outcome.GRANTED, reason="Für einen Monat, dann sehen wir neu hin.")
    answer = AnswerApproval(actor=renate.viewer, approval_id=asked.id, seen_version=asked.row_version, wish=wish)
    answer_approval(stage.session, answer, stage.at)


def _asked_for(stage: Stage, client: Client, now: datetime) -> Life:
    """Let somebody ask for the same for another customer, who has heard of it."""
    yield now - 3 * HOUR
    _ask(stage, stage.company.colleagues[AYLIN], client, "Sie haben davon gehört und bestellen zur Messe viel.")


def _ask(stage: Stage, who: Colleague, client: Client, reason: str) -> Approval:
    wish = Wish(outcome=Outcome.GRANTED, reason=reason)
    draft = draft_of(stage, who, DELIVERY, {"order_quantity": 24.0}, customer_id=client.id)
    request = "Können Sie uns am selben Tag beliefern?"
    return ask_approval(stage.session, Decide(draft=draft, wish=wish, request=request), stage.at)
