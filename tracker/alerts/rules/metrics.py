"""Figures in the text format that Prometheus reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.alerts.rules.health import Condition, Health

PREFIX = "promise_tracker"


class Count(NamedTuple):
    """How many there are in a state, or ended in one, on one channel."""

    channel: str
    state: str
    many: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that is told, as the database knows it at one moment."""

    health: Health
    due_alerts: int
    unplanned_promises: int
    deliveries: Sequence[Count]
    attempts: Sequence[Count]


class Sample(NamedTuple):
    """One value, with the labels that tell it from its siblings."""

    value: float
    labels: dict[str, str] = {}  # noqa: RUF012 - never changed


def exposition(figures: Figures) -> str:
    """Return the figures as text."""
    return "".join(_lines(figures))


def _lines(figures: Figures) -> Iterator[str]:
    health = figures.health
    yield from _gauge("alerts_lag_seconds", "How far the workers are behind.", health.lag.total_seconds())
    oldest = health.oldest_unsent.total_seconds()
    yield from _gauge("alerts_oldest_unsent_seconds", "How long the oldest unsent message has been due.", oldest)
    yield from _gauge("alerts_due", "Planned alerts whose moment has come.", figures.due_alerts)
    yield from _gauge("promises_unplanned", "Promises that wait to be planned.", figures.unplanned_promises)
    yield from _gauge("workers", "Workers that have not signed off.", health.workers)
    if health.heartbeat is not None:
        beaten = health.heartbeat.total_seconds()
        yield from _gauge("worker_heartbeat_age_seconds", "Since the last sign of life of any worker.", beaten)
    conditions = [Sample(float(each is health.condition), {"condition": each.value}) for each in Condition]
    yield from _gauges("alerts_condition", "1 for what is the case, see /healthz/alerts.", conditions)
    yield from _gauge("clock_jump_seconds", "By how much a clock was set within the last hour.", health.jump_s)
    behind = health.behind.total_seconds()
    yield from _gauge("clock_behind_seconds", "How far this clock is behind what workers saw.", behind)
    unsettled = [Sample(each.many, {"channel": each.channel, "state": each.state}) for each in figures.deliveries]
    yield from _gauges("deliveries", "Deliveries that are not settled, and those given up (dead).", unsettled)
    tried = [Sample(each.many, {"channel": each.channel, "outcome": each.state}) for each in figures.attempts]
    yield from _gauges("recent_attempts", "How attempts to deliver ended, within the last five minutes.", tried)


def _gauge(name: str, meaning: str, value: float) -> Iterator[str]:
    return _gauges(name, meaning, [Sample(value)])


def _gauges(name: str, meaning: str, samples: Sequence[Sample]) -> Iterator[str]:
    yield f"# HELP {PREFIX}_{name} {meaning}\n# TYPE {PREFIX}_{name} gauge\n"
    for sample in samples:
        labels = ",".join(f'{label}="{_escaped(text)}"' for label, text in sample.labels.items())
        yield f"{PREFIX}_{name}{{{labels}}} {sample.value:g}\n" if labels else f"{PREFIX}_{name} {sample.value:g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
