"""A customer of whom every room knows something, in words that occur nowhere else."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, Text, insert, select, text, update
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker import tables
from tracker.alerts.outbox import Posting, post_mail
from tracker.alerts.records import Alert, Delivery, DeliveryAttempt, Notice
from tracker.alerts.rules.payloads import WrittenMail
from tracker.customers.records import Customer
from tracker.customers.rules.contacts import contact_in
from tracker.customers.use_cases import AddCustomer, MergeCustomers, add_customer, merge_customers
from tracker.expectations.records import Topic
from tracker.expectations.rules import Source
from tracker.expectations.use_cases.noting import NoteExpectation, note_expectation
from tracker.feeds.records import Feed, Invitation
from tracker.imports.records import ImportedPromise
from tracker.kernel.people import Viewer
from tracker.portal.records import CustomerLink, CustomerWord
from tracker.portal.use_cases.confirming import Confirm, confirm
from tracker.portal.use_cases.links import MakeLink, make_link
from tracker.precedents.rules.flags import FlagState
from tracker.precedents.use_cases.settling import SettleFlag, settle_flag
from tracker.promises.records import Promise, SavedFilter
from tracker.promises.rules import Channel, Due, Settlement, State
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise
from tracker.promises.use_cases.logging import save_draft
from tracker.promises.use_cases.merging import move_promises
from tracker.promises.use_cases.renegotiating import Informed, RenegotiatePromise, renegotiate_promise
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.surveys.records import Survey
from tracker.surveys.rules import Kept
from tracker.surveys.use_cases.answering import AnswerSurvey, answer_survey, refuse_surveys

WORD = "zaunkoenig"
DAY = timedelta(days=1)

CHOSEN = {
    *(
        "state",
        "outcome",
        "zone",
        "kind",
        "channel",
        "scope",
        "language",
        "locale",
        "detail",
        "role",
        "type",
        "source",
        "answer",
        "kept",
    ),
    *("severity", "departure", "rule_key", "approver_role", "digest", "hash", "token_hash", "subject_type"),
    *(
        "time_zone",
        "dedupe_key",
        "delivery_key",
        "rung_key",
        "lease_owner",
        "affair",
        "assessment",
        "facts",
        "numbers",
        "factor",
        "payload",
        "query",
        "details",
    ),
}
"""Columns that hold one of several words of our own, keys, or what was filled with words another way."""


@dataclass(frozen=True)
class Known:
    """The customer, the record that was merged into it, and who knows them."""

    customer_id: int
    merged_id: int
    agent: Viewer
    manager: Viewer
    admin: Viewer

    @property
    def ids(self) -> tuple[int, int]:
        """The numbers of both records."""
        return self.customer_id, self.merged_id


def a_known_customer(session: Session) -> Known:
    """Let every room learn something about a customer, and put the word wherever text is kept of them."""
    team = b.a_team(session)
    manager, agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
    kept, merged = (_added(session, agent, f"{WORD} {n}") for n in "ab")
    known = Known(kept.id, merged.id, agent, manager, b.an_admin(session))
    _promised(session, known)
    _decided(session, known)
    _expected(session, known)
    _followed(session, known)
    _asked(session, known)
    merge = MergeCustomers(
        actor=agent,
        kept_id=kept.id,
        kept_version=kept.row_version,
        merged_id=merged.id,
        merged_version=merged.row_version,
    )
    merge_customers(session, merge, MOMENT)
    move_promises(session, from_id=merged.id, to_id=kept.id, actor=agent, now=MOMENT)
    _fill(session, known)
    return known


def _added(session: Session, agent: Viewer, name: str) -> Customer:
    add = AddCustomer(
        actor=agent,
        name=name,
        reference=name.replace(" ", "-"),
        contacts=(contact_in(f"{name[-1]}@{WORD}.example"),),
        tags=(f"{WORD}-tag",),
        region=WORD,
        external_system="crm",
        external_id=name,
        even_if_alike=True,
    )
    return add_customer(session, add, MOMENT - DAY)


def _promised(session: Session, known: Known) -> None:
    said: dict[str, Any] = {"statement": f"{WORD} said", "conditions": WORD, "source_reference": WORD}
    for customer_id in known.ids:
        promise = b.a_promise(session, known.agent, customer_id=customer_id, **said)
        to = b.an_agent(session)
        hand_over_promise(session, HandOverPromise(**_seen(promise, known), to_id=to.id, words=WORD), MOMENT)
    save_draft(session, b.some_words(session, known.agent, customer_id=known.merged_id, **said), MOMENT)
    kept = b.a_promise(session, known.agent, customer_id=known.customer_id, **said)
    informed = Informed(at=MOMENT, channel=Channel.PHONE, words=WORD)
    later = Due(MOMENT + 3 * DAY)
    renegotiate_promise(
        session, RenegotiatePromise(**_seen(kept, known), due=later, reason=WORD, informed=informed), MOMENT
    )
    settlement = Settlement(outcome=State.KEPT, kept_at=MOMENT, note=WORD, evidence=WORD)
    settle_promise(session, SettlePromise(**_seen(kept, known), settlement=settlement), MOMENT)
    _told(session, kept, known)


def _expected(session: Session, known: Known) -> None:
    """Let both records expect something: what is open, and what was corrected."""
    topic_id = session.scalars(select(Topic.id).order_by(Topic.id).limit(1)).one()
    for customer_id, said in zip(known.ids, ("", WORD), strict=True):
        expect = NoteExpectation(
            actor=known.agent,
            customer_id=customer_id,
            topic_id=topic_id,
            source=Source.EXPERIENCE,
            words=WORD,
            said=said,
        )
        note_expectation(session, expect, MOMENT)


def _asked(session: Session, known: Known) -> None:
    """Let both be asked by mail, one answer, and the other want no more of it."""
    about = session.scalars(select(Promise.id).where(Promise.customer_id == known.customer_id).limit(1)).one()
    for customer_id in known.ids:
        session.add(
            Survey(
                customer_id=customer_id,
                about_id=about,
                language="de",
                delivery_key=f"survey:{customer_id}",
                sent_at=MOMENT,
                expires_at=MOMENT + DAY,
            )
        )
    session.flush()
    first, other = session.scalars(select(Survey.id).order_by(Survey.id))
    answer_survey(session, AnswerSurvey(survey_id=first, kept=Kept.NO, words=WORD), MOMENT)
    refuse_surveys(session, other, MOMENT)


def _seen(promise: Promise, known: Known) -> dict[str, Any]:
    return {"promise_id": promise.id, "actor": known.agent, "seen_version": promise.row_version}


def _told(session: Session, promise: Promise, known: Known) -> None:
    mail = WrittenMail(email=f"a@{WORD}.example", name=WORD, language="de", subject=WORD, opening=WORD, statement=WORD)
    post_mail(session, Posting(key=f"mail-{promise.id}", promise_id=promise.id, mail=mail), MOMENT)
    delivery = session.scalars(select(Delivery).where(Delivery.promise_id == promise.id)).one()
    session.add(DeliveryAttempt(delivery_id=delivery.id, n=1, started_at=MOMENT, outcome="ok", error=WORD))
    session.add(
        Alert(promise_id=promise.id, schedule_version=1, rung_key="1", fire_at=MOMENT, state="planned", reason=WORD)
    )
    session.add(Notice(account_id=known.agent.id, promise_id=promise.id, kind="due", dedupe_key="due", at=MOMENT))
    session.add(ImportedPromise(promise_id=promise.id, fingerprint=WORD))
    session.flush()


def _decided(session: Session, known: Known) -> None:
    d.a_decision(session, known.agent, "granted", customer_id=known.merged_id, request=WORD, now=MOMENT - 9 * DAY)
    given: dict[str, Any] = {"customer_id": known.customer_id, "request": WORD, "reason": WORD}
    refused = d.a_decision(session, known.agent, "refused", now=MOMENT - DAY, **given)
    flags = d.flags_of(session, refused)
    settle = SettleFlag(
        actor=known.manager,
        flag_id=flags[-1].id,
        seen_version=flags[-1].row_version,
        end=FlagState.JUSTIFIED,
        note=WORD,
    )
    settle_flag(session, settle, MOMENT)
    d.an_approval(session, known.agent, known.customer_id).told = WORD


def _followed(session: Session, known: Known) -> None:
    make_link(session, MakeLink(actor=known.agent, customer_id=known.merged_id, language="de", days=30), MOMENT)
    link_id = session.scalars(select(CustomerLink.id)).one()
    promise_id = session.scalars(select(Promise.id).where(Promise.state == "kept")).one()
    session.add(CustomerWord(link_id=link_id, promise_id=promise_id, kind="call", at=MOMENT, words=WORD))
    session.execute(insert(Invitation).values(_invitation(known, promise_id)))
    _confirmed(session, known)
    session.add(
        Feed(
            account_id=known.agent.id,
            scope="customer",
            scope_id=known.customer_id,
            locale="de",
            token_hash="f" * 64,
            created_at=MOMENT,
            changed_at=MOMENT,
        )
    )
    session.add(SavedFilter(account_id=known.agent.id, name=WORD, query=f"standing=all&customer={known.customer_id}"))
    session.flush()


def _confirmed(session: Session, known: Known) -> None:
    """Let a promise that is open be confirmed by mail."""
    theirs = select(Promise).where(Promise.state == "open", Promise.customer_id == known.customer_id)
    promise = session.scalars(theirs).one()
    email = f"a@{WORD}.example"
    confirm(session, Confirm(**_seen(promise, known), email=email, subject=WORD, text=WORD), MOMENT)


def _invitation(known: Known, promise_id: int) -> dict[str, object]:
    return {
        "promise_id": promise_id,
        "by_id": known.agent.id,
        "email": f"a@{WORD}.example",
        "name": WORD,
        "language": "de",
        "sequence": 0,
        "statement": WORD,
        "due_at": MOMENT,
        "sent_at": MOMENT,
    }


def _fill(session: Session, known: Known) -> None:
    """Put the word into every text column of everything that belongs to the customer."""
    session.flush()
    for name, condition in belongings(known).items():
        table = tables.metadata.tables[name]
        for row in session.execute(select(*table.primary_key).where(condition)).all():
            its_own = [column == value for column, value in zip(table.primary_key, row, strict=True)]
            marks = {column.name: _mark(column, row) for column in _texts(table)}
            if marks:
                session.execute(update(table).where(*its_own).values(marks))
    session.expire_all()


def _mark(column: Column[str], row: object) -> str:
    longest = getattr(column.type, "length", None) or 100
    return f"{WORD} {'-'.join(map(str, row))}"[:longest]  # type: ignore[call-overload]


def _texts(table: Table) -> list[Column[str]]:
    texts = [each for each in table.columns if isinstance(each.type, String | Text)]
    return [
        each for each in texts if each.name not in CHOSEN and not (each.primary_key and table.name != "customer_tag")
    ]


def belongings(known: Known) -> dict[str, ColumnElement[bool]]:
    """Return, by table, which rows belong to a customer."""
    all_tables = tables.metadata.tables
    customers = known.ids
    promises = select(all_tables["promise"].c.id).where(all_tables["promise"].c.customer_id.in_(customers))
    decisions = select(all_tables["decision"].c.id).where(all_tables["decision"].c.customer_id.in_(customers))
    deliveries = select(all_tables["delivery"].c.id).where(all_tables["delivery"].c.promise_id.in_(promises))
    of_promises = (
        *("promise", "renegotiation", "informing", "hand_over", "alert", "delivery", "notice", "invitation"),
        *("customer_word", "imported_promise", "confirmation"),
    )
    found: dict[str, ColumnElement[bool]] = {
        name: all_tables[name].c["id" if name == "promise" else "promise_id"].in_(promises) for name in of_promises
    }
    for name in (
        *("contact_point", "customer_tag", "customer_link", "decision", "approval", "expectation"),
        *("survey", "survey_refusal"),
    ):
        found[name] = all_tables[name].c.customer_id.in_(customers)
    found["customer"] = all_tables["customer"].c.id.in_(customers)
    found["flag"] = all_tables["flag"].c.decision_id.in_(decisions)
    found["delivery_attempt"] = all_tables["delivery_attempt"].c.delivery_id.in_(deliveries)
    found["feed"] = all_tables["feed"].c.scope_id.in_(customers)
    found["saved_filter"] = all_tables["saved_filter"].c.query.contains("customer=")
    return found


OF_NOBODY = {
    *("absence", "account", "acknowledgement", "answered_link", "app_password", "cause", "closing_day", "endpoint"),
    *("kind", "ladder", "mail_read", "notice_settings", "office_slot", "rung", "scheduler_state", "sign_in_attempt"),
    *("sign_in_session", "task_run", "team", "team_plan", "tier", "unwanted", "worker", "review", "review_item"),
    *(
        "consistency",
        "past_history",
        "decision_count",
        "flag_evidence",
        "policy_version",
        "situation",
        "situation_scale",
        "tally",
        "tally_change",
        "slot_tally",
        "team_address",
        "scheduled_export",
        "expectation_topic",
    ),
    *("event", "event_head"),
}
"""Tables without a word about a customer; but for events, whose details the use cases filled."""


def everything(session: Session) -> str:
    """Return all that the database holds, the tables of the full-text search included."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if is_sqlite
        else "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    names = session.scalars(text(asked)).all()
    rows = [row for name in names for row in session.execute(text(f'SELECT * FROM "{name}"')).all()]
    return repr(rows).lower()
