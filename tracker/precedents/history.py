"""A history of decisions in the neutral format: a folder of CSV and JSON files, read into facts.

`situations.json`, `policies.json`, `agents.csv` and `decisions.csv` are read; anything else is left alone.
Decisions without a situation, and with one that their words contradict, are put where their words belong.
"""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracker.precedents.rules import conditions, policies, wording
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.policies import RuleFacts, VersionFacts, Zone
from tracker.precedents.rules.situations import TIER, VOLUME, Factor, FactorKind, Facts, SituationFacts
from tracker.precedents.rules.wording import Vocabulary

ROLES = {"lead": "manager"}
"""What other systems call our roles."""
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class History:
    """What was read. Decisions, agents and teams are numbered; `names`, `agents` and `teams` tell them by number."""

    situations: dict[str, SituationFacts]
    versions: dict[str, list[VersionFacts]]
    cases: list[Case]
    names: list[str]
    agents: list[str]
    teams: list[str]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers under which names are known here."""

    decisions: dict[str, int]
    agents: dict[str, int]
    teams: dict[str, int]
    customers: dict[str, int]
    roles: dict[str, str]


def read(folder: Path) -> History:
    """Read a history. Raises OSError for a file that is not there, ValueError and KeyError for what is no history."""
    situations = _situations(json.loads((folder / "situations.json").read_text(encoding="utf-8")))
    versions = _versions(json.loads((folder / "policies.json").read_text(encoding="utf-8")))
    agents = _rows(folder / "agents.csv")
    rows = sorted(_rows(folder / "decisions.csv"), key=lambda row: row["ts"])
    numbers = _numbers(rows, agents)
    keys = _keys(rows, situations)
    placed = zip(rows, keys, strict=True)
    cases = [_case(row, situations[key], versions.get(key, []), numbers) for row, key in placed if key is not None]
    return History(situations, versions, cases, list(numbers.decisions), list(numbers.agents), list(numbers.teams))


def _rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _situations(written: Sequence[dict[str, Any]]) -> dict[str, SituationFacts]:
    return {each["key"]: _situation(each) for each in written}


def _situation(written: dict[str, Any]) -> SituationFacts:
    return SituationFacts(
        key=written["key"],
        factors=tuple(_factor(each) for each in written["factors"]),
        customer_fields=tuple(written["customer_dims"]),
        amount_basis=written["amount_basis"],
    )


def _factor(written: dict[str, Any]) -> Factor:
    return Factor(name=written["name"], kind=FactorKind(written["kind"]), direction=int(written["direction"]))


def _versions(written: Sequence[dict[str, Any]]) -> dict[str, list[VersionFacts]]:
    found: dict[str, list[VersionFacts]] = {}
    for each in written:
        found.setdefault(each["situation_key"], []).append(_version(each))
    return found


def _version(written: dict[str, Any]) -> VersionFacts:
    rule = _rule(written["rule"])
    until = written.get("valid_to")
    return VersionFacts(
        rule=rule,
        rule_id=policies.fingerprint(rule),
        valid_from=_moment(written["valid_from"]),
        valid_to=_moment(until) if until else None,
    )


def _rule(written: dict[str, Any]) -> RuleFacts:
    band = written.get("amount_band")
    authority = written.get("authority") or {}
    return RuleFacts(
        entitled=conditions.from_json(written.get("entitled")),
        prohibited=conditions.from_json(written.get("prohibited")),
        band=(float(band[0]), float(band[1])) if band else None,
        authority={_role(role): float(most) for role, most in authority.items()},
    )


def _role(name: str) -> str:
    return ROLES.get(name, name)


def _moment(text: str) -> datetime:
    """Return the moment; a history without zones is taken as UTC, for only its order and distances matter."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _numbers(rows: Sequence[Row], agents: Sequence[Row]) -> _Numbers:
    return _Numbers(
        decisions=_numbered(row["decision_id"] for row in rows),
        agents=_numbered([*(each["agent_id"] for each in agents), *(row["agent_id"] for row in rows)]),
        teams=_numbered(row["team_id"] for row in rows),
        customers=_numbered(row["customer_id"] for row in rows),
        roles={each["agent_id"]: _role(each["role"]) for each in agents},
    )


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _keys(rows: Sequence[Row], situations: Mapping[str, SituationFacts]) -> list[str | None]:
    """Return the situation of every decision, by its key or, where that is absent or doubtful, by its words."""
    vocabulary, said = Vocabulary(), [wording.runs(row["text"]) for row in rows]
    for row, runs in zip(rows, said, strict=True):
        if row["situation_key"] in situations:
            vocabulary.learn(row["situation_key"], runs)
    by_length: dict[int, list[str]] = {}
    for key, situation in situations.items():
        by_length.setdefault(len(situation.factors), []).append(key)
    return [
        _key(row, vocabulary, runs, by_length.get(len(json.loads(row["factors"])), []))
        for row, runs in zip(rows, said, strict=True)
    ]


def _key(row: Row, vocabulary: Vocabulary, runs: frozenset[str], fitting: Sequence[str]) -> str | None:
    """Return where a decision belongs. A key whose situation asks for other factors cannot be right."""
    recorded = row["situation_key"]
    own = recorded if vocabulary.texts[recorded] else None
    chances = vocabulary.chances(runs, fitting, own)
    if recorded not in fitting:
        return next(iter(wording.suggestions(chances, 1)), None)
    return wording.questioned(recorded, chances) or recorded


def _case(row: Row, situation: SituationFacts, versions: Sequence[VersionFacts], numbers: _Numbers) -> Case:
    facts, at = _facts(row, situation), _moment(row["ts"])
    version = next((each for each in versions if each.is_in_force(at)), None)
    return Case(
        id=numbers.decisions[row["decision_id"]],
        situation=situation.key,
        rule_id=version.rule_id if version else "",
        zone=policies.zone(version.rule, facts) if version else Zone.DISCRETION,
        decided_at=at,
        outcome=Outcome(row["outcome"]),
        facts=facts,
        agent_id=numbers.agents[row["agent_id"]],
        team_id=numbers.teams[row["team_id"]],
        customer_id=numbers.customers[row["customer_id"]] if row["customer_id"] else None,
        role=numbers.roles.get(row["agent_id"], "agent"),
        amount=_number(row["amount_granted"]),
        approver_role=numbers.roles.get(row["approved_by"], "agent") if row["approved_by"] else None,
        is_reasoned=bool(row["reason_code"]),
        is_one_off=row["one_off"] == "1",
        corrects=numbers.decisions.get(row["revises"]),
    )


def _facts(row: Row, situation: SituationFacts) -> Facts:
    given = json.loads(row["factors"])
    named = zip(situation.factors, given, strict=True)
    facts: dict[str, float | str | None] = {factor.name: conditions.value_of(value) for factor, value in named}
    return facts | {TIER: _number(row["tier_rank"]), VOLUME: _number(row["annual_volume"])}


def _number(text: str) -> float | None:
    return float(text) if text else None
