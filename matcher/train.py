"""Fitting the weights of fusion and the calibration of confidence; pure arithmetic.

Fusion is a conditional logit (McFadden 1974): the right entry's score is raised over the other
candidates of the same ticket, ticket by ticket. Calibration is logistic (Platt 1999) for "any entry
fits" and one temperature (Guo et al. 2017) for the shares among candidates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """One ticket: its candidates and which of them is right.

    Attributes:
        values: `(candidates, features)`.
        right: row of the right candidate; -1 when no candidate is right.
        signals: what else the ticket shows, by name.
    """

    values: Floats
    right: int
    signals: Mapping[str, float] = field(default_factory=dict)


def fit_fusion(choices: Sequence[Choice], *, signs: Sequence[int], ridge: float = 1e-4) -> Floats:
    """Weights that put right candidates first.

    Args:
        choices: tickets; those without a right candidate are passed over.
        signs: for each feature +1 (speaks for), -1 (speaks against) or 0 (weight fixed at 0).
        ridge: strength of the pull to zero, on features scaled to unit deviation.

    Returns:
        `(features,)` weights in logits.

    Raises:
        ValueError: no ticket has a right candidate.
    """
    used = [choice for choice in choices if choice.right >= 0]
    if not used:
        raise ValueError("no choice has a right candidate")
    scale = np.vstack([choice.values for choice in used]).std(axis=0) + 1e-9
    padded, mask, right = _stacked(used, scale)
    rows = np.arange(len(used))

    def loss(weights: Floats) -> tuple[float, Floats]:
        logits = np.where(mask, padded @ weights, -np.inf)
        logits -= logits.max(axis=1, keepdims=True)
        share = np.exp(logits)
        share /= share.sum(axis=1, keepdims=True)
        value = -np.log(share[rows, right] + 1e-12).mean() + ridge * float(weights @ weights)
        expected = np.einsum("tc,tcf->f", share, padded)
        gradient = (expected - padded[rows, right].sum(axis=0)) / len(used)
        return float(value), gradient + 2.0 * ridge * weights

    bounds = [{1: (0.0, None), -1: (None, 0.0), 0: (0.0, 0.0)}[sign] for sign in signs]
    found = minimize(loss, np.zeros(len(signs)), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x / scale, dtype=np.float64)


def fit_sharpness(scores: Sequence[Floats], right: Sequence[int]) -> float:
    """Factor of the scores that makes their softmax an honest probability.

    Args:
        scores: for each ticket the scores of its candidates.
        right: row of the right candidate of each; -1 rows are passed over.

    Returns:
        The factor, between 0.05 and 20.
    """
    pairs = [(s, r) for s, r in zip(scores, right, strict=True) if r >= 0]

    def loss(logarithm: float) -> float:
        factor = np.exp(logarithm)
        total = 0.0
        for values, row in pairs:
            logits = factor * (values - values.max())
            total -= logits[row] - np.log(np.exp(logits).sum())
        return float(total)

    found = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20.0)), method="bounded")
    return float(np.exp(found.x))


def fit_doubt(
    signals: Floats, fits: NDArray[np.bool_], *, foreign_share: float | None = None
) -> Floats:
    """Logistic weights of "any entry fits".

    Args:
        signals: `(tickets, signals)` what the first candidate of each ticket shows.
        fits: whether any entry is right for the ticket.
        foreign_share: share of tickets that no entry fits in service, where it is another than in
            the sample; they are weighted to it.

    Returns:
        `(1 + signals,)` intercept first.
    """
    scale = signals.std(axis=0) + 1e-9
    weight = np.ones(len(fits))
    if foreign_share is not None and not fits.all():
        weight[~fits] = foreign_share / (1.0 - foreign_share) * fits.sum() / (~fits).sum()
    model = LogisticRegression(C=1.0, max_iter=1000).fit(signals / scale, fits, weight)
    return np.concatenate([model.intercept_, model.coef_[0] / scale])


def threshold_for_precision(
    confidence: Floats, right: NDArray[np.bool_], *, precision: float
) -> float:
    """Least confidence above which answers reach a precision; 1.0 when none does."""
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= precision
    return float(confidence[order][np.flatnonzero(reached).max()]) if reached.any() else 1.0


def threshold_for_loss(fit: Floats, *, lost: float) -> float:
    """Greatest threshold on P(fit) that turns away at most a share of fitting tickets."""
    return float(np.quantile(fit, lost)) if len(fit) else 0.0


def _stacked(
    choices: Sequence[Choice], scale: Floats
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """Choices as one `(tickets, most candidates, features)` array with its mask."""
    most = max(len(choice.values) for choice in choices)
    padded = np.zeros((len(choices), most, len(scale)))
    mask = np.zeros((len(choices), most), dtype=bool)
    for number, choice in enumerate(choices):
        padded[number, : len(choice.values)] = choice.values / scale
        mask[number, : len(choice.values)] = True
    return padded, mask, np.array([choice.right for choice in choices])
