"""Near-duplicates: blocking by length loses no pair, and names and figures do not hide one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from bench.corpus_check.duplicates import Pair, check, masked, near_pairs

Make = Callable[..., dict[str, Any]]

TEXT = "王先生13800001234报障，光猫红灯一直闪，全家上不了网"
TWIN = "李女士13800009876报障，光猫红灯一直闪，全家上不了网"
OTHER = "电视画面有马赛克，换了根高清线也不行，只有一个频道这样"


@given(st.lists(st.text("红灯断网", min_size=1, max_size=7), max_size=12), st.integers(1, 5))
def test_equals_all_pairs(texts: list[str], chunk: int) -> None:
    """Fast equals slow: 2m / (a + b) of every pair, whatever the chunks."""
    slow = [
        Pair(i, j, score)
        for (i, a), (j, b) in combinations(enumerate(texts), 2)
        if (score := 2 * LCSseq.similarity(a, b) / (len(a) + len(b))) > 0.8
    ]
    fast = near_pairs(texts, score_cutoff=0.8, chunk=chunk)
    assert [(p.first, p.second) for p in fast] == [(p.first, p.second) for p in slow]
    assert [p.score for p in fast] == pytest.approx([p.score for p in slow])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (TEXT, "某0报障,光猫红灯一直闪,全家上不了网"),
        ("王某某，电1380000****", "某,电0"),
        ("３幢５０２室", "0幢0室"),
        ("总是掉线", "总是掉线"),
    ],
)
def test_masked(text: str, expected: str) -> None:
    """Who called, and from where, is made equal."""
    assert masked(text) == expected


def test_a_twin_in_another_split_is_found(make_ticket: Make) -> None:
    """The same complaint of another customer."""
    splits = {"train": [make_ticket("train-1", TEXT)], "test": [make_ticket("test-1", TWIN)]}
    (finding,) = check(splits).findings
    assert str(finding).startswith("train-1：与 test-1 相似 100%（train 与 test 之间）")


def test_within_a_split_more_is_allowed(make_ticket: Make) -> None:
    """19 common of 20 and 19 characters = 38/39: a finding; 16 of 20 and 20 = 0.8: none."""
    base = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"
    rows = [make_ticket("dev-1", base), make_ticket("dev-2", base[:-1])]
    assert len(check({"dev": rows}).findings) == 1
    rows[1]["text"] = base[:16] + "子丑寅卯"
    assert check({"dev": rows}).findings == ()
    apart = check({"dev": rows[:1], "test": rows[1:]})
    assert apart.findings == ()
    assert len(apart.notes) == 1


def test_different_tickets_are_quiet(make_ticket: Make) -> None:
    """Nothing alike, nothing to say."""
    result = check({"dev": [make_ticket("dev-1", TEXT), make_ticket("dev-2", OTHER)]})
    assert (result.findings, result.notes) == ((), ())


def test_no_ticket_at_all() -> None:
    """Empty splits are compared with nothing."""
    assert check({"train": [], "dev": []}).findings == ()
