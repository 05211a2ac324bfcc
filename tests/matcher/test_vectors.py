"""The vector index: nearest phrasings, exhaustive below its limit and quantised above."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(
    counts=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8),
    seed=st.integers(0, 1000),
    data=st.data(),
)
def test_likeness_equals_one_entry_at_a_time(
    counts: list[tuple[int, int]], seed: int, data: st.DataObject
) -> None:
    """Best phrasing, best case and centre of any entries in any order, with and without cosines."""
    rows = unit(sum(map(sum, counts)) + 1, seed=seed)
    query, rows = rows[0], rows[1:]
    index = VectorIndex.build(rows, [p + c for p, c in counts], phrasings=[p for p, _ in counts])
    entries = data.draw(st.lists(st.sampled_from(range(len(counts))), min_size=1))
    best = [index.best_phrasing(query, entry)[0] for entry in entries]
    cases = [
        max((rows[index.first[i] + counts[i][0] : index.first[i + 1]] @ query), default=0.0)
        for i in entries
    ]
    for cosines in (index.cosines(query), None):
        found = index.likeness(query, entries, cosines)
        assert found.phrasing == pytest.approx(best, abs=1e-6)
        assert found.case == pytest.approx(cases, abs=1e-6)
        assert found.centre == pytest.approx(index.centres[entries] @ query, abs=1e-6)


def test_likeness_by_hand() -> None:
    """Two phrasings and a case, a case alone, nothing, a phrasing that points away."""
    rows = np.array([[1, 0], [0.6, 0.8], [0, 1], [0.8, 0.6], [-1, 0]], np.float32)
    index = VectorIndex.build(rows, [3, 1, 0, 1], phrasings=[2, 0, 0, 1])
    query = np.array([1, 0], np.float32)
    found = index.likeness(query, range(4), index.cosines(query))
    assert found.phrasing == pytest.approx([1.0, 0.0, 0.0, -1.0])
    assert found.case == pytest.approx([0.0, 0.8, 0.0, 0.0])
    assert found.centre == pytest.approx([1.6 / np.hypot(1.6, 1.8), 0.8, 0.0, -1.0])


def nearest(index: VectorIndex, query: np.ndarray, k: int) -> list[int]:
    """Entries of the k nearest rows, found the way that the index prefers."""
    return index.nearest_entries(query, k, index.cosines(query)).tolist()


def test_nearest_entries() -> None:
    """Owners of the nearest rows, ascending, each once."""
    rows = unit(40)
    index = VectorIndex.build(rows, [2] * 20)
    assert nearest(index, rows[7], 1) == [3]
    assert nearest(index, rows[7], 40) == list(range(20))


@given(seed=st.integers(0, 100), k=st.integers(1, 60))
def test_nearest_entries_equal_a_sort(seed: int, k: int) -> None:
    """Fast equals slow for any query and number of rows, more than there are among them."""
    rows = unit(31, seed=seed)
    query, rows = rows[0], rows[1:]
    index = VectorIndex.build(rows, [3] * 10)
    expected = sorted({int(row) // 3 for row in np.argsort(-(rows @ query))[:k]})
    assert nearest(index, query, k) == expected


@pytest.mark.parametrize(("query", "expected"), [([1, 0], 1.0), ([0.8, 0.6], 0.96), ([0, -1], 0.0)])
def test_nearest_cosine_by_hand(query: list[float], expected: float) -> None:
    """Of all rows, cut to [0, 1]."""
    index = VectorIndex.build(np.array([[1, 0], [0.6, 0.8]], np.float32), [1, 1])
    asked = np.array(query, np.float32)
    assert index.nearest_cosine(asked, index.cosines(asked)) == pytest.approx(expected)


def test_counts_must_agree() -> None:
    """The message gives both numbers."""
    with pytest.raises(ValueError, match="5 phrasings for 4 vectors"):
        VectorIndex.build(unit(4), [5])


def test_empty() -> None:
    """No rows, no neighbours."""
    index = VectorIndex.build(np.empty((0, 16), np.float32), [])
    assert nearest(index, unit(1)[0], 5) == []
    query = unit(1)[0]
    assert index.nearest_cosine(query, index.cosines(query)) == 0.0
    assert index.likeness(query, [], index.cosines(query)).phrasing.shape == (0,)


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
    assert exact.cosines(queries[0]) is not None
    assert quick.cosines(queries[0]) is None
    same = [nearest(exact, q, 1) == nearest(quick, q, 1) for q in queries]
    assert sum(same) >= 0.97 * len(same)
    close = quick.nearest_cosine(queries[0], None)
    assert close == pytest.approx(exact.nearest_cosine(queries[0], rows @ queries[0]), abs=0.02)
