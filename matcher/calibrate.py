"""From scores to probabilities and a verdict.

`P(entry i is right) = P(any entry fits) * softmax(sharpness * scores)_i`: the first factor doubts
that the library knows the fault at all, the second shares what is left among the candidates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matcher.fusion import Weights

Verdict = Literal["match", "uncertain", "none"]


def fit_probability(said: Mapping[str, float], *, weights: Weights) -> float:
    """Probability in [0, 1] that any entry fits.

    Args:
        said: features of the first candidate and `SIGNALS` of the complaint.
        weights: what speaks for a fit, and how much.
    """
    logit = weights.fit.get("intercept", 0.0) + sum(
        factor * said.get(name, 0.0) for name, factor in weights.fit.items()
    )
    return float(1.0 / (1.0 + np.exp(-np.clip(logit, -30.0, 30.0))))


def shares(scores: Sequence[float], *, sharpness: float) -> NDArray[np.float64]:
    """Share of each candidate in what is certain to fit: `(n,)` in [0, 1], summing to 1."""
    if not scores:
        return np.empty(0)
    values = np.asarray(scores, dtype=np.float64)
    share = np.exp(sharpness * (values - values.max()))
    return np.asarray(share / share.sum(), dtype=np.float64)


def verdict(fit: float, first: float, *, weights: Weights) -> Verdict:
    """What to tell the dispatcher.

    Args:
        fit: probability that any entry fits.
        first: confidence of the first suggestion.
        weights: thresholds.

    Returns:
        `none` when no entry fits, `match` when the first is sure enough, else `uncertain`.
    """
    if fit < weights.none_below:
        return "none"
    return "match" if first >= weights.match_at else "uncertain"
