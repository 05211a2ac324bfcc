"""Judged pairs help their like, and nobody can bend the ranking alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.engine import Matcher

ASKED = "我家的匣子冒青烟，旁边滴滴响，不知道哪里出了问题"
LIKE = "匣子又冒青烟了，还是滴滴响，不知道哪里出了问题"
OTHER = "我是不是欠费停机了，交完费还是打不出去"


@dataclass(frozen=True)
class Said:
    """A judgement."""

    text: str
    code: str
    right: bool = True
    judge: str = "甲"
    handling: str = ""


def first(matcher: Matcher, text: str) -> str:
    """Code of the first suggestion."""
    return matcher.match(text).suggestions[0].entry.code


def part(matcher: Matcher, text: str, code: str) -> float:
    """What memory adds to an entry."""
    found = {s.entry.code: s for s in matcher.match(text, top=9).suggestions}
    return found[code].parts["remembered"]


def test_a_confirmed_ticket_helps_its_like(matcher: Matcher) -> None:
    """Also where the entry was no candidate at all, and the reason says so."""
    taught = matcher.remembering([Said(ASKED, "T-004")])
    assert first(taught, ASKED) == "T-004"
    assert first(taught, LIKE) == "T-004"
    assert "相似工单曾确认是此条" in taught.match(ASKED).suggestions[0].evidence.reason


def test_it_does_not_help_others(matcher: Matcher) -> None:
    """However often it was confirmed: there is no popularity."""
    flooded = matcher.remembering([Said(ASKED, "T-004", judge=f"第{i}人") for i in range(500)])
    before, after = matcher.match(OTHER), flooded.match(OTHER)
    assert [s.score for s in before.suggestions] == [s.score for s in after.suggestions]


def test_a_rejected_pair_counts_against_that_pair_only(matcher: Matcher) -> None:
    """The entry keeps its score for other tickets."""
    text = "光猫亮红灯，家里全都上不了网"
    refused = matcher.remembering([Said(text, "T-001", right=False)])
    assert part(refused, text, "T-001") < 0
    assert part(refused, text, "T-002") == 0
    assert part(refused, OTHER, "T-003") == 0


def test_clicks_of_one_judge_count_once(matcher: Matcher) -> None:
    """A thousand clicks are one judge; two judges are more; opposite judges cancel."""
    once = matcher.remembering([Said(ASKED, "T-004")])
    often = matcher.remembering([Said(ASKED, "T-004")] * 1000)
    two = matcher.remembering([Said(ASKED, "T-004"), Said(ASKED, "T-004", judge="乙")])
    torn = matcher.remembering([Said(ASKED, "T-004"), Said(ASKED, "T-004", False, "乙")])
    step = part(once, ASKED, "T-004")
    assert part(often, ASKED, "T-004") == step
    assert step < part(two, ASKED, "T-004") < 2 * step
    assert torn.match(ASKED, top=9).suggestions == () or part(torn, ASKED, "T-004") == 0


def test_the_last_word_of_a_judge_counts(matcher: Matcher) -> None:
    """Who changes their mind is believed."""
    text = "光猫亮红灯，家里全都上不了网"
    changed = matcher.remembering([Said(text, "T-001", right=False), Said(text, "T-001")])
    assert part(changed, text, "T-001") > 0


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("甲乙丙丁")), max_size=30))
def test_a_part_is_bounded(matcher: Matcher, votes: list[tuple[bool, str]]) -> None:
    """By the weight, whoever says what."""
    said = [Said(ASKED, "T-004", right, judge) for right, judge in votes]
    recalled = matcher.remembering(said).memory
    strengths = recalled.recall(list(ASKED)) if recalled else {}
    assert all(-1 < value < 1 for value in strengths.values())


def test_the_snapshot_names_the_memory(matcher: Matcher) -> None:
    """Equal judgements, equal snapshot; none at all is no memory."""
    said = [Said(ASKED, "T-004")]
    assert matcher.remembering(said).snapshot == matcher.remembering(said).snapshot
    assert matcher.remembering(said).snapshot != matcher.snapshot
    assert matcher.remembering([]).snapshot == matcher.snapshot


def test_scores_still_add_up(matcher: Matcher) -> None:
    """The parts shown are the parts counted."""
    for suggestion in matcher.remembering([Said(ASKED, "T-004")]).match(LIKE).suggestions:
        assert sum(suggestion.parts.values()) == pytest.approx(suggestion.score)
