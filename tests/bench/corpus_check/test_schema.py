"""Schema: what an entry lacks is named with its code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.corpus_check import schema

Make = Callable[..., dict[str, Any]]


def messages(files: dict[str, list[Any]], *, expected: int = 2) -> list[str]:
    return [str(finding) for finding in schema.check(files, expected=expected).findings]


def test_good_entries_are_quiet(entries: list[dict[str, Any]]) -> None:
    """Two good entries of 8 phrasings each: no finding, 16 phrasings, both below the usual 12."""
    result = schema.check({"bb": entries}, expected=2)
    assert result.findings == ()
    assert list(result.counts.values()) == ["2", "16", "2"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " "}, "BB-001：title"),
        ({"difficulty": 4}, "BB-001：difficulty"),
        ({"cause": ""}, "字段 cause 为空"),
        ({"first_line": None}, "字段 first_line 为空"),
        ({"neighbours": []}, "字段 neighbours 为空"),
        ({"sources": None}, "缺少字段 sources"),
        ({"symptoms": ["没网", "断网"]}, "只有 2 条现象说法，至少要 8 条"),
        ({"symptoms": ["没网"] * 8}, "说法“没网”写了 8 遍"),
        ({"review_by": "明年"}, "BB-001：review_by"),
        ({"code": "MV-001"}, "MV-001：写在 bb.yaml 里；请移到 mv.yaml"),
    ],
)
def test_a_fault_is_named(make_entry: Make, fields: dict[str, Any], said: str) -> None:
    """One bad field, one message that holds its name."""
    found = messages({"bb": [make_entry(**fields)]}, expected=1)
    assert any(said in message for message in found), found


def test_false_is_not_empty(make_entry: Make) -> None:
    """`first_line: false` is an answer."""
    assert messages({"bb": [make_entry(first_line=False)]}, expected=1) == []


def test_a_code_and_a_phrasing_belong_to_one_entry(make_entry: Make) -> None:
    """The same entry twice: its code once, its 8 phrasings from both sides."""
    found = messages({"bb": [make_entry(), make_entry()]})
    assert "编码出现了 2 次" in found[0]
    assert len([message for message in found if "另一条目" in message]) == 16


def test_missing_entries_are_counted(entries: list[dict[str, Any]]) -> None:
    """Two entries where three are expected."""
    assert messages({"bb": entries}, expected=3) == [
        "经验库：有 2 条，应为 3 条；请补齐，或改本检查的条数。"
    ]


def test_what_is_no_object_is_named() -> None:
    """A YAML list may hold anything."""
    assert any("不是对象" in message for message in messages({"bb": ["光猫"]}, expected=1))
