"""Confidence: shares that sum to one, doubt that grows, verdicts by their thresholds."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.calibrate import fit_probability, shares, verdict
from matcher.errors import BadWeights
from matcher.features import FEATURES
from matcher.fusion import Weights, default_document, parts, read_weights

WEIGHTS = Weights(
    name="hand",
    features={"grams": 2.0, "denied": -1.0},
    sharpness=1.0,
    fit={"intercept": -1.0, "score": 0.5, "grams": 1.0},
    match_at=0.7,
    none_below=0.2,
)
SCORES = st.lists(st.floats(-50, 50), min_size=1, max_size=8)


def test_shares_by_hand() -> None:
    """E to e to 1."""
    total = math.e + math.e + 1
    assert shares([1.0, 1.0, 0.0], sharpness=1.0) == pytest.approx(
        [math.e / total, math.e / total, 1 / total]
    )
    assert len(shares([], sharpness=1.0)) == 0


@given(SCORES, st.floats(0.1, 5))
def test_shares_are_a_distribution_in_the_order_of_scores(
    scores: list[float], sharpness: float
) -> None:
    """Non-negative, summing to one, the best score with the largest share."""
    found = shares(scores, sharpness=sharpness)
    assert found.sum() == pytest.approx(1.0)
    assert found.min() >= 0.0
    assert found[scores.index(max(scores))] == found.max()


def test_fit_by_hand() -> None:
    """-1 + 0.5 x 4 + 1 x 0.5 = 1.5; what has no factor or is not told counts nothing."""
    got = fit_probability({"score": 4.0, "grams": 0.5, "words": 9.0}, weights=WEIGHTS)
    assert got == pytest.approx(1 / (1 + math.exp(-1.5)))
    assert fit_probability({}, weights=WEIGHTS) == pytest.approx(1 / (1 + math.e))


@pytest.mark.parametrize(
    ("fit", "first", "expected"),
    [
        (0.1, 0.9, "none"),
        (0.2, 0.1, "uncertain"),
        (0.9, 0.69, "uncertain"),
        (0.9, 0.7, "match"),
    ],
)
def test_verdict(fit: float, first: float, expected: str) -> None:
    """Doubt about any fit comes first, then the confidence of the first."""
    assert verdict(fit, first, weights=WEIGHTS) == expected


def test_parts_by_hand() -> None:
    """2 x 0.25 and -1 x 0.5 in their own columns; features without a weight add nothing."""
    told = [{"denied": 0.5, "words": 1.0, "grams": 0.25}, {"words": 1.0}]
    values = np.array([[row.get(name, 0.0) for name in FEATURES] for row in told])
    got = parts(values, weights=WEIGHTS)
    assert dict(zip(FEATURES, got[0].tolist(), strict=True)) == dict.fromkeys(FEATURES, 0.0) | {
        "grams": 0.5,
        "denied": -0.5,
    }
    assert not got[1].any()
    assert not np.signbit(got[1]).any()


def test_parts_of_no_entries() -> None:
    """No rows in, no rows out."""
    assert parts(np.zeros((0, len(FEATURES))), weights=WEIGHTS).shape == (0, len(FEATURES))


def test_shipped_weights_can_be_read_in_both_modes() -> None:
    """No feature counts the wrong way round."""
    for mode in ("full", "keyword_only", "plain"):
        weights = read_weights(default_document(), mode)
        assert min(weights.features.values()) >= 0
        assert 0 < weights.none_below < 1
        assert 0 < weights.match_at <= 1
        assert replace(weights, name="x") != weights


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "other"}, "other"),
        ({"modes": {}}, "full"),
        ({"modes": {"full": {"features": {"luck": 1}, "fit": {}}}}, "luck"),
    ],
)
def test_unusable_weights_are_refused(change: dict[str, object], said: str) -> None:
    """The message names what is wrong."""
    with pytest.raises(BadWeights, match=said):
        read_weights({**default_document(), **change}, "full")
