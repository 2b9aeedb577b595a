"""Conditions of policies: what must be so of a case, with a third answer where a fact is missing."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tracker.kernel.folding import fold
from tracker.precedents.rules.situations import REGION, Facts


class Comparison(StrEnum):
    """How a field is held against a value."""

    AT_MOST = "<="
    LESS = "<"
    AT_LEAST = ">="
    MORE = ">"
    EQUAL = "=="
    UNEQUAL = "!="


ORDERED: dict[Comparison, Callable[[float, float], bool]] = {
    Comparison.AT_MOST: operator.le,
    Comparison.LESS: operator.lt,
    Comparison.AT_LEAST: operator.ge,
    Comparison.MORE: operator.gt,
}


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison of a field of the case with a value."""

    field: str
    comparison: Comparison
    value: float | str

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is so; None where the fact is missing."""
        given = facts.get(self.field)
        return None if given is None else self._compare(given)

    def _compare(self, given: float | str) -> bool:
        if self.comparison is Comparison.EQUAL:
            return self._is_same(given)
        if self.comparison is Comparison.UNEQUAL:
            return not self._is_same(given)
        if isinstance(given, str) or isinstance(self.value, str):
            return False
        return ORDERED[self.comparison](given, self.value)

    def _is_same(self, given: float | str) -> bool:
        """Whether both are the same; regions, which people type freely, however they are written."""
        if self.field == REGION and isinstance(given, str) and isinstance(self.value, str):
            return fold(given) == fold(self.value)
        return given == self.value


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold. Of no parts, everything is so."""

    parts: tuple["Condition", ...]

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is so; None where a missing fact decides."""
        answers = [part.holds(facts) for part in self.parts]
        return False if False in answers else None if None in answers else True


@dataclass(frozen=True, slots=True)
class Any:
    """One part is enough. Of no parts, nothing is."""

    parts: tuple["Condition", ...]

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is so; None where a missing fact decides."""
        answers = [part.holds(facts) for part in self.parts]
        return True if True in answers else None if None in answers else False


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: "Condition"

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is so; None where a missing fact decides."""
        answer = self.part.holds(facts)
        return None if answer is None else not answer


Condition = Term | All | Any | Not


def terms(condition: Condition) -> tuple[Term, ...]:
    """Return the comparisons of a condition, in order."""
    if isinstance(condition, Term):
        return (condition,)
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return tuple(term for part in parts for term in terms(part))


def missing(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """Return the fields that the condition asks for and the case does not know, each once."""
    unknown = (term.field for term in terms(condition) if term.holds(facts) is None)
    return tuple(dict.fromkeys(unknown))


def from_json(written: object) -> Condition | None:
    """Return the condition that is written as `all`, `any`, `not` or `c`; None for none. Raises ValueError."""
    if written is None:
        return None
    if not isinstance(written, dict) or len(written) != 1:
        raise ValueError(f"no condition: {written!r}")
    [(word, inner)] = written.items()
    return _by_word(word, inner)


def _by_word(word: str, inner: object) -> Condition:
    if word == "not":
        return Not(_required(inner))
    if not isinstance(inner, list):
        raise ValueError(f"no list of conditions: {inner!r}")  # noqa: TRY004 - it was read from a file
    if word == "c":
        return _term(inner)
    if word not in {"all", "any"}:
        raise ValueError(f"no condition: {word!r}")
    parts = tuple(_required(part) for part in inner)
    return All(parts) if word == "all" else Any(parts)


def _required(written: object) -> Condition:
    condition = from_json(written)
    if condition is None:
        raise ValueError("a condition is missing")
    return condition


def _term(written: list[object]) -> Term:
    if len(written) != 3 or not isinstance(written[2], int | float | str):  # noqa: PLR2004 - field, comparison, value
        raise ValueError(f"no comparison: {written!r}")
    field, comparison, value = str(written[0]), Comparison(str(written[1])), written[2]
    return Term(field, comparison, value if isinstance(value, str) else float(value))


def simplified(condition: Condition | None) -> Condition | None:
    """Return the condition without joints of a single part, which say nothing."""
    if condition is None or isinstance(condition, Term | Not):
        return condition
    parts = tuple(simple for part in condition.parts if (simple := simplified(part)) is not None)
    return parts[0] if len(parts) == 1 else type(condition)(parts)


def to_json(condition: Condition | None) -> object:
    """Return the condition as it is stored, the reverse of `from_json`."""
    if condition is None:
        return None
    if isinstance(condition, Term):
        return {"c": [condition.field, condition.comparison.value, condition.value]}
    if isinstance(condition, Not):
        return {"not": to_json(condition.part)}
    word = "all" if isinstance(condition, All) else "any"
    return {word: [to_json(part) for part in condition.parts]}
