"""Tickets: a line that breaks the contract, and a code that lacks tickets, are named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.corpus_check import tickets

Row = dict[str, Any]
Make = Callable[..., Row]


@pytest.fixture
def three(make_ticket: Make) -> list[Row]:
    """One ticket a voice for BB-001."""
    return [make_ticket(f"dev-{style}", style=style) for style in tickets.VOICES]


def messages(rows: list[Any], **knobs: int) -> list[str]:
    knobs = {"per_code": 0, "without_code": 0, **knobs}
    return [str(f) for f in tickets.check({"dev": rows}, {"BB-001"}, **knobs).findings]


def test_good_tickets_are_quiet(three: list[Row]) -> None:
    """Three tickets, one a voice, none without code."""
    result = tickets.check({"dev": three}, {"BB-001"}, per_code=3, without_code=0)
    assert (result.findings, result.notes) == ((), ())
    assert result.counts == {"dev": "3 条，无对应条目 0 条，workorder 1，customer 1，hard 1"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": None}, "dev 第 4 条：dev 第 4 条：缺少字段 text。请改正这一条。"),
        ({"also": "BB-001"}, "字段 also 应为列表"),
        ({"code": "BB-009"}, "dev-4：编码 BB-009 不在经验库里"),
        ({"also": ["BB-009"]}, "dev-4：编码 BB-009 不在经验库里"),
        ({"also": ["BB-001"]}, "dev-4：also 里重复了 code"),
        ({"code": None, "also": ["BB-001"]}, "dev-4：code 为 null 却有 also"),
        ({"style": "angry"}, "dev-4：style 是 'angry'"),
        ({"text": " "}, "dev-4：text 是空的"),
        ({"_id": "train-4"}, "train-4：在 dev 里，_id 应以“dev-”开头"),
        ({"_id": "dev-hard"}, "dev-hard：_id 出现了 2 次"),
    ],
)
def test_a_fault_is_named(three: list[Row], make_ticket: Make, fields: Row, said: str) -> None:
    """One bad line after three good ones."""
    found = messages([*three, make_ticket("dev-4") | fields])
    assert any(said in message for message in found), found


def test_a_line_without_code_key_is_named(three: list[Row]) -> None:
    """Null is an answer, silence is none."""
    del three[0]["code"]
    assert any("没有 code" in message for message in messages(three))


def test_what_is_no_object_is_named(three: list[Row]) -> None:
    """A JSON line may hold anything."""
    assert any("应为 JSON 对象" in message for message in messages([*three, "光猫"]))


def test_amounts(three: list[Row]) -> None:
    """Three of four tickets, none of one without code, and no hard voice."""
    assert messages(three, per_code=4, without_code=1) == [
        "BB-001：各划分共 3 条票，至少要 4 条；请补写。",
        "code 为 null：各划分共 0 条，至少要 1 条；请补写。",
    ]
    assert messages(three[:2]) == ["BB-001：在 dev 里没有 hard 的票；请补写。"]


def test_an_id_is_unique_over_all_splits(three: list[Row]) -> None:
    """The same tickets in two splits."""
    found = tickets.check({"dev": three, "test": three}, {"BB-001"}, per_code=0, without_code=0)
    assert sum("出现了 2 次" in str(finding) for finding in found.findings) == 3


def test_empty_splits_are_only_noted() -> None:
    """A corpus without tickets is judged by nothing."""
    result = tickets.check({"train": [], "dev": []}, {"BB-001"})
    assert result.findings == ()
    assert [note.where for note in result.notes] == ["train", "dev"]
