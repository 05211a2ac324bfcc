"""Neighbours: questions lead to both entries; one-sided ones are only noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.corpus_check import neighbours

Row = dict[str, Any]
Make = Callable[..., Row]


def messages(entries: list[Row]) -> list[str]:
    return [str(finding) for finding in neighbours.check(entries).findings]


def test_good_entries_are_quiet(entries: list[Row]) -> None:
    """Two entries that ask about each other: one pair, none one-sided."""
    result = neighbours.check(entries)
    assert (result.findings, result.notes) == ((), ())
    assert list(result.counts.values()) == ["1", "1", "0"]


def test_one_side_is_enough(make_entry: Make) -> None:
    """A one-sided question is a note; it covers the other's boundary too."""
    silent = make_entry("BB-002", "BB-001", neighbours=[])
    result = neighbours.check([make_entry(), silent])
    assert result.findings == ()
    assert [str(note) for note in result.notes] == [
        "BB-001：只有本条问、对方不问：BB-002（双向均可用，不必改）。"
    ]


def test_boundary_without_question(make_entry: Make) -> None:
    """What a boundary names must be askable from one side at least; here both lack it."""
    pair = [make_entry(neighbours=[]), make_entry("BB-002", "BB-001", neighbours=[])]
    assert [message.split("，")[0] for message in messages(pair)] == [
        "BB-001：boundary 提到 BB-002",
        "BB-002：boundary 提到 BB-001",
    ]


def test_answers_lead_to_both(entries: list[Row]) -> None:
    """A question whose answers forget one side."""
    entries[0]["neighbours"][0]["answers"] = [{"answer": "恢复过", "code": "BB-001"}]
    assert messages(entries) == ["BB-001：与 BB-002 的问题没有答案通向 BB-002；请补上。"]


def test_answers_differ(entries: list[Row]) -> None:
    """Two answers that sound alike."""
    entries[0]["neighbours"][0]["answers"][1]["answer"] = "恢复过"
    assert messages(entries) == ["BB-001：与 BB-002 的问题有相同的答案；请改写其中一个。"]


def test_question_is_there(entries: list[Row]) -> None:
    """A neighbour without a question."""
    entries[0]["neighbours"][0]["question"] = ""
    assert "与 BB-002 没有问题" in messages(entries)[0]


def test_codes_exist(entries: list[Row]) -> None:
    """In neighbours, in answers and in any text; codes of other trades are not ours."""
    entries[0]["neighbours"][0]["answers"][1]["code"] = "BB-077"
    entries[1]["guide"]["steps"][0]["instruction"] = "按BB-088处理，参照TS-123。"
    found = messages(entries)
    assert "BB-001：与 BB-002 的问题提到不存在的 BB-077；请改为已有编码。" in found
    assert "BB-002：正文提到不存在的 BB-088；请改为已有编码。" in found
    assert not any("TS-123" in message for message in found)


def test_nobody_is_their_own_neighbour(make_entry: Make) -> None:
    """An entry that names itself."""
    assert any("自己列为" in message for message in messages([make_entry(other="BB-001")]))
