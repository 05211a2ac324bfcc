"""Ranking: the floor, and what to read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.corpus_check.ranking import Ranked, check, hit_at, rank

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def library(make_entry: Make) -> list[dict[str, Any]]:
    """Three entries about three things."""
    words = {"BB-003": "电视马赛克", "BB-001": "光猫红灯", "BB-002": "网速很慢"}
    return [
        make_entry(code, title=text, text=text, cause=text, symptoms=[text], key_info=[text])
        for code, text in words.items()
    ]


def test_rank(library: list[dict[str, Any]], make_ticket: Make) -> None:
    """The words decide; without any common word the code does; the best of `also` counts."""
    tickets = [
        make_ticket("dev-1", "红灯闪"),
        make_ticket("dev-2", "很慢", code="BB-001"),
        make_ticket("dev-3", "很慢", code="BB-001", also=["BB-002"]),
        make_ticket("dev-4", "喂", code="BB-003"),
        make_ticket("dev-5", "喂", code=None),
        make_ticket("dev-6", "喂", handling="马赛克", code="BB-003"),
    ]
    assert [(item.identifier, item.code, item.rank) for item in rank(library, tickets)] == [
        ("dev-1", "BB-001", 1),
        ("dev-2", "BB-001", 2),
        ("dev-3", "BB-002", 1),
        ("dev-4", "BB-003", 3),
        ("dev-6", "BB-003", 1),
    ]


def test_hit_at() -> None:
    """Ranks 1, 2, 4: one of three at 1, two of three at 3."""
    items = [Ranked(str(rank), "hard", "BB-001", rank, "BB-001") for rank in (1, 2, 4)]
    assert (hit_at(items, 1), hit_at(items, 3)) == (1 / 3, 2 / 3)


def test_far_tickets_are_noted(library: list[dict[str, Any]], make_ticket: Make) -> None:
    """Rank 2 is far below 1 where 1 is asked for; it is a note and no finding."""
    splits = {"dev": [make_ticket("dev-2", "很慢")], "test": []}
    result = check(library, splits, far=1)
    assert result.findings == ()
    assert [str(note) for note in result.notes] == [
        "dev-2：字面检索把 BB-001 排在第 2（第 1 是 BB-002）；请复读标注。"
    ]
    assert result.counts == {
        "dev 全部": "n=1 hit@1 0.000 hit@3 1.000",
        "dev customer": "n=1 hit@1 0.000 hit@3 1.000",
    }
    assert check(library, splits).notes == ()
