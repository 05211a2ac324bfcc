"""The matcher: right entry first, reasons that add up, the same answer twice."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.entry import Entry
from matcher.answer import full_answer, result_line
from matcher.engine import Matcher
from matcher.errors import EmptyText
from matcher.lexicon import Lexicon
from matcher.question import Answered


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我家光猫亮红灯上不了网", "T-001"),
        ("小白盒冒红光，没网了", "T-001"),
        ("整栋楼都断网了", "T-002"),
        ("我是不是欠费停机了", "T-003"),
        ("电视只有画面无声", "T-004"),
    ],
)
def test_right_entry_first(matcher: Matcher, text: str, code: str) -> None:
    """Each phrase finds its entry."""
    assert matcher.match(text).suggestions[0].entry.code == code


def test_a_denial_speaks_against(matcher: Matcher) -> None:
    """不是欠费 costs the entry that needs it, and the evidence says so."""
    suggestions = {s.entry.code: s for s in matcher.match("停机了，不是欠费").suggestions}
    assert suggestions["T-003"].parts["denied"] < 0
    assert [mark.text for mark in suggestions["T-003"].evidence.against] == ["欠费"]


def test_excluding_information_speaks_against(matcher: Matcher) -> None:
    """整栋楼 is told of the building's fault only, and excluded by the single household's."""
    suggestions = {s.entry.code: s for s in matcher.match("光猫红灯，整栋楼断网").suggestions}
    assert suggestions["T-001"].parts["stated"] < suggestions["T-002"].parts["stated"]
    assert suggestions["T-002"].score > suggestions["T-001"].score
    assert "整栋楼" in [mark.text for mark in suggestions["T-001"].evidence.against]


def test_the_handling_record_overrules(matcher: Matcher) -> None:
    """The complaint says red lamp, the record found an unpaid bill."""
    alone = matcher.match("上不了网").suggestions[0].entry.code
    told = matcher.match("上不了网", handling="核查该户欠费停机，非线路问题").suggestions[0]
    assert alone != "T-003"
    assert told.entry.code == "T-003"


def test_parts_add_up(matcher: Matcher) -> None:
    """The reason shown is the reason counted."""
    for suggestion in matcher.match("光猫红灯，整栋楼断网，不是欠费").suggestions:
        assert sum(suggestion.parts.values()) == pytest.approx(suggestion.score)


@given(st.text(alphabet="光猫红灯断网欠费电视没有声音整栋楼不是，", min_size=1, max_size=30))
def test_confidences_are_probabilities(matcher: Matcher, text: str) -> None:
    """Ordered, in [0, 1], and together at most 1."""
    try:
        match = matcher.match(text)
    except EmptyText:
        return
    values = [suggestion.confidence for suggestion in match.suggestions]
    assert values == sorted(values, reverse=True)
    assert all(0.0 <= value <= 1.0 for value in values)
    assert sum(values) <= 1.0 + 1e-9


def test_same_question_same_answer(
    matcher: Matcher, entries: list[Entry], lexicon: Lexicon, weights: dict[str, object]
) -> None:
    """Two matchers built alike have one snapshot and answer alike."""
    again = Matcher.build(entries, lexicon=lexicon, weights=weights)
    assert again.snapshot == matcher.snapshot
    text = "光猫红灯断网"
    assert json.dumps(full_answer(again.match(text))) == json.dumps(
        full_answer(matcher.match(text))
    )


def test_the_snapshot_names_what_an_answer_depends_on(
    matcher: Matcher, entries: list[Entry], lexicon: Lexicon
) -> None:
    """Other entries, another lexicon, another revision: another snapshot."""
    others = {
        Matcher.build(entries[1:], lexicon=lexicon).snapshot,
        Matcher.build(entries, lexicon=Lexicon([])).snapshot,
        Matcher.build(entries, lexicon=lexicon, revision=7).snapshot,
        matcher.snapshot,
    }
    assert len(others) == 4


def test_the_question_and_its_answer(matcher: Matcher) -> None:
    """Close entries are told apart by one question; its answer decides."""
    match = matcher.match("上不了网")
    assert match.ask is not None
    assert match.ask.question == "整栋楼都断了吗？"
    assert set(match.ask.separates) == {"T-001", "T-002"}
    answered = [Answered(match.ask.question, "整栋楼")]
    decided = matcher.match("上不了网", answered=answered)
    assert decided.suggestions[0].entry.code == "T-002"
    assert decided.suggestions[0].parts["answered"] > 0
    assert decided.ask is None


def test_service_filter(matcher: Matcher) -> None:
    """Only entries of the business line are suggested."""
    match = matcher.match("电视没有声音，也断网", service="宽带")
    assert {s.entry.service for s in match.suggestions} == {"宽带"}


def test_highlights_cut_the_text_as_sent(matcher: Matcher) -> None:
    """Offsets are code points of the original, full-width and emoji included."""
    text = "🙂光貓Ａ紅燈🙂，上不了網"
    answer = full_answer(matcher.match(text))
    pieces = [text[h["start"] : h["end"]] for h in answer["highlights"]["text"]]
    assert pieces == ["光貓", "紅燈", "上不了網"]


def test_empty_library(lexicon: Lexicon) -> None:
    """No entry, no suggestion, verdict none."""
    match = Matcher.build([], lexicon=lexicon).match("光猫红灯")
    assert (match.verdict, match.suggestions, match.ask) == ("none", (), None)


def test_a_library_of_titles_alone_works(lexicon: Lexicon) -> None:
    """Neither key information nor guides are needed."""
    titles = [
        Entry.from_document({"_id": f"q{i}", "text": text})
        for i, text in enumerate(["红灯", "欠费"])
    ]
    match = Matcher.build(titles, lexicon=lexicon).match("欠费怎么办")
    assert match.suggestions[0].entry.code == "q1"


def test_result_line(matcher: Matcher) -> None:
    """The line of a result file has the fields that others rely on."""
    line = result_line(matcher.match("上不了网", top=2), "7")
    assert list(line) == ["_id", "verdict", "suggestions", "ask", "snapshot"]
    assert line["_id"] == "7"
    assert len(line["suggestions"]) == 2
    assert set(line["suggestions"][0]) == {"code", "confidence", "scores"}


def test_single_sentences_have_weights_of_their_own(
    matcher: Matcher, entries: list[Entry], lexicon: Lexicon
) -> None:
    """A library of titles is plain, one of worked-out entries is not."""
    titles = [Entry.from_document({"code": f"q{i}", "title": f"问题{i}"}) for i in range(10)]
    assert Matcher.build(titles, lexicon=lexicon).library.plain
    assert not matcher.library.plain
    assert not Matcher.build([*titles[:8], *entries[:2]], lexicon=lexicon).library.plain
