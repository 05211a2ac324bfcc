"""Figures of tickets, one by one, and their means with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matcher.evaluate import Outcome
from matcher.metrics import bootstrap_interval, hit_at, mrr_at, ndcg_at

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """A mean over tickets and its 95 % bootstrap interval, all 0 without tickets.

    Attributes:
        value: the mean, in [0, 1].
        low: lower edge of the interval.
        high: upper edge.
        n: how many tickets.
    """

    value: float
    low: float
    high: float
    n: int

    @classmethod
    def of(cls, values: Floats) -> Self:
        """The mean of one value a ticket, in [0, 1]."""
        return cls(
            float(values.mean()) if len(values) else 0.0, *bootstrap_interval(values), len(values)
        )

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def per_ticket(outcomes: Sequence[Outcome]) -> dict[str, Floats]:
    """Figures of `matcher.evaluate.report`, ticket by ticket.

    Args:
        outcomes: outcomes of tickets that have a right entry.

    Returns:
        Figure -> one value in [0, 1] an outcome.
    """
    ranks = [np.array([outcome.rank]) for outcome in outcomes]
    figures = {f"hit@{k}": [hit_at(rank, k) for rank in ranks] for k in (1, 3, 5)}
    figures["mrr@10"] = [mrr_at(rank) for rank in ranks]
    figures["ndcg@10"] = [
        ndcg_at([[int(c in o.ticket.codes) for c in o.codes]], [len(o.ticket.codes)])
        for o in outcomes
    ]
    return {name: np.array(values, dtype=np.float64) for name, values in figures.items()}
