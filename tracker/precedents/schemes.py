"""Situations and policies of a history from elsewhere, read from what was written about them into facts."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracker.precedents.files import items, named, number
from tracker.precedents.rules import conditions, policies
from tracker.precedents.rules.policies import RuleFacts, VersionFacts
from tracker.precedents.rules.situations import (
    CUSTOMER_FIELDS,
    TIER,
    Factor,
    FactorKind,
    SituationFacts,
    Tolerance,
    ToleranceKind,
)

WINDOW_DAYS = 365
MOST_DAYS = 3650
ROLES = {"lead": "manager"}
"""What other systems call our roles."""


def situations_in(file: Path) -> dict[str, SituationFacts]:
    """Return the situations that a file holds, by key. Raises Unreadable."""
    found: dict[str, SituationFacts] = {}
    for each in items(file):
        with named(f"{file.name}, {each.get('key')}"):
            found[each["key"]] = _situation(each)
    return found


def _situation(written: dict[str, Any]) -> SituationFacts:
    of_customer = tuple(written.get("customer_dims", (TIER,)))
    strange = set(of_customer) - set(CUSTOMER_FIELDS)
    if strange:
        raise ValueError(f"nothing that is known of customers: {', '.join(sorted(strange))}")
    basis = written.get("amount_basis")
    return SituationFacts(
        key=_name(written["key"]),
        factors=tuple(_factor(each) for each in written["factors"]),
        customer_fields=of_customer,
        amount_basis=None if basis is None else _name(basis),
        window_days=_days(written.get("window_days")),
    )


def _days(given: object) -> int:
    if given is None:
        return WINDOW_DAYS
    days = number(given)
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"no window of days: {given!r}")
    return int(days)


def _factor(written: dict[str, Any]) -> Factor:
    return Factor(
        name=_name(written["name"]),
        kind=FactorKind(written["kind"]),
        direction=_direction(written["direction"]),
        material=_truth(written.get("material", True)),
        tolerance=_tolerance(written.get("tol")),
    )


def _name(written: object) -> str:
    if not isinstance(written, str) or not written:
        raise ValueError(f"no name: {written!r}")
    return written


def _truth(written: object) -> bool:
    if not isinstance(written, bool):
        raise ValueError(f"neither true nor false: {written!r}")  # noqa: TRY004 - it was read from a file
    return written


def _tolerance(written: Any) -> Tolerance | None:
    if written is None:
        return None
    if not isinstance(written, list) or len(written) != 2 or number(written[1]) <= 0:  # noqa: PLR2004 - kind, amount
        raise ValueError(f"no tolerance: {written!r}")
    return Tolerance(kind=ToleranceKind(written[0]), amount=number(written[1]))


def _direction(written: object) -> int:
    if written not in {-1, 0, 1}:
        raise ValueError(f"no direction: {written!r}")
    return int(str(written))


def versions_in(file: Path) -> dict[str, list[VersionFacts]]:
    """Return the versions of policies that a file holds, by situation. Raises Unreadable."""
    found: dict[str, list[VersionFacts]] = {}
    for each in items(file):
        with named(f"{file.name}, {each.get('policy_id')}"):
            found.setdefault(each["situation_key"], []).append(_version(each))
    return found


def _version(written: dict[str, Any]) -> VersionFacts:
    rule = _rule(written["rule"])
    for term in rule.terms:
        if not isinstance(term.value, str):
            number(term.value)
    until = written.get("valid_to")
    return VersionFacts(
        rule=rule,
        rule_id=policies.fingerprint(rule),
        valid_from=moment_of(written["valid_from"]),
        valid_to=moment_of(until) if until else None,
    )


def _rule(written: dict[str, Any]) -> RuleFacts:
    authority = written.get("authority") or {}
    return RuleFacts(
        entitled=conditions.from_json(written.get("entitled")),
        prohibited=conditions.from_json(written.get("prohibited")),
        band=_band(written.get("amount_band")),
        authority={role_of(role): number(most) for role, most in authority.items()},
    )


def _band(written: Any) -> tuple[float, float] | None:
    if not written:
        return None
    if not isinstance(written, list) or len(written) != 2:  # noqa: PLR2004 - its two ends
        raise ValueError(f"no band of amounts: {written!r}")
    return number(written[0]), number(written[1])


def role_of(name: str) -> str:
    """Return what we call a role."""
    return ROLES.get(name, name)


def moment_of(text: str) -> datetime:
    """Return the moment; a history without zones is taken as UTC, for only its order and distances matter."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
