"""Verbatim: a ticket that repeats its entry's phrasing is counted, whatever its punctuation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.corpus_check.verbatim import check

Make = Callable[..., dict[str, Any]]


def test_share(make_entry: Make, make_ticket: Make) -> None:
    """One of two tickets = 50 %: above 15 %, not above 50 %. A ticket without code counts not."""
    entries = [make_entry(symptoms=["红灯亮，几秒又灭。", "断网"])]
    rows = [
        make_ticket("dev-1", "师傅你好 红灯亮几秒又灭 快来"),
        make_ticket("dev-2", "一直断网，红灯不亮"),
        make_ticket("dev-3", "红灯亮几秒又灭", code=None),
    ]
    result = check(entries, {"dev": rows})
    assert result.counts == {"dev": "1/2 = 50.0%"}
    assert [finding.where for finding in result.findings] == ["dev"]
    assert [note.where for note in result.notes] == ["dev-1"]
    assert check(entries, {"dev": rows}, most=0.5).findings == ()


def test_another_entrys_words_are_no_fault(make_entry: Make, make_ticket: Make) -> None:
    """Only the phrasings of the right entry count."""
    entries = [make_entry(), make_entry("BB-002", symptoms=["红灯亮几秒又灭"])]
    result = check(entries, {"dev": [make_ticket(text="红灯亮几秒又灭")]})
    assert (result.findings, result.notes) == ((), ())


def test_empty_split(make_entry: Make) -> None:
    """No ticket, no share."""
    assert check([make_entry()], {"dev": []}).counts == {}
