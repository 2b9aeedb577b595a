"""How factors, rules, facts and scales are written down: JSON that people can still read in ten years."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from tracker.precedents.rules import conditions
from tracker.precedents.rules.likeness import Scale
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.situations import Factor, FactorKind, Facts, Tolerance, ToleranceKind

KNOWN = 256
"""So many texts are read once for many requests: those of the situations and policies there are."""


def written(value: object) -> str:
    """Return the JSON of a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def factors_to_json(factors: Iterable[Factor]) -> str:
    """Return the factors as they are stored, in order."""
    return written([_factor_to_json(each) for each in factors])


@lru_cache(maxsize=KNOWN)
def factors_from_json(text: str) -> tuple[Factor, ...]:
    """Return the factors that are stored."""
    return tuple(_factor(each) for each in json.loads(text))


def rule_to_json(rule: RuleFacts) -> str:
    """Return a rule as it is stored."""
    return written(
        {
            "entitled": conditions.to_json(rule.entitled),
            "prohibited": conditions.to_json(rule.prohibited),
            "amount_band": list(rule.band) if rule.band else None,
            "authority": rule.authority,
            "exception_approver": rule.approver,
            "expires_after_days": rule.expires_after_days,
        }
    )


@lru_cache(maxsize=KNOWN)
def rule_from_json(text: str) -> RuleFacts:
    """Return the rule that is stored."""
    given = json.loads(text)
    band = given["amount_band"]
    return RuleFacts(
        entitled=conditions.from_json(given["entitled"]),
        prohibited=conditions.from_json(given["prohibited"]),
        band=(band[0], band[1]) if band else None,
        authority=given["authority"],
        approver=given["exception_approver"],
        expires_after_days=given["expires_after_days"],
    )


def facts_from_json(text: str) -> Facts:
    """Return the facts that are stored."""
    facts: Facts = json.loads(text)
    return facts


def all_facts_from_json(texts: Sequence[str]) -> list[Facts]:
    """Return the facts that are stored of many cases, read in one go."""
    found: list[Facts] = json.loads(f"[{','.join(texts)}]")
    return found


def scales_to_json(scales: Mapping[str, Scale]) -> str:
    """Return the scales of numbers as they are stored."""
    return written({name: scale.points for name, scale in scales.items()})


def scales_from_json(text: str) -> dict[str, Scale]:
    """Return the scales that are stored."""
    return {name: Scale(tuple(points)) for name, points in json.loads(text).items()}


def _factor_to_json(factor: Factor) -> dict[str, object]:
    tolerance = factor.tolerance
    return {
        "name": factor.name,
        "kind": factor.kind.value,
        "direction": factor.direction,
        "material": factor.material,
        "tol": [tolerance.kind.value, tolerance.amount] if tolerance else None,
        "unit": factor.unit,
        "label_de": factor.label_de,
        "label_en": factor.label_en,
        "options": list(factor.options),
        **{name: True for name in ("signed", "retired") if getattr(factor, name)},
    }


def _factor(given: Mapping[str, Any]) -> Factor:
    tolerance = given["tol"]
    return Factor(
        name=given["name"],
        kind=FactorKind(given["kind"]),
        direction=given["direction"],
        material=given["material"],
        tolerance=Tolerance(kind=ToleranceKind(tolerance[0]), amount=tolerance[1]) if tolerance else None,
        unit=given["unit"],
        label_de=given["label_de"],
        label_en=given["label_en"],
        options=tuple(given["options"]),
        signed=given.get("signed", False),
        retired=given.get("retired", False),
    )
