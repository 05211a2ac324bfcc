"""Features of one complaint with all entries: each column equals its own slow reckoning."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.cases import Case
from matcher.engine import Matcher
from matcher.features import FEATURES, LATER, SIGNALS
from matcher.library import Library
from matcher.query import Query, read_query
from matcher.scoring import Scoring
from matcher.vectors import VectorIndex

TEXT = "我家光毛亮红灯，没网，不是欠费"
COLUMN = {name: number for number, name in enumerate(FEATURES)}


def asked(matcher: Matcher, text: str = TEXT) -> Query:
    """A complaint as the small library reads it."""
    return read_query(text, "", reader=matcher.reader, encoder=None)


@pytest.fixture(scope="module")
def pictured(matcher: Matcher) -> tuple[Library, Query]:
    """The small library with vectors of two numbers: one phrasing and one case an entry."""
    rows = [[1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6], [-1, 0], [0, -1], [0, 1], [0, 1]]
    vectors = VectorIndex.build(np.array(rows, np.float32), [2] * 4, phrasings=[1] * 4)
    query = replace(asked(matcher), vector=np.array([0.8, 0.6], np.float32))
    return replace(matcher.library, vectors=vectors), query


def test_one_row_an_entry_in_the_order_asked(matcher: Matcher) -> None:
    """Any choice of positions gives those rows of the whole table."""
    scoring = Scoring(matcher.library, asked(matcher))
    whole = scoring.table(range(4))
    assert whole.shape == (4, len(FEATURES))
    assert np.array_equal(scoring.table([3, 1]), whole[[3, 1]])
    assert scoring.table([]).shape == (0, len(FEATURES))


@pytest.mark.parametrize(("feature", "unsaid"), [("words", 10), ("grams", 20)])
def test_keyword_columns_are_shares_of_their_ceiling(
    matcher: Matcher, feature: str, unsaid: int
) -> None:
    """What each term adds, over what all terms and some unsaid ones could."""
    query = asked(matcher)
    index, terms = getattr(matcher.library.keywords, feature), getattr(query, feature)
    ceiling = index.ceiling(terms) + 2.2 * unsaid * index.unseen_idf
    slow = [sum(parts.values()) / ceiling for parts in index.contributions(terms, range(4))]
    table = Scoring(matcher.library, query).table(range(4))
    assert table[:, COLUMN[feature]] == pytest.approx(slow)
    assert max(slow) > 0


def test_columns_of_facts(matcher: Matcher) -> None:
    """Told are 光猫, 红灯 and 上不了网, denied is 欠费, which only its own entry states."""
    query = asked(matcher)
    table = Scoring(matcher.library, query).table(range(4))
    facts = matcher.library.facts
    assert table[:, COLUMN["stated"]] == pytest.approx(facts.stating(query.told))
    assert table[:, COLUMN["denied"]] == pytest.approx(facts.denying(query.told))
    assert table[0, COLUMN["stated"]] > 0 > table[3, COLUMN["stated"]]
    assert table[:, COLUMN["denied"]].tolist().index(table[:, COLUMN["denied"]].min()) == 2


def test_a_record_speaks_for_itself(matcher: Matcher) -> None:
    """Its words have their own share, and what both texts share counts six tenths beside it."""
    record = "机顶盒无声"
    query = read_query(TEXT, record, reader=matcher.reader, encoder=None)
    table = Scoring(matcher.library, query).table(range(4))
    words = matcher.library.keywords.words
    told = matcher.reader.read(record).words
    ceiling = words.ceiling(told) + 2.2 * 20 * words.unseen_idf
    assert table[:, COLUMN["record"]] == pytest.approx(words.query(told) / ceiling)
    assert table[3, COLUMN["record"]] > 0.0
    both = words.ceiling(query.words) + 2.2 * 10 * words.unseen_idf
    assert table[:, COLUMN["words"]] == pytest.approx(0.6 * words.query(query.words) / both)
    terms = Scoring(matcher.library, query).terms(range(4))
    assert [sum(each.values()) for each in terms] == pytest.approx(table[:, COLUMN["words"]])


def test_no_record_says_nothing(matcher: Matcher) -> None:
    """Without a record its column is empty; one without words is none."""
    for record in ("", "——"):
        query = read_query(TEXT, record, reader=matcher.reader, encoder=None)
        table = Scoring(matcher.library, query).table(range(4))
        assert not table[:, COLUMN["record"]].any()
        assert np.array_equal(table, Scoring(matcher.library, asked(matcher)).table(range(4)))


@pytest.mark.parametrize("feature", sorted(LATER))
def test_what_comes_later_by_code(matcher: Matcher, feature: str) -> None:
    """In its own column; 0 for entries that nothing was said of, and for all until it is."""
    scoring = Scoring(matcher.library, asked(matcher))
    plain = scoring.table([0, 1, 2])
    told = scoring.table([0, 1, 2], later={feature: {"T-002": 1.0, "T-001": -0.5}})
    assert told[:, COLUMN[feature]].tolist() == [-0.5, 1.0, 0.0]
    assert not plain[:, COLUMN[feature]].any()
    others = [number for name, number in COLUMN.items() if name != feature]
    assert np.array_equal(told[:, others], plain[:, others])


def test_candidates(matcher: Matcher) -> None:
    """Entries that share a word, those named by code, and of one business line only."""
    scoring = Scoring(matcher.library, asked(matcher, "欠费"))
    assert scoring.candidates() == [2]
    assert scoring.candidates(codes=["T-004", "X-9"]) == [2, 3]
    assert scoring.candidates("宽带", codes=["T-001", "T-004"]) == [0]


def test_without_an_encoder_meaning_is_zero(matcher: Matcher) -> None:
    """Three columns are empty, and there is no nearest phrasing."""
    scoring = Scoring(matcher.library, asked(matcher))
    columns = [COLUMN[name] for name in ("meaning", "typical", "precedent")]
    assert not scoring.table(range(4))[:, columns].any()
    assert scoring.nearest(0) is None


def test_columns_of_meaning_by_hand(pictured: tuple[Library, Query]) -> None:
    """Cosines with (.8, .6): of the phrasing, of the case, of their unit mean, cut to [0, 1]."""
    scoring = Scoring(*pictured)
    table = scoring.table(range(4))
    centre = 1.4 / math.sqrt(2)  # of (1, 0) and (0, 1), and likewise of (.6, .8) and (.8, .6)
    assert table[:, COLUMN["meaning"]] == pytest.approx([0.8, 0.96, 0.0, 0.6], abs=1e-6)
    assert table[:, COLUMN["precedent"]] == pytest.approx([0.6, 1.0, 0.0, 0.6], abs=1e-6)
    assert table[:, COLUMN["typical"]] == pytest.approx([centre, centre, 0.0, 0.6], abs=1e-6)
    assert scoring.table([3, 1]) == pytest.approx(table[[3, 1]], abs=1e-6)
    assert scoring.nearest(1) == (
        pictured[0].phrasings[1][0],
        pytest.approx(0.96, abs=1e-6),
    )


def test_said_names_every_feature_and_signal(matcher: Matcher) -> None:
    """Features of the row, its score, and what the complaint alone shows."""
    query = asked(matcher)
    scoring = Scoring(matcher.library, query)
    table = scoring.table([3, 0])
    said = scoring.said(table, [1.0, 2.5])
    assert said.keys() == FEATURES.keys() | SIGNALS.keys()
    assert (said["score"], said["margin"]) == (2.5, 1.5)
    assert [said[name] for name in FEATURES] == table[1].tolist()
    share = scoring.table(range(4))[:, COLUMN["grams"]].max()
    assert said["nearer_grams"] == pytest.approx(share)
    assert said["nearer_meaning"] == 0.0


def test_a_foreign_text_is_a_signal(matcher: Matcher) -> None:
    """A complaint that is one of the texts without an entry is less near to entries than to it."""
    library = Library.build(
        matcher.library.entries, reader=matcher.reader, cases=[Case(None, TEXT)]
    )
    query = asked(matcher)
    warned, plain = (
        Scoring(each, query).signals["nearer_grams"] for each in (library, matcher.library)
    )
    assert warned < 0.0 < plain


@given(
    text=st.text(
        alphabet="光猫红灯断网欠费电视没有声音整栋楼不是尽快处理，los1", min_size=1, max_size=30
    ).filter(lambda text: text.strip("，"))
)
def test_features_are_shares(matcher: Matcher, text: str) -> None:
    """In [0, 1] for every entry and any complaint, but for the log lifts of facts."""
    table = Scoring(matcher.library, asked(matcher, text)).table(range(4))
    lifts = [COLUMN["stated"], COLUMN["denied"]]
    shares = np.delete(table, lifts, axis=1)
    assert shares.min() >= 0.0
    assert shares.max() <= 1.0
    assert np.abs(table[:, lifts]).max() <= 3.0


def test_terms_add_up_to_the_words_column(matcher: Matcher) -> None:
    """Word by word for the entries asked, in their order."""
    scoring = Scoring(matcher.library, asked(matcher))
    table = scoring.table([2, 0])
    found = scoring.terms([2, 0])
    assert [sum(each.values()) for each in found] == pytest.approx(table[:, COLUMN["words"]])
    assert "红灯" in found[1]
    assert scoring.terms([]) == []
