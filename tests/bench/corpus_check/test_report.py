"""Report: figures first, findings last, columns that line up under Chinese."""

from __future__ import annotations

from bench.corpus_check.report import Finding, Result, lines


def test_lines() -> None:
    """`条目` is as wide as four letters."""
    results = {
        "schema": Result({"条目": "2"}, (Finding("BB-001", "改"),)),
        "lexicon": Result({"abcd": "3"}, notes=(Finding("猫", "看"),)),
    }
    assert list(lines(results)) == [
        "schema   条目  2",
        "lexicon  abcd  3",
        "提示 [lexicon] 猫：看",
        "发现 [schema] BB-001：改",
        "共发现 1 项须改正，1 项提示。",
    ]


def test_nothing_to_say() -> None:
    """An empty report still sums up."""
    assert list(lines({})) == ["共发现 0 项须改正，0 项提示。"]
