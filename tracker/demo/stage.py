"""Everything that the people of the demo company do, each time by one use case at the moment it happens."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from tracker.demo import words
from tracker.demo.casting import Case, Casting
from tracker.demo.company import Colleague, Company
from tracker.demo.confirming import confirm_by_mail
from tracker.promises.records import HandOver, Promise
from tracker.promises.rules import Channel, Due, Settlement, State
from tracker.promises.use_cases import following_up, handing_over, logging, renegotiating, settling
from tracker.promises.use_cases.following_up import FollowUp
from tracker.promises.use_cases.handing_over import HandOverPromise
from tracker.promises.use_cases.logging import LogPromise
from tracker.promises.use_cases.renegotiating import InformCustomer, Informed, RenegotiatePromise
from tracker.promises.use_cases.settling import ReopenPromise, SettlePromise

CAUSES = ("forgotten", "supplier", "supplier", "stock", "stock", "system", "unclear", "too_much", "handed_on", "other")
SEED = 1840
CONFIRMED, CONFIRMED_AGAIN = 0.12, 0.3
"""How often a promise is confirmed by mail, and how often its new date is."""

SOON = timedelta(hours=20)
"""What is due so soon nobody confirms."""


@dataclass(slots=True)
class Stage:
    """Where the lives of promises are played; `at` is the moment at which something happens."""

    session: Session
    company: Company
    casting: Casting
    at: datetime
    dice: Random = field(init=False)
    writes: Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice, self.writes = self.casting.dice, Random(SEED)

    def log(self, case: Case) -> int:
        """Log a promise, and return its number; some are confirmed by mail."""
        promise_id = logging.log_promise(self.session, self._words(case), self.at).id
        self._confirm_some(promise_id, case.owner, case.due, CONFIRMED)
        return promise_id

    def save_draft(self, case: Case, *, unclear_whom: str = "") -> int:
        """Save what is known so far: neither a due nor, if it is unclear, whom."""
        log = self._words(case, is_draft=True, is_unclear=bool(unclear_whom))
        return logging.save_draft(self.session, log, self.at, unclear_whom=unclear_whom).id

    def complete_draft(self, draft_id: int, case: Case) -> None:
        """Turn a draft into the promise that it was meant to be."""
        logging.complete_draft(self.session, draft_id, self._words(case), self.at)

    def settle(self, promise_id: int, actor: Colleague, settlement: Settlement) -> None:
        """End a promise."""
        settle = SettlePromise(
            promise_id=promise_id,
            actor=actor.viewer,
            seen_version=self._version(promise_id),
            settlement=settlement,
        )
        settling.settle_promise(self.session, settle, self.at)

    def keep(self, promise_id: int, actor: Colleague, language: str, *, is_late: bool = False) -> None:
        """Do what was promised; late with a cause."""
        kept = Settlement(
            outcome=State.KEPT,
            kept_at=self.at,
            cause_id=self._cause() if is_late else None,
            note=self.casting.say(words.DONE, language),
            evidence=self.casting.say(words.EVIDENCE, language),
        )
        self.settle(promise_id, actor, kept)

    def keep_partly(self, promise_id: int, actor: Colleague, language: str) -> None:
        """Do some of it, and say what is missing."""
        missing = self.casting.say(words.MISSING, language)
        partly = Settlement(outcome=State.PARTLY_KEPT, kept_at=self.at, cause_id=self._cause(), missing=missing)
        self.settle(promise_id, actor, partly)

    def break_off(self, promise_id: int, actor: Colleague, language: str) -> None:
        """Admit that it will not be done."""
        note = self.casting.say(words.BROKEN_WORDS, language)
        self.settle(promise_id, actor, Settlement(outcome=State.BROKEN, cause_id=self._cause(), note=note))

    def withdraw(self, promise_id: int, actor: Colleague, language: str) -> None:
        """Write down that nobody needs it any more."""
        note = self.casting.say(words.WITHDRAWN_WORDS, language)
        self.settle(promise_id, actor, Settlement(outcome=State.WITHDRAWN, note=note))

    def reopen(self, promise_id: int, actor: Colleague, language: str) -> None:
        """Open a promise again that was settled wrongly."""
        reopen = ReopenPromise(
            promise_id=promise_id,
            actor=actor.viewer,
            seen_version=self._version(promise_id),
            reason=self.casting.say(words.REOPENED, language),
        )
        settling.reopen_promise(self.session, reopen, self.at)

    def renegotiate(self, promise_id: int, actor: Colleague, language: str, due: Due) -> None:
        """Agree a new date; mostly the customer is told at once, and some get a mail as well."""
        told = self._told(language) if self.likely(0.85) else None
        self._agree(promise_id, actor, language, due, told=told)
        self._confirm_some(promise_id, actor, due, CONFIRMED_AGAIN)

    def renegotiate_unheard(self, promise_id: int, actor: Colleague, language: str, due: Due) -> None:
        """Set a new date and write to the customer, whose server refuses the mail."""
        self._agree(promise_id, actor, language, due, told=None)
        confirm_by_mail(self.session, promise_id, actor.viewer, self.at, is_refused=True)

    def inform(self, promise_id: int, actor: Colleague, language: str) -> None:
        """Tell the customer how things stand."""
        inform = InformCustomer(promise_id=promise_id, actor=actor.viewer, informed=self._told(language))
        renegotiating.inform_customer(self.session, inform, self.at)

    def try_in_vain(self, promise_id: int, actor: Colleague, language: str) -> None:
        """Call, and reach nobody."""
        attempt = self._follow_up(promise_id, actor, self.casting.say(words.ATTEMPTS, language))
        following_up.record_attempt(self.session, attempt, Channel.PHONE, self.at)

    def note(self, promise_id: int, actor: Colleague, language: str) -> None:
        """Leave an internal note."""
        note = self._follow_up(promise_id, actor, self.casting.say(words.NOTES, language))
        following_up.add_note(self.session, note, self.at)

    def snooze(self, promise_id: int, actor: Colleague, until: datetime) -> None:
        """Put the reminder off."""
        following_up.snooze_promise(self.session, self._follow_up(promise_id, actor), until, self.at)

    def apologise(self, promise_id: int, actor: Colleague, language: str) -> None:
        """Say sorry, once."""
        apology = self._follow_up(promise_id, actor, self.casting.say(words.APOLOGIES, language))
        following_up.apologise(self.session, apology, self.at)

    def offer(self, promise_id: int, actor: Colleague, to: Colleague) -> HandOver:
        """Ask somebody else to own a promise."""
        offer = HandOverPromise(
            promise_id=promise_id,
            actor=actor.viewer,
            seen_version=self._version(promise_id),
            to_id=to.viewer.id,
            words=self.casting.say(words.HAND_OVER_WORDS, actor.language),
        )
        return handing_over.hand_over_promise(self.session, offer, self.at)

    def accept(self, promise_id: int, actor: Colleague) -> None:
        """Take a promise over."""
        handing_over.accept_hand_over(self.session, promise_id, actor.viewer, self.at)

    def decline(self, promise_id: int, actor: Colleague) -> None:
        """Refuse to take a promise over."""
        said = self.casting.say(words.DECLINED_WORDS, actor.language)
        handing_over.decline_hand_over(self.session, promise_id, actor.viewer, self.at, words=said)

    def bring_back(self, promise_id: int) -> None:
        """Let an offer come back that nobody answered."""
        handing_over.return_hand_over(self.session, promise_id, self.at)

    def likely(self, share: float) -> bool:
        """Throw the dice: true in that share of throws."""
        return self.casting.likely(share)

    def _words(self, case: Case, *, is_draft: bool = False, is_unclear: bool = False) -> LogPromise:
        return LogPromise(
            actor=case.owner.viewer,
            statement=case.statement,
            kind_id=self.company.kinds[case.kind],
            customer_id=None if is_unclear else case.client.id,
            due=None if is_draft else case.due,
            zone=case.owner.calendar.zone,
            channel=case.channel,
            conditions=case.conditions,
            source_reference=case.reference,
            urgent=case.urgent,
            scope=case.scope.kind,
            scope_value=case.scope.value,
            scope_until=case.scope.until,
            makes_good_id=case.makes_good_id,
            seconds_to_log=self.dice.randint(9, 55),
        )

    def _agree(self, promise_id: int, actor: Colleague, language: str, due: Due, *, told: Informed | None) -> None:
        renegotiate = RenegotiatePromise(
            promise_id=promise_id,
            actor=actor.viewer,
            seen_version=self._version(promise_id),
            due=due,
            reason=self.casting.say(words.NEW_DATE_REASONS, language),
            informed=told,
        )
        renegotiating.renegotiate_promise(self.session, renegotiate, self.at)

    def _confirm_some(self, promise_id: int, actor: Colleague, due: Due, share: float) -> None:
        """Confirm that share of what is not due soon."""
        if self.writes.random() < share and due.at > self.at + SOON:
            confirm_by_mail(self.session, promise_id, actor.viewer, self.at)

    def _told(self, language: str) -> Informed:
        channel = self.dice.choice((Channel.PHONE, Channel.PHONE, Channel.MAIL))
        at = self.at - timedelta(minutes=self.dice.randint(0, 3))
        return Informed(at=at, channel=channel, words=self.casting.say(words.TOLD, language))

    def _follow_up(self, promise_id: int, actor: Colleague, said: str = "") -> FollowUp:
        return FollowUp(promise_id=promise_id, actor=actor.viewer, words=said)

    def _cause(self) -> int:
        return self.company.causes[self.dice.choice(CAUSES)]

    def _version(self, promise_id: int) -> int:
        return self.session.get_one(Promise, promise_id).row_version
