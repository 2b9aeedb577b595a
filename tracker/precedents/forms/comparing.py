"""What the fields of a case can be compared with in a condition, as people write it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext

from tracker.customers.records import Tier
from tracker.precedents.forms.numbers import as_typed, number_in
from tracker.precedents.rules.conditions import ORDERED, Comparison
from tracker.precedents.rules.situations import (
    BY_CUSTOMER,
    CHANNEL,
    CHANNEL_FACTOR,
    REGION,
    REGION_FACTOR,
    TIER,
    Factor,
    FactorKind,
    SituationFacts,
)
from tracker.precedents.shown import label_of
from tracker.precedents.words import NO, YES, YES_WORDS
from tracker.promises.words import TELLING_CHANNELS
from tracker.web.languages import LANGUAGE_NAMES, language


@dataclass(frozen=True, slots=True)
class Comparable:
    """One field of a case. Where it has answers of its own, `shown` names them and `known` reads them, in any case.

    Without answers it is compared with numbers or, if it `is_free`, with any words.
    """

    factor: Factor
    is_free: bool = False
    shown: Mapping[float | str, str] = field(default_factory=dict)
    known: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What the field is called."""
        return label_of(self.factor)

    @property
    def answers(self) -> str:
        """The answers that there are, in one line."""
        return ", ".join(self.shown.values())

    def read(self, comparison: Comparison, text: str) -> float | str:
        """Return the value in a text. Raises ValueError, in words, where the field is never so."""
        if comparison in ORDERED and self.factor.kind in {FactorKind.BOOL, FactorKind.ENUM}:
            raise ValueError(gettext("This is something or is not: %(factor)s", factor=self.label))
        if self.is_free:
            return _words(text)
        if not self.shown:
            return float(number_in(text, signed=self.factor.signed) or 0)
        if text.casefold() not in self.known:
            raise ValueError(gettext("One of these: %(answers)s", answers=self.answers))
        return self.known[text.casefold()]

    def typed(self, value: float | str) -> str:
        """Return a value the way it may be typed again; one that cannot be, as it is stored."""
        return self.shown.get(value) or (value if isinstance(value, str) else as_typed(value))


def _words(text: str) -> str:
    if not text:
        raise ValueError(gettext("Say which one."))
    return text


def comparables(situation: SituationFacts, tiers: Sequence[Tier]) -> dict[str, Comparable]:
    """Return what conditions can ask for, by name."""
    of_case = {each.name: _comparable(each) for each in situation.factors}
    of_customer = {name: _comparable(each) for name, each in BY_CUSTOMER.items()}
    of_case = {CHANNEL: _of_channels(), REGION: Comparable(REGION_FACTOR, is_free=True)} | of_case
    return of_case | of_customer | {TIER: _of_tiers(BY_CUSTOMER[TIER], tiers)}


def _comparable(factor: Factor) -> Comparable:
    if factor.kind is FactorKind.BOOL:
        return Comparable(factor, shown={1.0: str(YES), 0.0: str(NO)}, known=YES_WORDS)
    if factor.kind is FactorKind.ENUM:
        options: dict[float | str, str] = {each: each for each in factor.options}
        return Comparable(factor, shown=options, known=_folded((each, each) for each in factor.options))
    return Comparable(factor)


def _of_channels() -> Comparable:
    """Return over what can be asked: read by its name, and as it is stored."""
    shown: dict[float | str, str] = {key: str(words) for key, words in TELLING_CHANNELS}
    known = _folded([*((key, key) for key, _ in TELLING_CHANNELS), *_turned(shown)])
    return Comparable(CHANNEL_FACTOR, shown=shown, known=known)


def _turned(shown: Mapping[float | str, str]) -> Iterable[tuple[str, float | str]]:
    return ((words, key) for key, words in shown.items())


def _of_tiers(factor: Factor, tiers: Sequence[Tier]) -> Comparable:
    """Return the tiers: read in either language, and by their rank."""
    names = [(each.name_in(code), float(each.rank)) for code in LANGUAGE_NAMES for each in tiers]
    ranks = [(as_typed(each.rank), float(each.rank)) for each in tiers]
    shown: dict[float | str, str] = {float(each.rank): each.name_in(language()) for each in tiers}
    return Comparable(factor, shown=shown, known=_folded([*ranks, *names]))


def _folded(named: Iterable[tuple[str, float | str]]) -> dict[str, float | str]:
    return {name.casefold(): value for name, value in named}
