"""Situations: kinds of requests that come up again, and the factors by which their cases are told apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Value = float | str | None
"""What a factor says of a case: a number (0 and 1 for no and yes), a word, or None where nobody asked."""
Facts = Mapping[str, Value]

TIER = "tier_rank"
VOLUME = "annual_volume"
CHANNEL, REGION = "channel", "region"
CUSTOMER_FIELDS = (TIER, VOLUME)
"""What a case knows of its customer, under the names that rules use."""


class FactorKind(StrEnum):
    """How a factor is measured."""

    BOOL = "bool"
    NUMBER = "number"
    ORDINAL = "ordinal"
    ENUM = "enum"


class ToleranceKind(StrEnum):
    """How a tolerance of one's own is meant."""

    ABSOLUTE = "abs"
    PERCENT = "pct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far two values may lie apart and still count as alike."""

    kind: ToleranceKind
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One thing that is asked about a case.

    `direction` is 1 where more of it speaks for granting, -1 where it speaks against, 0 where it has no side.
    Only material factors are compared. Words (kind enum) have no side: they are alike or not. Numbers are 0 or more,
    unless the factor is `signed`. What is no longer asked is `retired`: it names what older cases know.
    """

    name: str
    kind: FactorKind
    direction: int = 0
    material: bool = True
    tolerance: Tolerance | None = None
    unit: str = ""
    label_de: str = ""
    label_en: str = ""
    options: tuple[str, ...] = ()
    signed: bool = False
    retired: bool = False

    @property
    def sides(self) -> tuple[int, ...]:
        """Return the ways in which a difference counts: one, or both where it speaks neither for nor against."""
        return (1, -1) if self.kind is FactorKind.ENUM or not self.direction else (self.direction,)

    def label_in(self, language: str) -> str:
        """Return the question in one of our languages, `de` or `en`."""
        return (self.label_de if language == "de" else self.label_en) or self.name


TIER_FACTOR = Factor(name=TIER, kind=FactorKind.ORDINAL, direction=1)
VOLUME_FACTOR = Factor(name=VOLUME, kind=FactorKind.NUMBER, direction=1, unit="€")
CHANNEL_FACTOR = Factor(name=CHANNEL, kind=FactorKind.ENUM, material=False)
"""Over what was asked: policies may say so, but nobody is treated otherwise by practice for it."""
REGION_FACTOR = Factor(name=REGION, kind=FactorKind.ENUM, material=False)
"""Where the customer is at home; policies may say so, as scopes do, and practice goes by it as little."""
FOR_POLICIES = {CHANNEL: CHANNEL_FACTOR, REGION: REGION_FACTOR}
"""What policies ask for and cases are not compared by. A situation may have a factor of its own by such a name."""
BY_CUSTOMER = {TIER: TIER_FACTOR, VOLUME: VOLUME_FACTOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationFacts:
    """A situation as the rules need it. `amount_basis` names the factor that amounts are measured against.

    `retired` are the factors that are no longer asked.
    """

    key: str
    factors: tuple[Factor, ...]
    retired: tuple[Factor, ...] = ()
    customer_fields: tuple[str, ...] = (TIER,)
    has_amount: bool = False
    amount_basis: str | None = None
    window_days: int = 365
    active: bool = True

    @property
    def amount_unit(self) -> str:
        """The unit of amounts: that of what they are measured against, where there is such a thing."""
        known = (*self.factors, *self.retired)
        return next((each.unit for each in known if each.name == self.amount_basis), "")

    @property
    def compared(self) -> tuple[Factor, ...]:
        """What two cases are compared by: what tolerates no difference comes first, for it soonest tells them apart."""
        of_customer = (BY_CUSTOMER[name] for name in self.customer_fields)
        material = [factor for factor in (*self.factors, *of_customer) if factor.material]
        return tuple(sorted(material, key=lambda factor: factor.kind is FactorKind.NUMBER))
