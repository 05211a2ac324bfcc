"""Measures of a ranking and of a confidence; pure arithmetic.

Rankings are given as ranks: the 1-based place of the first right entry of each query, 0 where no
right entry was returned. Sources: Järvelin & Kekäläinen (2002) for NDCG; Guo et al. (2017) for ECE;
Efron (1979) for the bootstrap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.int64]


def hit_at(ranks: Ranks, k: int) -> float:
    """Share of queries with a right entry among the first k, in [0, 1]."""
    return float(np.mean((ranks > 0) & (ranks <= k))) if len(ranks) else 0.0


def mrr_at(ranks: Ranks, k: int = 10) -> float:
    """Mean of 1/rank, counting 0 beyond k, in [0, 1]."""
    if not len(ranks):
        return 0.0
    inside = (ranks > 0) & (ranks <= k)
    return float(np.mean(np.where(inside, 1.0 / np.maximum(ranks, 1), 0.0)))


def ndcg_at(gains: Sequence[Sequence[int]], relevant: Sequence[int], k: int = 10) -> float:
    """Normalised discounted cumulative gain with gains 0 or 1, in [0, 1].

    Args:
        gains: for each query, 1 or 0 for each returned entry in order.
        relevant: for each query, how many right entries there are, >= 1.
        k: how many places count.

    Returns:
        The mean over queries.
    """
    if not gains:
        return 0.0
    discount = 1.0 / np.log2(np.arange(2, k + 2))
    total = 0.0
    for row, count in zip(gains, relevant, strict=True):
        got = np.asarray(row[:k], dtype=np.float64)
        total += float(got @ discount[: len(got)]) / float(discount[: min(count, k)].sum())
    return total / len(gains)


def bootstrap_interval(
    values: NDArray[np.float64],
    *,
    statistic: Callable[[NDArray[np.float64]], float] = lambda sample: float(sample.mean()),
    rounds: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """95 % percentile interval of a statistic over queries.

    Args:
        values: one value a query.
        statistic: what is computed of a sample.
        rounds: how many resamples.
        seed: of the generator; the same seed gives the same interval.

    Returns:
        `(low, high)`; `(0.0, 0.0)` without values.
    """
    if not len(values):
        return 0.0, 0.0
    draw = np.random.default_rng(seed)
    found = [statistic(values[draw.integers(0, len(values), len(values))]) for _ in range(rounds)]
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def expected_calibration_error(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], *, bins: int = 10
) -> float:
    """Mean gap between confidence and share of right answers, over equal-width bins, in [0, 1]."""
    if not len(confidence):
        return 0.0
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gap = 0.0
    for b in np.unique(place):
        inside = place == b
        gap += inside.mean() * abs(float(confidence[inside].mean()) - float(right[inside].mean()))
    return float(gap)


def coverage_at_precision(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], *, precision: float = 0.95
) -> float:
    """Largest share of queries that can be answered at a precision, most confident first.

    Args:
        confidence: confidence of the first answer of each query.
        right: whether it is right.
        precision: least share of right answers among the answered.

    Returns:
        Coverage in [0, 1]; 0 when no threshold reaches the precision. Queries of equal confidence
        are answered together.
    """
    if not len(confidence):
        return 0.0
    order = np.argsort(-confidence, kind="stable")
    hits = np.cumsum(right[order])
    answered = np.arange(1, len(order) + 1)
    last_of_tie = np.append(np.diff(confidence[order]) != 0, True)
    good = last_of_tie & (hits / answered >= precision)
    return float(answered[good].max() / len(order)) if good.any() else 0.0


def auc(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float:
    """Probability that a positive scores above a negative, ties counting half, in [0, 1].

    Args:
        positive: scores of one kind.
        negative: scores of the other.

    Returns:
        Area under the ROC curve; 0.5 when one of the kinds is missing.
    """
    if not len(positive) or not len(negative):
        return 0.5
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, side="left")
    until = np.searchsorted(ordered, positive, side="right")
    return float(((below + until) / 2.0).mean() / len(ordered))
