"""BM25: the sparse index equals the textbook formula."""

from __future__ import annotations

import math
import random
from collections import Counter

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


@given(
    st.lists(st.lists(st.sampled_from("红灯断网猫"), max_size=6), max_size=6),
    st.dictionaries(st.sampled_from("红灯断网猫无"), st.floats(0, 8)),
)
def test_contributions_add_up(documents: list[list[str]], query: dict[str, float]) -> None:
    """What each weighted term adds sums to the score of every document."""
    index = BM25.build(documents)
    added = index.contributions(query, range(len(documents)))
    assert index.query(query) == pytest.approx([sum(p.values()) for p in added], rel=1e-9)
    for parts, document in zip(added, documents, strict=True):
        assert parts.keys() == query.keys() & set(document)


@pytest.mark.parametrize("documents", [[], [3], [2], [1, 0], [3, 2, 0]])
def test_contributions_of_some_documents(documents: list[int]) -> None:
    """Those asked for, in the order asked; a document without a known term has none."""
    index = BM25.build(DOCUMENTS)
    every = index.contributions(["灯", "红", "无"], range(4))
    assert index.contributions(["灯", "红", "无"], documents) == [every[i] for i in documents]
    assert [set(parts) for parts in every] == [{"灯", "红"}, {"灯"}, set(), {"灯", "红"}]


def test_idf_of_unknown_terms_is_the_highest() -> None:
    """灯 stands in three of four documents, 断 in one, 无 in none."""
    index = BM25.build(DOCUMENTS)
    expected = [math.log1p(1.5 / 3.5), math.log1p(3.5 / 1.5), math.log1p(4.5 / 0.5)]
    assert [index.idf_of(term) for term in "灯断无"] == pytest.approx(expected)
    assert index.unseen_idf == index.idf_of("无")


@given(st.lists(st.sampled_from("红灯断网无"), max_size=8), st.randoms())
def test_the_order_of_terms_does_not_matter(query: list[str], draw: random.Random) -> None:
    """A repeated term counts as often as it is said, wherever it stands: the same bits."""
    index = BM25.build(DOCUMENTS)
    turned = draw.sample(query, len(query))
    assert np.array_equal(index.query(turned), index.query(query))
    assert np.array_equal(index.query(Counter(query)), index.query(query))


@pytest.mark.parametrize("query", [[], ["无"], {}, {"无": 2.0}])
def test_nothing_known_is_asked(query: list[str] | dict[str, float]) -> None:
    """One zero a document."""
    assert BM25.build(DOCUMENTS).query(query).tolist() == [0.0] * 4


@given(st.lists(st.sampled_from("红灯断网无"), min_size=1, max_size=6))
def test_no_score_passes_the_ceiling(query: list[str]) -> None:
    """A score is a share of the ceiling."""
    index = BM25.build(DOCUMENTS)
    assert float(index.query(query).max()) <= index.ceiling(query) + 1e-6


def test_idf_of_another_index() -> None:
    """Terms weigh as they do there, known to it or not; lengths and counts are the own ones."""
    there = BM25.build([["红"], ["红", "灯"], ["断"]])
    own, weighed = (BM25.build([["红", "灯", "网"], ["红"]], rarity=r) for r in (None, there))
    assert [weighed.idf_of(term) for term in "红灯网"] == pytest.approx(
        [there.idf_of(term) for term in "红灯网"]
    )
    for term in "红灯网":
        expected = own.query([term]) * there.idf_of(term) / own.idf_of(term)
        assert weighed.query([term]) == pytest.approx(expected)


def test_empty_collection() -> None:
    """No documents, no scores, no warning."""
    assert BM25.build([]).query(["红"]).shape == (0,)
    assert np.array_equal(BM25.build([[]]).query(["红"]), [0])
