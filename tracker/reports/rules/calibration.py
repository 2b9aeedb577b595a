"""Whether predicted rates come true: the Brier score, and predictions beside what became of them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from tracker.promises.measures import Share

BINS = 10
"""Predictions are laid into bins of a tenth each."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The rate that was expected of a promise before it was known whether it is kept."""

    expected: float
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about the same rate: the mean of what was expected, and what came true."""

    expected: float
    kept: Share

    @property
    def is_calibrated(self) -> bool:
        """Whether chance alone explains the difference: what was expected lies in the 95 % interval."""
        low, high = self.kept.interval or (0.0, 1.0)
        return low <= self.expected <= high


def brier_score(predictions: Iterable[Prediction]) -> float:
    """Return the mean squared distance between expected rates and what happened: 0 is perfect, guessing 1/2 gives 0.25.

    Formula: Brier, Monthly Weather Review 78 (1950), page 1, for two outcomes. Raises StatisticsError for none.
    """
    return fmean((each.expected - each.is_kept) ** 2 for each in predictions)


def reliability(predictions: Sequence[Prediction]) -> list[Bin]:
    """Return the bins in which there are predictions, from the lowest rate to the highest."""
    ordered = sorted(predictions, key=lambda each: each.expected)
    return [_bin(list(group)) for _, group in groupby(ordered, key=_bin_number)]


def calibration_error(predictions: Sequence[Prediction]) -> float:
    """Return by how much expected rates are off on average: the mean distance of the bins, each by its size."""
    bins = reliability(predictions)
    off = sum(abs(each.expected - (each.kept.rate or 0.0)) * each.kept.whole for each in bins)
    return off / len(predictions)


def _bin_number(prediction: Prediction) -> int:
    return min(int(prediction.expected * BINS), BINS - 1)


def _bin(group: Sequence[Prediction]) -> Bin:
    return Bin(fmean(each.expected for each in group), Share(sum(each.is_kept for each in group), len(group)))
