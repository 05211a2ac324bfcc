"""Cases help their own entry, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.entry import Entry
from matcher.cases import Case, case_texts, cases_of, identity_of, read_cases, told
from matcher.engine import Matcher
from matcher.lexicon import Lexicon
from matcher.reading import Reader
from matcher.tickets import Ticket

STRANGE = "那个黑乎乎的匣匣子冒青烟了"
TEXTS = st.text(alphabet="光毛貓红灯没网不是，。\u200bＬos 1", max_size=12)
CASES = st.lists(st.builds(Case, st.sampled_from(["A", "B", "X", None]), TEXTS, TEXTS), max_size=6)


def test_a_case_helps_its_like(
    matcher: Matcher, entries: list[Entry], lexicon: Lexicon, weights: dict[str, object]
) -> None:
    """Words that no entry knows lead to the entry whose case used them."""
    cases = [Case("T-004", STRANGE)]
    remembered = Matcher.build(entries, lexicon=lexicon, cases=cases, weights=weights)
    asked = "匣匣子冒青烟"
    assert "T-004" not in [s.entry.code for s in matcher.match(asked).suggestions]
    assert remembered.match(asked).suggestions[0].entry.code == "T-004"


def test_a_case_does_not_raise_its_entry_elsewhere(
    matcher: Matcher, entries: list[Entry], lexicon: Lexicon, weights: dict[str, object]
) -> None:
    """A hundred cases of one entry leave another entry's complaint where it was."""
    cases = [Case("T-004", STRANGE)] * 100
    flooded = Matcher.build(entries, lexicon=lexicon, cases=cases, weights=weights)
    for text in ("我家光猫亮红灯上不了网", "整栋楼都断网了", "我是不是欠费停机了"):
        expected = matcher.match(text).suggestions[0].entry.code
        assert flooded.match(text).suggestions[0].entry.code == expected


def test_cases_of_unknown_codes_are_passed_over(
    matcher: Matcher, entries: list[Entry], lexicon: Lexicon, weights: dict[str, object]
) -> None:
    """They change neither order nor scores."""
    cases = [Case("X-9", STRANGE)]
    other = Matcher.build(entries, lexicon=lexicon, cases=cases, weights=weights)
    got = other.match("光猫红灯断网").suggestions[0]
    assert got.parts == matcher.match("光猫红灯断网").suggestions[0].parts


def test_the_snapshot_names_the_cases(entries: list[Entry], lexicon: Lexicon) -> None:
    """Other cases, another snapshot."""
    without = Matcher.build(entries, lexicon=lexicon)
    remembered = Matcher.build(entries, lexicon=lexicon, cases=[Case("T-004", STRANGE)])
    assert without.snapshot != remembered.snapshot


def test_only_tickets_with_at_most_one_right_code_are_cases() -> None:
    """Neither unlabelled nor ambiguous ones; those that no entry fits have no code."""
    tickets = [
        Ticket("1", "a", labelled=True, codes=frozenset({"X"})),
        Ticket("2", "b", labelled=True),
        Ticket("3", "c", labelled=True, codes=frozenset({"X", "Y"})),
        Ticket("4", "d"),
    ]
    assert cases_of(tickets) == [Case("X", "a"), Case(None, "b")]
    assert identity_of(cases_of(tickets)) != identity_of([])


def test_cases_by_code(reader: Reader) -> None:
    """In the order of the codes asked for, each in the order told; other codes are passed over."""
    cases = [Case("B", "没网"), Case("A", "光毛红灯", "已修"), Case(None, "喂"), Case("B", "断网")]
    assert case_texts(cases, ["A", "B"], reader=reader) == [["光猫红灯\n已修"], ["没网", "断网"]]
    assert case_texts(cases, [None], reader=reader) == [["喂"]]
    assert case_texts(cases, [], reader=reader) == []


@given(cases=CASES)
def test_case_texts_are_the_texts_of_read_cases(reader: Reader, cases: list[Case]) -> None:
    """The quick way gives what the thorough one gives."""
    codes = ["B", "A", None]
    thorough = read_cases(cases, codes, reader=reader)
    quick = case_texts(cases, codes, reader=reader)
    assert quick == [[case.text for case in own] for own in thorough]


@pytest.mark.parametrize(
    ("complaint", "record", "expected"),
    [
        ("没网", "已修", "没网\n已修"),
        ("没网", "", "没网"),
        ("没网", "……", "没网"),
        ("，", "已修", "已修"),
        ("", "", ""),
    ],
)
def test_told(complaint: str, record: str, expected: str) -> None:
    """Texts without a word are left out."""
    assert told(complaint, record) == expected
