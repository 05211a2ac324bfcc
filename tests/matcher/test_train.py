"""Fitting: what is planted in the data is found again."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.train import (
    Choice,
    fit_doubt,
    fit_fusion,
    fit_sharpness,
    threshold_for_loss,
    threshold_for_precision,
)


def planted(weights: list[float], *, tickets: int = 3000, seed: int = 1) -> list[Choice]:
    """Tickets of five candidates whose right one is drawn by a conditional logit."""
    draw = np.random.default_rng(seed)
    found = []
    for _ in range(tickets):
        values = draw.random((5, len(weights)))
        logits = values @ np.array(weights)
        share = np.exp(logits - logits.max())
        found.append(Choice(values, int(draw.choice(5, p=share / share.sum()))))
    return found


def test_planted_weights_are_found() -> None:
    """Within the noise of three thousand tickets, in order and in sign."""
    found = fit_fusion(planted([8.0, 2.0, -4.0]), signs=[1, 1, -1])
    assert found == pytest.approx([8.0, 2.0, -4.0], rel=0.35)


def test_signs_hold() -> None:
    """A feature may not speak for what it speaks against; a fixed one stays zero."""
    found = fit_fusion(planted([8.0, 2.0, -4.0]), signs=[1, 0, 1])
    assert found[1] == 0.0
    assert found[2] == 0.0


def test_tickets_without_a_right_candidate_are_passed_over() -> None:
    """They change nothing, and alone they are refused."""
    choices = planted([5.0, 1.0])
    foreign = [Choice(choice.values, -1) for choice in choices[:50]]
    alone = fit_fusion(choices, signs=[1, 1])
    assert fit_fusion(choices + foreign, signs=[1, 1]) == pytest.approx(alone)
    with pytest.raises(ValueError, match="no choice"):
        fit_fusion(foreign, signs=[1, 1])


def test_sharpness_is_found() -> None:
    """Scores that are half as large as honest logits get the factor two."""
    choices = planted([9.0])
    scores = [choice.values[:, 0] * 4.5 for choice in choices]
    assert fit_sharpness(scores, [c.right for c in choices]) == pytest.approx(2.0, rel=0.25)


def test_doubt_rises_with_the_signal() -> None:
    """A higher score means a likelier fit."""
    draw = np.random.default_rng(2)
    signal = draw.normal(size=(400, 1))
    fits = draw.random(400) < 1 / (1 + np.exp(-(0.5 + 2.0 * signal[:, 0])))
    intercept, slope = fit_doubt(signal, fits)
    assert (intercept, slope) == (pytest.approx(0.5, abs=0.4), pytest.approx(2.0, rel=0.35))


def certain(signals: np.ndarray, fits: np.ndarray, share: float | None) -> np.ndarray:
    """Probability of a fit for each ticket."""
    intercept, *slopes = fit_doubt(signals, fits, foreign_share=share)
    return 1 / (1 + np.exp(-(intercept + signals @ np.array(slopes))))


@pytest.mark.parametrize("share", [0.02, 0.1, 0.5])
def test_doubt_is_weighted_to_the_share_in_service(share: float) -> None:
    """A signal that tells nothing leaves the share itself: one in four here, another there."""
    signals, fits = np.zeros((400, 1)), np.arange(400) % 4 > 0
    assert certain(signals, fits, None) == pytest.approx(0.75, abs=1e-4)
    assert certain(signals, fits, share) == pytest.approx(1.0 - share, abs=1e-4)


def test_doubt_of_the_share_of_the_sample_is_plain_doubt() -> None:
    """Every weight is one."""
    draw = np.random.default_rng(4)
    signals, fits = draw.normal(size=(400, 2)), np.arange(400) % 4 > 0
    plain = fit_doubt(signals, fits)
    assert fit_doubt(signals, fits, foreign_share=0.25) == pytest.approx(plain, abs=1e-6)


def test_rarer_foreign_texts_raise_certainty_and_keep_its_order() -> None:
    """The intercept rises; what speaks for a fit still does."""
    draw = np.random.default_rng(3)
    fits = np.arange(600) % 2 > 0
    signals = draw.normal(size=(600, 1)) + fits[:, None]
    often, rarely = certain(signals, fits, None), certain(signals, fits, 0.1)
    assert (rarely > often).all()
    assert np.array_equal(np.argsort(often), np.argsort(rarely))


def test_threshold_for_precision() -> None:
    """.9 right, .8 right, .7 wrong, .6 right: 2/2 at .8, 3/4 at .6."""
    confidence = np.array([0.6, 0.9, 0.7, 0.8])
    right = np.array([True, True, False, True])
    assert threshold_for_precision(confidence, right, precision=0.97) == 0.8
    assert threshold_for_precision(confidence, right, precision=0.75) == 0.6
    assert threshold_for_precision(confidence, ~right, precision=0.97) == 1.0


def test_threshold_for_loss() -> None:
    """One in a hundred is turned away."""
    assert threshold_for_loss(np.arange(101) / 100.0, lost=0.01) == pytest.approx(0.01)
    assert threshold_for_loss(np.array([]), lost=0.01) == 0.0
