"""BM25: the sparse index equals the textbook formula."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.bm25 import BM25

DOCUMENTS = [["红", "灯", "红"], ["灯"], [], ["断", "网", "灯", "红"]]


def textbook(
    query: list[str], documents: list[list[str]], *, k1: float = 1.2, b: float = 0.75
) -> list[float]:
    """The formula, term by term."""
    average = sum(map(len, documents)) / len(documents)
    scores = []
    for document in documents:
        score = 0.0
        for term in query:
            df = sum(term in other for other in documents)
            tf = document.count(term)
            idf = math.log(1 + (len(documents) - df + 0.5) / (df + 0.5))
            score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(document) / (average or 1)))
        scores.append(score)
    return scores


def test_by_hand() -> None:
    """One term, four documents, average length 2."""
    got = BM25.build(DOCUMENTS).query(["断"])
    idf = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    assert got == pytest.approx([0, 0, 0, idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 4 / 2))])


@given(
    st.lists(st.lists(st.sampled_from("红灯断网猫"), max_size=6), min_size=1, max_size=6),
    st.lists(st.sampled_from("红灯断网猫无"), max_size=5),
)
def test_equals_the_textbook(documents: list[list[str]], query: list[str]) -> None:
    """Fast equals slow for any collection and query."""
    assert BM25.build(documents).query(query) == pytest.approx(
        textbook(query, documents), rel=1e-5, abs=1e-6
    )


@given(st.lists(st.sampled_from("红灯断网"), max_size=6), st.integers(0, 3))
def test_contributions_add_up(query: list[str], document: int) -> None:
    """What each term adds sums to the score."""
    index = BM25.build(DOCUMENTS)
    parts = index.contributions(query, document)
    assert sum(parts.values()) == pytest.approx(float(index.query(query)[document]), abs=1e-5)


@given(st.lists(st.sampled_from("红灯断网无"), min_size=1, max_size=6))
def test_no_score_passes_the_ceiling(query: list[str]) -> None:
    """A score is a share of the ceiling."""
    index = BM25.build(DOCUMENTS)
    assert float(index.query(query).max()) <= index.ceiling(query) + 1e-6


def test_empty_collection() -> None:
    """No documents, no scores, no warning."""
    assert BM25.build([]).query(["红"]).shape == (0,)
    assert np.array_equal(BM25.build([[]]).query(["红"]), [0])
