"""Texts without an entry: they cast doubt on complaints like them, and change no order."""

from __future__ import annotations

import copy
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.entry import Entry
from matcher.bm25 import BM25
from matcher.cases import Case, read_cases
from matcher.engine import Matcher
from matcher.foreign import Foreign
from matcher.lexicon import Lexicon
from matcher.query import Query, read_query
from matcher.reading import Reader
from matcher.segment import character_grams

TEXTS = ["光猫怎么卖", "请问营业厅几点开门", "我要应聘客服"]


ENTRIES = BM25.build([character_grams(text) for text in ("光猫红灯", "断网", "光猫断网", "")])


def indexed(texts: list[str], reader: Reader, vectors: np.ndarray | None = None) -> Foreign:
    """Some texts without an entry."""
    cases = [Case(None, text) for text in texts]
    return Foreign.build(read_cases(cases, [None], reader=reader)[0], vectors, rarity=ENTRIES)


def asked(text: str, reader: Reader, vector: list[float] | None = None) -> Query:
    """A complaint, with a vector set by hand."""
    query = read_query(text, "", reader=reader, encoder=None)
    return replace(query, vector=None if vector is None else np.array(vector, np.float32))


def test_nothing_known(reader: Reader) -> None:
    """Without texts there is no doubt."""
    foreign = indexed([], reader, np.empty((0, 2), np.float32))
    assert foreign.nearness(asked("光猫", reader, [1.0, 0.0]), ceiling=1.0) == (0.0, 0.0)


def test_grams_by_hand(reader: Reader) -> None:
    """红, 红灯 and 灯 stand in one of four entries and once in a text of average length."""
    share, cosine = indexed(["红灯", "断网"], reader).nearness(asked("红灯", reader), ceiling=10.0)
    assert share == pytest.approx(3 * math.log1p(3.5 / 1.5) / 10.0)
    assert cosine == 0.0


@pytest.mark.parametrize(
    ("vector", "expected"),
    [
        ([0.8, 0.6], 0.96),  # 0.6 x 0.8 + 0.8 x 0.6, more than 1.0 x 0.8
        ([1.0, 0.0], 1.0),
        ([-1.0, 0.0], 0.0),
        (None, 0.0),
    ],
)
def test_meaning_is_the_nearest_cosine(
    reader: Reader, vector: list[float] | None, expected: float
) -> None:
    """Cut to [0, 1]."""
    rows = np.array([[1.0, 0.0], [0.6, 0.8]], np.float32)
    foreign = indexed(TEXTS[:2], reader, rows)
    _, cosine = foreign.nearness(asked("光猫", reader, vector), ceiling=1.0)
    assert cosine == pytest.approx(expected)


def test_the_more_alike_the_nearer(reader: Reader) -> None:
    """The text itself, half of it, something else."""
    foreign = indexed(TEXTS, reader)
    near = [
        foreign.nearness(asked(text, reader), ceiling=100.0)[0]
        for text in ("请问营业厅几点开门", "营业厅在哪里可以停车", "红灯")
    ]
    assert near[0] > near[1] > near[2] == 0.0


@given(
    st.text(alphabet="光猫怎么卖请问营业厅红灯a，", min_size=1).filter(str.isalnum),
    st.floats(1.0, 50.0),
)
def test_nearness_is_a_share(reader: Reader, text: str, ceiling: float) -> None:
    """In [0, 1] for any complaint and ceiling."""
    share, _ = indexed(TEXTS, reader).nearness(asked(text, reader), ceiling=ceiling)
    assert 0.0 <= share <= 1.0


def test_they_lower_confidence_and_leave_the_order(
    entries: list[Entry], lexicon: Lexicon, weights: dict[str, Any]
) -> None:
    """Scores are the same with and without; the probability of any fit is not."""
    doubting = copy.deepcopy(weights)
    doubting["modes"]["keyword_only"]["fit"]["nearer_grams"] = 20.0
    text = "光猫怎么卖，上不了网的也行"
    plain, warned = (
        Matcher.build(entries, lexicon=lexicon, cases=cases, weights=doubting).match(text)
        for cases in ([], [Case(None, "光猫怎么卖")])
    )
    assert [(s.entry.code, s.score) for s in plain.suggestions] == [
        (s.entry.code, s.score) for s in warned.suggestions
    ]
    assert warned.suggestions[0].confidence < plain.suggestions[0].confidence
