"""Fitting a mode: what is planted is found, what is left out stays out, thresholds keep faith."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from bench.fit import (
    DOUBT_SIGNALS,
    FOREIGN_SHARE,
    LATER_WEIGHTS,
    LEAST_MATCH,
    LOST,
    MOST_NONE,
    PRECISION,
    confidences,
    fit_mode,
)
from bench.laboratory import NEEDS_ENCODER
from matcher.features import FEATURES, LATER, SIGNALS
from matcher.fusion import FORMAT, MODES, read_weights
from matcher.train import Choice

PLANTED = {"grams": 20.0, "meaning": 10.0, "record": 6.0}


def row(**values: float) -> list[float]:
    """One candidate."""
    return [values.get(name, 0.0) for name in FEATURES]


def planted(seed: int, *, fitting: int = 300, foreign: int = 60) -> list[Choice]:
    """Tickets of four candidates whose right one is drawn by `PLANTED`; foreign ones score low."""
    draw = np.random.default_rng(seed)
    weights = np.array(row(**PLANTED))
    found = []
    for number in range(fitting + foreign):
        values = draw.random((4, len(FEATURES)))
        values[:, [name in LATER for name in FEATURES]] = 0.0
        fits = number < fitting
        if not fits:
            values *= 0.3
        share = np.exp(values @ weights)
        right = int(draw.choice(4, p=share / share.sum())) if fits else -1
        near = draw.random() * (0.4 if fits else 1.0)
        found.append(
            Choice(values, right, {"nearer_meaning": 1 - near, "nearer_grams": 1 - near / 2})
        )
    return found


@pytest.fixture(scope="module")
def learned() -> list[Choice]:
    """What fusion is fitted on."""
    return planted(1)


@pytest.fixture(scope="module")
def calibrated() -> list[Choice]:
    """What confidence is fitted on."""
    return planted(2)


@pytest.fixture(scope="module")
def full(learned: list[Choice], calibrated: list[Choice]) -> dict[str, Any]:
    """The mode with an encoder."""
    return fit_mode("full", learned, calibrated)


def test_planted_weights_are_found(full: dict[str, Any]) -> None:
    """Those that matter in order and in sign, and more than those that do not."""
    found = full["features"]
    assert found["grams"] > found["meaning"] > found["record"] > found.get("words", 0.0)
    assert min(found.values()) >= 0
    assert {name: found[name] for name in LATER} == LATER_WEIGHTS


@pytest.mark.parametrize("mode", MODES[:2])
def test_a_mode_can_be_read(mode: str, learned: list[Choice], calibrated: list[Choice]) -> None:
    """What is written is what the matcher reads; without an encoder nothing needs one."""
    document = fit_mode(mode, learned, calibrated)
    weights = read_weights({"format": FORMAT, "name": "", "modes": {mode: document}}, mode)
    assert weights.features == document["features"]
    named = weights.features.keys() | weights.fit.keys()
    assert named <= {"intercept", *FEATURES, *SIGNALS}
    assert bool(named & NEEDS_ENCODER) is (mode == "full")


def test_doubt_asks_all_its_signals(full: dict[str, Any]) -> None:
    """A high score speaks for a fit, nearness to foreign texts against it."""
    assert list(full["fit"]) == ["intercept", *DOUBT_SIGNALS]
    assert min(full["fit"][name] for name in DOUBT_SIGNALS) > 0


def test_what_is_left_out_stays_out(learned: list[Choice], calibrated: list[Choice]) -> None:
    """Neither its weight nor its part in doubt is fitted."""
    without = frozenset({"record", "typical", "nearer_grams"})
    document = fit_mode("full", learned, calibrated, without=without)
    assert not without & (document["features"].keys() | document["fit"].keys())


def test_fusion_does_not_learn_what_comes_later(
    full: dict[str, Any], learned: list[Choice], calibrated: list[Choice]
) -> None:
    """Judgements and answers among the choices change no weight; theirs are set by hand."""
    later = np.array([name in LATER for name in FEATURES])
    told = [
        Choice(choice.values + later * (np.arange(4) == choice.right)[:, None], choice.right)
        for choice in learned
    ]
    features = fit_mode("full", told, calibrated)["features"]
    assert features == pytest.approx(full["features"], abs=0.01)


def test_equal_choices_give_an_equal_mode(
    full: dict[str, Any], learned: list[Choice], calibrated: list[Choice]
) -> None:
    """Nothing is drawn by chance."""
    assert fit_mode("full", learned, calibrated) == full


def test_thresholds_keep_their_promises(full: dict[str, Any], calibrated: list[Choice]) -> None:
    """Matches are right as often as promised; one fitting ticket in a hundred is turned away."""
    fit, confidence, rank = confidences(full, "full", calibrated)
    matched = confidence >= full["match_at"]
    assert full["match_at"] >= LEAST_MATCH
    assert matched.sum() > 30
    # the threshold is rounded to four digits, so that one ticket may fall on its other side
    assert (rank[matched] == 1).sum() >= PRECISION * (matched.sum() - 1)
    fitting = fit[[choice.right >= 0 for choice in calibrated]]
    expected = min(np.quantile(fitting, LOST), MOST_NONE)
    assert full["none_below"] == pytest.approx(expected, abs=1e-4)


def test_confidence_is_that_of_service(full: dict[str, Any], calibrated: list[Choice]) -> None:
    """Were one complaint in ten without an entry, the mean P(fit) would be .9."""
    fit, _, _ = confidences(full, "full", calibrated)
    fits = np.array([choice.right >= 0 for choice in calibrated])
    mean = (1 - FOREIGN_SHARE) * fit[fits].mean() + FOREIGN_SHARE * fit[~fits].mean()
    assert mean == pytest.approx(1 - FOREIGN_SHARE, abs=2e-3)


def test_a_match_is_likelier_right_than_wrong(learned: list[Choice]) -> None:
    """However well all others do, the threshold does not fall below one half."""
    sure = [
        Choice(np.array([row(grams=1.0), row()]), 0, {"nearer_meaning": 1.0, "nearer_grams": 1.0})
    ] * 40
    unsure = [
        Choice(np.array([row(), row()]), -1, {"nearer_meaning": 0.0, "nearer_grams": 0.0})
    ] * 4
    assert fit_mode("full", learned, [*sure, *unsure])["match_at"] >= LEAST_MATCH


def test_fitting_tickets_are_surer_of_a_fit(full: dict[str, Any]) -> None:
    """On tickets that nothing was fitted on."""
    judged = planted(3)
    fit, _, _ = confidences(full, "full", judged)
    fits = np.array([choice.right >= 0 for choice in judged])
    assert fit[fits].mean() > 0.9 > 0.5 > fit[~fits].mean()


def test_confidences_by_hand() -> None:
    """Scores 2 and 1: a fit of logit -1 + 2 = 1, shared e to 1; ranks 1, 2 and none."""
    document = {
        "features": {"grams": 2.0},
        "sharpness": 1.0,
        "fit": {"intercept": -1.0, "score": 1.0},
        "match_at": 0.6,
        "none_below": 0.2,
    }
    values = np.array([row(grams=0.5, words=9.0), row(grams=1.0)])
    choices = [Choice(values, right) for right in (1, 0, -1)]
    fit, first, rank = confidences(document, "full", choices)
    expected = 1 / (1 + math.exp(-1))
    assert fit == pytest.approx([expected] * 3)
    assert first == pytest.approx([expected * math.e / (math.e + 1)] * 3)
    assert rank.tolist() == [1, 2, 0]
