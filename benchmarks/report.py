"""Printing figures, each beside the limit that was named for it."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ParamSpec

P = ParamSpec("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One result: a number, at most (or with `is_floor` at least) as large as its limit."""

    database: str
    what: str
    value: float
    unit: str
    limit: float
    how: str = ""
    is_floor: bool = False

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.value >= self.limit if self.is_floor else self.value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.is_floor else "≤"
        verdict = "ok" if self.holds else "MISSED"
        value = f"{self.value:,.2f} {self.unit}" if self.value < LARGE else f"{self.value:,.0f} {self.unit}"
        return f"{self.database:<11}{self.what:<34}{value:>14}  {sign} {self.limit:<8,g}{verdict:<8}{self.how}"


LARGE = 100


def heading(text: str) -> None:
    """Print what is measured next."""
    print(f"\n{text}", flush=True)


def show(figure: Figure) -> Figure:
    """Print a figure as soon as it is known."""
    print(figure, flush=True)
    return figure


def timed(act: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    """Return how many milliseconds something took."""
    began = time.perf_counter()
    act(*args, **kwargs)
    return (time.perf_counter() - began) * 1000


def median(times: Sequence[float]) -> float:
    """Return the median of several runs."""
    return statistics.median(times)


def percentile(times: Sequence[float], share: float) -> float:
    """Return the value that this share of the runs does not exceed."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]
