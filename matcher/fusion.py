"""Weighted sum of features, with weights that are readable JSON.

The parts of a score add up to it exactly, so that the reason shown is the reason counted. Sets of
weights are kept for matching with an encoder, without one, and for libraries whose entries are a
single sentence each, of which nothing can be learned.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from matcher.errors import BadWeights
from matcher.features import FEATURES, SIGNALS, Floats

FORMAT = "faultkb-weights/2"
MODES = ("full", "keyword_only", "plain")
"""With an encoder, without one, and for libraries of single sentences."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of one mode and what turns scores into probabilities.

    Attributes:
        name: who set them, such as `hand-set`.
        features: feature name -> weight; one that speaks against is negative.
        sharpness: how fast the share of probability grows with the score; > 0.
        fit: logit of the probability that any entry fits: `intercept`, and factors of the first
            entry's features and of `SIGNALS`.
        match_at: least confidence of verdict `match`.
        none_below: greatest probability of any fit for verdict `none`.
    """

    name: str
    features: Mapping[str, float]
    sharpness: float
    fit: Mapping[str, float]
    match_at: float
    none_below: float


def parts(values: Floats, *, weights: Weights) -> Floats:
    """What each feature adds to the score of each entry.

    Args:
        values: `(entries, FEATURES)` features; those without a weight count nothing.
        weights: the weights.

    Returns:
        `(entries, FEATURES)`; each row sums to the entry's score.
    """
    row = np.array([weights.features.get(name, 0.0) for name in FEATURES])
    return np.asarray(values * row + 0.0, dtype=np.float64)  # no negative zero


def read_weights(document: Mapping[str, Any], mode: str) -> Weights:
    """Read the weights of one mode.

    Args:
        document: parsed weights file.
        mode: one of `MODES`.

    Returns:
        The weights.

    Raises:
        BadWeights: another format, an unknown mode or feature, or a missing number.
    """
    if document.get("format") != FORMAT:
        raise BadWeights(f"权重文件格式是 {document.get('format')!r}，应为 {FORMAT!r}。")
    if mode not in MODES:
        raise BadWeights(f"权重模式 {mode!r} 不存在，应为：{'、'.join(MODES)}。")
    try:
        chosen = document["modes"][mode]
        unknown = sorted({*chosen["features"], *chosen["fit"]} - {"intercept", *FEATURES, *SIGNALS})
        if unknown:
            raise BadWeights(f"权重文件含未知特征：{'、'.join(unknown)}。")
        return Weights(
            name=str(document["name"]),
            features={name: float(value) for name, value in chosen["features"].items()},
            sharpness=float(chosen["sharpness"]),
            fit={name: float(value) for name, value in chosen["fit"].items()},
            match_at=float(chosen["match_at"]),
            none_below=float(chosen["none_below"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadWeights(f"权重文件不完整：{error!r}。请重新安装或重新训练。") from error


@cache
def default_document() -> Mapping[str, Any]:
    """The weights file that ships with the package, parsed."""
    text = (resources.files("matcher") / "weights" / "default.json").read_text(encoding="utf-8")
    document: Mapping[str, Any] = json.loads(text)
    return document
