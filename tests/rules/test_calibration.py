"""Predicted rates are compared with what became of the promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.promises.measures import Share
from tracker.reports.rules.calibration import Prediction, brier_score, calibration_error, reliability

predictions = st.lists(st.builds(Prediction, st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def test_who_is_certain_and_right_scores_nothing_and_who_guesses_a_quarter():
    assert brier_score([Prediction(1.0, True), Prediction(0.0, False)]) == 0
    assert brier_score([Prediction(0.5, True), Prediction(0.5, False)]) == 0.25


def test_predictions_are_laid_beside_what_came_true():
    told = [Prediction(0.72, True), Prediction(0.78, False), Prediction(1.0, True), Prediction(0.1, False)]

    low, middle, high = reliability(told)

    assert (low.expected, low.kept) == (0.1, Share(0, 1))
    assert middle.expected == pytest.approx(0.75)
    assert middle.kept == Share(1, 2)
    assert (high.expected, high.kept) == (1.0, Share(1, 1))
    assert calibration_error(told) == pytest.approx((0.1 + 2 * 0.25) / 4)


@given(predictions)
def test_every_prediction_is_in_one_bin_and_no_error_is_larger_than_one(told: list[Prediction]):
    bins = reliability(told)

    assert sum(each.kept.whole for each in bins) == len(told)
    assert [each.expected for each in bins] == sorted(each.expected for each in bins)
    assert 0 <= calibration_error(told) <= 1
    assert 0 <= brier_score(told) <= 1


def test_a_bin_is_calibrated_when_chance_explains_the_difference():
    told = [Prediction(0.85, number < 80) for number in range(100)]
    [found] = reliability(told)
    [off] = reliability([Prediction(0.85, number < 50) for number in range(100)])

    assert found.is_calibrated
    assert not off.is_calibrated
