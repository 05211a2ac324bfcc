"""Measures, each beside its sum."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.metrics import (
    auc,
    bootstrap_interval,
    coverage_at_precision,
    expected_calibration_error,
    hit_at,
    mrr_at,
    ndcg_at,
)

RANKS = np.array([1, 3, 0, 2, 11])


def test_hit_at() -> None:
    """Ranks 1, 3, none, 2, 11."""
    assert hit_at(RANKS, 1) == 1 / 5
    assert hit_at(RANKS, 3) == 3 / 5
    assert hit_at(np.array([], dtype=np.int64), 1) == 0.0


def test_mrr_at() -> None:
    """Nothing counts beyond the tenth place."""
    assert mrr_at(RANKS) == pytest.approx((1 + 1 / 3 + 0 + 1 / 2 + 0) / 5)


def test_ndcg_at() -> None:
    """Second place of one; first and third of two."""
    second_of_one = 1 / math.log2(3)
    first_and_third_of_two = (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    assert ndcg_at([[0, 1], [1, 0, 1]], [1, 2]) == pytest.approx(
        (second_of_one + first_and_third_of_two) / 2
    )


def test_expected_calibration_error() -> None:
    """Two bins: .9 said and half right, .3 said and never right."""
    confidence = np.array([0.9, 0.9, 0.3, 0.3])
    right = np.array([True, False, False, False])
    assert expected_calibration_error(confidence, right) == pytest.approx(
        0.5 * abs(0.9 - 0.5) + 0.5 * abs(0.3 - 0.0)
    )


def test_coverage_at_precision() -> None:
    """The first three are right, the fourth is not, the fifth is again."""
    confidence = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    right = np.array([True, True, True, False, True])
    assert coverage_at_precision(confidence, right, precision=0.95) == 3 / 5
    assert coverage_at_precision(confidence, right, precision=0.80) == 5 / 5
    assert coverage_at_precision(confidence, ~right, precision=0.95) == 0.0


def test_equal_confidences_are_answered_together() -> None:
    """A tie cannot be cut in two."""
    assert coverage_at_precision(np.array([0.9, 0.9]), np.array([True, False])) == 0.0


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=12),
    st.lists(st.integers(0, 5), min_size=1, max_size=12),
)
def test_auc_counts_pairs(positive: list[int], negative: list[int]) -> None:
    """Equal to counting every pair, ties half."""
    pairs = [(p > n) + 0.5 * (p == n) for p in positive for n in negative]
    assert auc(np.array(positive, float), np.array(negative, float)) == pytest.approx(
        sum(pairs) / len(pairs)
    )


def test_bootstrap_is_repeatable_and_holds_the_mean() -> None:
    """Equal seeds, equal intervals."""
    values = np.array([0.0, 1.0] * 50)
    low, high = bootstrap_interval(values, seed=3)
    assert (low, high) == bootstrap_interval(values, seed=3)
    assert low < 0.5 < high
