"""A line and what it says: with the words that say it, what is only assumed, and what is missing."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from tracker.capture.queries.naming import Named
from tracker.capture.rules.due.grammar import Due as DueRead
from tracker.capture.rules.line import saying
from tracker.capture.rules.line.facts import Part, Sort
from tracker.capture.rules.line.saying import Stretch
from tracker.capture.rules.policy import Promised
from tracker.customers.records import Tier
from tracker.kernel.folding import fold
from tracker.kernel.people import Viewer
from tracker.promises.queries.choices import Person
from tracker.promises.records import Kind
from tracker.promises.rules import Due, ScopeKind
from tracker.promises.use_cases.logging import LogPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Who is promised: the customer if that is clear, else who may be meant; `at` is where the line says so."""

    at: Stretch | None = None
    words: str = ""
    customer: Named | None = None
    others: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """To whom a special condition applies; without `kind` that was not understood."""

    at: Stretch
    words: str
    kind: ScopeKind | None = None
    value: str = ""
    tier: Tier | None = None


@dataclass(frozen=True, kw_only=True)
class Understood:
    """A line and what it says: `parts` by their sort, `topic` where it says what it is about."""

    line: str
    parts: dict[Sort, Part] = field(default_factory=dict)
    literals: tuple[str, ...] = ()
    kind: Kind
    whom: Whom
    due: DueRead
    promised: Promised | None
    owner: Person | None = None
    owners: tuple[Person, ...] = ()
    scope: Scope | None = None
    topic: Stretch | None = None

    @property
    def due_at(self) -> Stretch | None:
        """Where the line says when it is due."""
        return self.due.span if self.promised is not None else None

    @property
    def reference(self) -> str:
        """The ticket, order or invoice."""
        part = self.parts.get(Sort.REFERENCE)
        return " ".join(part.value.split()) if part else ""

    @property
    def is_urgent(self) -> bool:
        """Whether it is urgent."""
        return Sort.URGENT in self.parts

    @property
    def is_kind_said(self) -> bool:
        """Whether the line names the kind, so that it is not only assumed."""
        part = self.parts.get(Sort.KIND)
        return part is not None and (self.kind.key == part.value or not self.is_kind_unheard_of)

    @property
    def is_kind_unheard_of(self) -> bool:
        """Whether a kind is named by its sign that does not exist."""
        part = self.parts.get(Sort.KIND)
        if part is None or not part.rule.startswith("sign."):
            return False
        names = (self.kind.key, self.kind.name_de, self.kind.name_en)
        return not any(fold(name).startswith(fold(part.value)) for name in names)

    @property
    def is_complete(self) -> bool:
        """Whether it can be promised as it stands; otherwise it is a draft."""
        has_owner = Sort.OWNER not in self.parts or self.owner is not None
        has_scope = self.scope is None or self.scope.kind is not None
        is_clear = has_owner and has_scope and not self.is_kind_unheard_of
        return is_clear and self.whom.customer is not None and bool(self.promised and self.promised.moment)

    @property
    def is_doubtful(self) -> bool:
        """Whether something may as well mean something else, which nobody should find out later.

        Three at night may be meant by "at three", but not by an office that is closed then.
        """
        promised = self.promised
        if promised is None or promised.moment is None:
            return False
        return promised.moment.is_odd or not all(other.is_odd for other in promised.others)

    @cached_property
    def statement(self) -> str:
        """What is promised, in the words of the line."""
        taken = [self.due_at, self.whom.at, self.scope.at if self.scope else None]
        taken += [(part.start, part.end) for sort in (Sort.URGENT, Sort.OWNER) if (part := self.parts.get(sort))]
        kind = self.parts.get(Sort.KIND)
        if kind and kind.rule.startswith("sign."):
            taken.append((kind.start, kind.end))
        return saying.statement_of(self.line, filter(None, taken), self.literals)

    def command(self, actor: Viewer, fallback: str) -> LogPromise:
        """Return what is to be logged; `fallback` is what is promised by a line of nothing but names and dates."""
        moment = self.promised.moment if self.promised else None
        log = LogPromise(
            actor=actor,
            statement=self.statement or fallback,
            kind_id=self.kind.id,
            customer_id=self.whom.customer.id if self.whom.customer else None,
            due=Due(moment.at, moment.day) if moment else None,
            zone=actor.time_zone,
            owner_id=self.owner.id if self.owner else None,
            source_reference=self.reference,
            urgent=self.is_urgent,
        )
        if self.scope is None:
            return log
        if self.scope.kind is None:
            return replace(log, conditions=self.scope.words)
        return replace(log, scope=self.scope.kind, scope_value=self.scope.value)
