"""The unsaid: short queries are not answered with the certainty of long ones."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.bm25 import BM25
from matcher.scale import unsaid_ceiling


def test_by_hand() -> None:
    """Ten terms that none of three documents holds, each 2.2 idf at the most."""
    index = BM25.build([["红"], ["灯"], ["红"]])
    assert unsaid_ceiling(index, 10) == pytest.approx(10 * 2.2 * math.log1p(3.5 / 0.5))
    assert unsaid_ceiling(index, 0) == 0.0


@given(st.integers(1, 40))
def test_it_is_the_ceiling_of_unknown_terms(terms: int) -> None:
    """The same as asking for so many terms that nobody has said."""
    index = BM25.build([["红", "灯"], ["断", "网"]])
    unknown = [f"?{i}" for i in range(terms)]
    assert unsaid_ceiling(index, terms) == pytest.approx(index.ceiling(unknown))


@given(st.lists(st.sampled_from("红灯断网"), min_size=1, max_size=8), st.integers(1, 20))
def test_a_short_query_earns_a_small_share(query: list[str], terms: int) -> None:
    """Of n terms said and m unsaid at most n / (n + m) can be earned."""
    index = BM25.build([["红", "灯", "红"], ["断", "网"], ["灯"]])
    share = index.query(query).max() / (index.ceiling(query) + unsaid_ceiling(index, terms))
    assert share <= len(query) / (len(query) + terms) + 1e-6
