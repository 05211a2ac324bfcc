"""From scores to probabilities and a verdict.

`P(entry i is right) = P(any entry fits) * softmax(sharpness * scores)_i`: the first factor doubts
that the library knows the fault at all, the second shares what is left among the candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matcher.fusion import Weights

Verdict = Literal["match", "uncertain", "none"]


def fit_probability(best: float, *, weights: Weights) -> float:
    """Probability in [0, 1] that any entry fits, from the best score."""
    intercept, slope = weights.fit
    return float(1.0 / (1.0 + np.exp(-(intercept + slope * best))))


def confidences(scores: Sequence[float], *, weights: Weights) -> NDArray[np.float64]:
    """Probability of each candidate to be the right entry.

    Args:
        scores: scores of all candidates, in any order.
        weights: sharpness and fit.

    Returns:
        `(n,)` in [0, 1], summing to the probability that any entry fits.
    """
    if not scores:
        return np.empty(0)
    values = np.asarray(scores, dtype=np.float64)
    share = np.exp(weights.sharpness * (values - values.max()))
    fit = fit_probability(float(values.max()), weights=weights)
    return np.asarray(fit * share / share.sum(), dtype=np.float64)


def verdict(scores: Sequence[float], *, weights: Weights) -> Verdict:
    """What to tell the dispatcher.

    Args:
        scores: scores of all candidates, in any order.
        weights: thresholds.

    Returns:
        `none` when no entry fits, `match` when the first is sure enough, else `uncertain`.
    """
    if not scores or fit_probability(max(scores), weights=weights) < weights.none_below:
        return "none"
    first = float(confidences(scores, weights=weights).max())
    return "match" if first >= weights.match_at else "uncertain"
