"""From choices to one mode of a weights file: fusion, calibration, thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.laboratory import NEEDS_ENCODER, first_row
from matcher.calibrate import fit_probability, shares
from matcher.features import FEATURES, LATER
from matcher.fusion import FORMAT, parts, read_weights
from matcher.train import (
    Choice,
    fit_doubt,
    fit_fusion,
    fit_sharpness,
    threshold_for_loss,
    threshold_for_precision,
)

DOUBT_SIGNALS = ("score", "margin", "nearer_meaning", "nearer_grams")
LATER_WEIGHTS = {"remembered": 9.0, "answered": 5.0}
"""Set by hand: a judge's word on the very same ticket is worth e^2.6 : 1, two judges' e^3.9 : 1; an
answer leads away from one entry and to another, so that it counts twice.
"""

PRECISION, LOST = 0.97, 0.01
FOREIGN_SHARE = 0.1
"""Share of complaints without an entry that confidence is calibrated for."""

LEAST_MATCH = 0.5
"""A match must be likelier right than wrong, however well the others do."""

MOST_NONE = 0.5
"""No text is turned away that is likelier to have an entry than to have none."""


def fit_mode(
    mode: str,
    learned: Sequence[Choice],
    calibrated: Sequence[Choice],
    *,
    without: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """One mode of a weights file.

    Args:
        mode: one of `matcher.fusion.MODES`.
        learned: choices that fusion is fitted on.
        calibrated: choices that confidence and thresholds are fitted on, texts that no entry fits
            among them.
        without: features left out, for studies.

    Returns:
        The JSON object of the mode.
    """
    left_out = without | (NEEDS_ENCODER if mode == "keyword_only" else frozenset())
    signs = [0 if n in left_out | LATER else 1 for n in FEATURES]
    weights = fit_fusion(learned, signs=signs)
    features = {name: round(float(w), 3) for name, w in zip(FEATURES, weights, strict=True) if w}
    scored = [choice.values @ weights for choice in calibrated]
    names = [name for name in DOUBT_SIGNALS if name not in left_out]
    rows = [first_row(choice, scores) for choice, scores in zip(calibrated, scored, strict=True)]
    doubt = fit_doubt(
        np.array([[row[name] for name in names] for row in rows]),
        np.array([choice.right >= 0 for choice in calibrated]),
        foreign_share=FOREIGN_SHARE,
    )
    document: dict[str, Any] = {
        "features": features | LATER_WEIGHTS,
        "sharpness": round(fit_sharpness(scored, [choice.right for choice in calibrated]), 4),
        "fit": {"intercept": round(float(doubt[0]), 4)}
        | {name: round(float(w), 4) for name, w in zip(names, doubt[1:], strict=True)},
        "match_at": 1.0,
        "none_below": 0.0,
    }
    return document | _thresholds(mode, document, calibrated)


def confidences(
    document: dict[str, Any], mode: str, choices: Sequence[Choice]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """What a mode says of choices.

    Returns:
        For each choice P(any entry fits), confidence of the first candidate, and the 1-based rank
        of the right one (0 where none is a candidate).
    """
    weights = read_weights({"format": FORMAT, "name": "", "modes": {mode: document}}, mode)
    fits, firsts, ranks = [], [], []
    for choice in choices:
        scores = parts(choice.values, weights=weights).sum(axis=1)
        fit = fit_probability(first_row(choice, scores), weights=weights)
        fits.append(fit)
        firsts.append(fit * shares(scores.tolist(), sharpness=weights.sharpness).max(initial=0.0))
        found = choice.right >= 0
        ranks.append(1 + int((scores > scores[choice.right]).sum()) if found else 0)
    return np.array(fits), np.array(firsts), np.array(ranks)


def _thresholds(mode: str, document: dict[str, Any], choices: Sequence[Choice]) -> dict[str, float]:
    fit, confidence, rank = confidences(document, mode, choices)
    fitting = np.array([choice.right >= 0 for choice in choices])
    reached = threshold_for_precision(confidence, rank == 1, precision=PRECISION)
    return {
        "match_at": round(max(reached, LEAST_MATCH), 4),
        "none_below": round(min(threshold_for_loss(fit[fitting], lost=LOST), MOST_NONE), 4),
    }
