"""The one order of results: higher score first, equal scores by code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def ranked(scores: Sequence[float], codes: Sequence[str]) -> list[int]:
    """Positions of all items, best first.

    Args:
        scores: n scores.
        codes: n codes; they break ties in ascending order.

    Returns:
        A permutation of `range(n)`.
    """
    return sorted(range(len(codes)), key=lambda i: (-scores[i], codes[i]))


def top_positions(scores: NDArray[np.floating[Any]], k: int) -> NDArray[np.int64]:
    """Positions of the k highest positive scores, in no particular order.

    Ties at the edge are all dropped or kept by position, so that the answer never depends on how a
    partition happened to run.

    Args:
        scores: `(n,)` scores.
        k: how many at the most.

    Returns:
        At most k positions, ascending.
    """
    positive = np.flatnonzero(scores > 0)
    if len(positive) > k:
        order = np.argsort(-scores[positive], kind="stable")[:k]
        positive = np.sort(positive[order])
    return positive
