"""A history of decisions in the neutral format: a folder of CSV and JSON files, read into facts.

`situations.json`, `policies.json`, `agents.csv` and `decisions.csv` are read; anything else is left alone.
Decisions without a situation, and with one that their words contradict, are put where their words belong.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.precedents.files import Row, from_json, named, named_once, number, rows
from tracker.precedents.rules import policies, wording
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.policies import VersionFacts, Zone
from tracker.precedents.rules.situations import (
    CHANNEL,
    TIER,
    VOLUME,
    Factor,
    FactorKind,
    Facts,
    SituationFacts,
    Value,
)
from tracker.precedents.rules.wording import Vocabulary
from tracker.precedents.schemes import moment_of, role_of, situations_in, versions_in

OF_AGENTS = ("agent_id", "role")
OF_DECISIONS = (
    *("decision_id", "ts", "agent_id", "team_id", "customer_id", TIER, VOLUME, "situation_key", "text", "factors"),
    *("outcome", "amount_granted", "approved_by", "reason_code", "one_off", "revises"),
)
YEARS = range(1900, 2200)


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
class _Told:
    """A row of decisions, with what had to be known of it before its turn."""

    row: Row
    at: datetime
    given: Sequence[Value]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers under which names are known here."""

    decisions: dict[str, int]
    agents: dict[str, int]
    teams: dict[str, int]
    customers: dict[str, int]
    roles: dict[str, str]


def read(folder: Path) -> History:
    """Read a history. Raises Unreadable."""
    situations = situations_in(folder / "situations.json")
    versions = versions_in(folder / "policies.json")
    agents = rows(folder / "agents.csv", OF_AGENTS)
    file = folder / "decisions.csv"
    decided = named_once(file, rows(file, OF_DECISIONS), OF_DECISIONS[0])
    told = sorted((_told(file, row) for row in decided), key=lambda each: each.at)
    numbers = _numbers([each.row for each in told], agents)
    cases: list[Case] = []
    for each, key in zip(told, _keys(told, situations), strict=True):
        if key is not None:
            with _deciding(file, each.row):
                cases.append(_case(each, situations[key], versions.get(key, []), numbers))
    return History(situations, versions, cases, list(numbers.decisions), list(numbers.agents), list(numbers.teams))


def _deciding(file: Path, row: Row) -> AbstractContextManager[None]:
    return named(f"{file.name}, decision {row['decision_id']}")


def _told(file: Path, row: Row) -> _Told:
    with _deciding(file, row):
        given = from_json(row["factors"])
        if not isinstance(given, list):
            raise ValueError(f"no list of factors: {row['factors']}")  # noqa: TRY004 - it was read from a file
        return _Told(row, _decided_at(row["ts"]), given)


def _decided_at(text: str) -> datetime:
    """Return the moment of a decision; years that only stand for "always" or "never" are refused."""
    moment = moment_of(text)
    if moment.year not in YEARS:
        raise ValueError(f"nothing was decided in the year {moment.year}")
    return moment


def _numbers(decided: Sequence[Row], agents: Sequence[Row]) -> _Numbers:
    return _Numbers(
        decisions=_numbered(row["decision_id"] for row in decided),
        agents=_numbered([*(each["agent_id"] for each in agents), *(row["agent_id"] for row in decided)]),
        teams=_numbered(row["team_id"] for row in decided),
        customers=_numbered(row["customer_id"] for row in decided),
        roles={each["agent_id"]: role_of(each["role"]) for each in agents},
    )


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _keys(told: Sequence[_Told], situations: Mapping[str, SituationFacts]) -> list[str | None]:
    """Return the situation of every decision, by its key or, where that is absent or doubtful, by its words."""
    vocabulary, said = Vocabulary(), [wording.runs(each.row["text"]) for each in told]
    for each, runs in zip(told, said, strict=True):
        if each.row["situation_key"] in situations:
            vocabulary.learn(each.row["situation_key"], runs)
    by_length: dict[int, list[str]] = {}
    for key, situation in situations.items():
        by_length.setdefault(len(situation.factors), []).append(key)
    return [
        _key(each.row["situation_key"], vocabulary, runs, by_length.get(len(each.given), []))
        for each, runs in zip(told, said, strict=True)
    ]


def _key(recorded: str, vocabulary: Vocabulary, runs: frozenset[str], fitting: Sequence[str]) -> str | None:
    """Return where a decision belongs. A key whose situation asks for other factors cannot be right."""
    if fitting == [recorded]:
        return recorded
    own = recorded if vocabulary.texts[recorded] else None
    chances = vocabulary.chances(runs, fitting, own)
    if recorded not in fitting:
        return next(iter(wording.suggestions(chances, 1)), None)
    return wording.questioned(recorded, chances) or recorded


def _case(told: _Told, situation: SituationFacts, versions: Sequence[VersionFacts], numbers: _Numbers) -> Case:
    row, facts = told.row, _facts(told, situation)
    version = policies.in_force_at(versions, told.at)
    return Case(
        id=numbers.decisions[row["decision_id"]],
        situation=situation.key,
        rule_id=version.rule_id if version else "",
        zone=policies.zone(version.rule, facts) if version else Zone.DISCRETION,
        decided_at=told.at,
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


def _facts(told: _Told, situation: SituationFacts) -> Facts:
    named_values = zip(situation.factors, told.given, strict=True)
    facts = {factor.name: _value(factor, value) for factor, value in named_values}
    how = {CHANNEL: told.row.get(CHANNEL) or None}
    return how | facts | {TIER: _number(told.row[TIER]), VOLUME: _number(told.row[VOLUME])}


def _value(factor: Factor, given: Value) -> Value:
    is_fitting = isinstance(given, str) if factor.kind is FactorKind.ENUM else isinstance(given, int | float)
    if given is not None and not is_fitting:
        raise ValueError(f"{factor.name} is {given!r}")
    return given if given is None or isinstance(given, str) else number(given)


def _number(text: str) -> float | None:
    return number(text) if text else None
