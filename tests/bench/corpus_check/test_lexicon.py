"""Lexicon: contradictions and corrections that spoil its words are named."""

from __future__ import annotations

from typing import Any

from bench.corpus_check.lexicon import check

GROUPS: list[dict[str, Any]] = [
    {"label": "设备", "word": "光猫", "synonyms": ["ONU", "猫"]},
    {"label": "现象", "word": "断网", "synonyms": []},
]


def messages(groups: list[dict[str, Any]], confusions: dict[str, str]) -> list[str]:
    result = check(groups, confusions, fewest_words=1, fewest_groups=1)
    return [str(finding) for finding in result.findings]


def test_a_good_lexicon_is_quiet() -> None:
    """Four words, one group with synonyms."""
    result = check(GROUPS, {"光毛": "光猫"}, fewest_words=4, fewest_groups=1)
    assert (result.findings, result.notes) == ((), ())
    assert list(result.counts.values()) == ["4", "1", "1"]


def test_too_small() -> None:
    """Four words and one group, against 1,500 and 300."""
    assert [str(finding) for finding in check(GROUPS, {}).findings] == [
        "词典：有 4 个词，至少要 1500；请补充。",
        "词典：有 1 个同义词组，至少要 300；请补充。",
    ]


def test_two_categories() -> None:
    """Compared in normal form: onu is ＯＮＵ."""
    groups = [*GROUPS, {"label": "业务", "word": "ＯＮＵ"}]
    assert messages(groups, {}) == ["onu：同时属于业务、设备；请只保留一类。"]


def test_two_groups_of_one_category_are_noted() -> None:
    """Only the first group is used."""
    groups = [*GROUPS, {"label": "设备", "word": "猫", "synonyms": ["小猫"]}]
    result = check(groups, {}, fewest_words=1, fewest_groups=1)
    assert result.findings == ()
    assert [note.where for note in result.notes] == ["猫"]


def test_a_correction_that_spoils_a_word() -> None:
    """光猫 would become 光毛."""
    assert "易混写法会改坏词条 光猫" in messages(GROUPS, {"光猫": "光毛"})[0]
    assert "易混写法会改坏词条 断网" in messages(GROUPS, {"断": "段"})[0]


def test_a_correction_that_normalising_makes_needless() -> None:
    """Spoken digits are read before any correction."""
    groups = [*GROUPS, {"label": "错误码", "word": "错误691"}]
    result = check(groups, {"错误六九幺": "错误691"}, fewest_words=1, fewest_groups=1)
    assert result.findings == ()
    assert [note.where for note in result.notes] == ["错误六九幺"]
