"""Richness: figures that do not depend on the number of tickets, and openings that repeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.corpus_check.richness import check, distinct_bigrams

Make = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], 0.0),
        (["红"], 0.0),
        (["红灯红灯"], 1000 * 2 / 3),  # 红灯 灯红 红灯
        (["红灯", "红灯"], 1000 * 1 / 2),  # no bigram across texts
        (["红" * 2001], 1.0),  # two runs of 1,000 times 红红
    ],
)
def test_distinct_bigrams(texts: list[str], expected: float) -> None:
    """In a thousand, by hand."""
    assert distinct_bigrams(texts) == pytest.approx(expected)


def test_a_common_opening_is_found(make_ticket: Make) -> None:
    """Two of twenty tickets = 10 % open alike: above 5 %, not above 10 %."""
    rows = [make_ticket(f"dev-{i}", f"{chr(0x4E00 + i)}号客户说的话各不相同") for i in range(18)]
    rows += [make_ticket("dev-x", "尊敬的客服人员您好"), make_ticket("dev-y", "尊敬的客服人员您看")]
    (finding,) = check({"dev": rows}).findings
    assert str(finding) == "dev customer：2/20 条以“尊敬的客服人员您”开头，上限 5%；请换开头。"
    assert check({"dev": rows}, most=0.1).findings == ()


def test_voices_are_measured_apart(make_ticket: Make) -> None:
    """Two voices with one opening share nothing."""
    rows = [make_ticket("dev-1"), make_ticket("dev-2", style="hard")]
    result = check({"dev": rows})
    assert result.findings == ()
    assert list(result.counts) == ["dev customer", "dev hard"]
    assert result.counts["dev hard"] == "1 条，每千字 857 种二字组，开头不同 100.0%，字数 8（8–8）"
