"""The vector index: nearest phrasings, exhaustive below its limit and quantised above."""

from __future__ import annotations

import numpy as np
import pytest

import matcher.vectors
from matcher.vectors import VectorIndex


def unit(rows: int, dim: int = 16, seed: int = 0) -> np.ndarray:
    """Random unit rows."""
    found = np.random.default_rng(seed).normal(size=(rows, dim)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_best_phrasing_is_the_highest_cosine() -> None:
    """Of the entry's own phrasings only, cases left out."""
    rows = unit(6)
    index = VectorIndex.build(rows, [2, 3, 1], phrasings=[2, 1, 1])
    cosine, number = index.best_phrasing(rows[1], 0)
    assert (pytest.approx(1.0, abs=1e-5), 1) == (cosine, number)
    assert index.best_phrasing(rows[4], 1)[1] == 0


def test_centres_are_means_of_unit_length() -> None:
    """Phrasings and cases alike; an entry without rows has a zero centre."""
    rows = unit(3)
    index = VectorIndex.build(rows, [3, 0])
    mean = rows.mean(axis=0)
    assert index.centres[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert not index.centres[1].any()
    assert index.best_phrasing(rows[0], 1) == (0.0, 0)


def test_nearest_entries() -> None:
    """Owners of the nearest rows, ascending, each once."""
    rows = unit(40)
    index = VectorIndex.build(rows, [2] * 20)
    assert index.nearest_entries(rows[7], 1).tolist() == [3]
    assert index.nearest_entries(rows[7], 40).tolist() == list(range(20))


def test_counts_must_agree() -> None:
    """The message gives both numbers."""
    with pytest.raises(ValueError, match="5 phrasings for 4 vectors"):
        VectorIndex.build(unit(4), [5])


def test_empty() -> None:
    """No rows, no neighbours."""
    index = VectorIndex.build(np.empty((0, 16), np.float32), [])
    assert index.nearest_entries(unit(1)[0], 5).tolist() == []


def test_the_quantised_index_finds_what_the_exhaustive_one_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Recall of the first neighbour on clustered rows, as real phrasings are."""
    draw = np.random.default_rng(5)
    centres = unit(200, 32, seed=5)
    rows = np.repeat(centres, 20, axis=0) + draw.normal(scale=0.05, size=(4000, 32))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    exact = VectorIndex.build(rows, [20] * 200)
    monkeypatch.setattr(matcher.vectors, "FLAT_LIMIT", 1000)
    quick = VectorIndex.build(rows, [20] * 200)
    queries = rows[::40]
    same = [
        exact.nearest_entries(q, 1).tolist() == quick.nearest_entries(q, 1).tolist()
        for q in queries
    ]
    assert sum(same) >= 0.97 * len(same)
