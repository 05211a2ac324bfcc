"""Key information: labelled, disjoint, and denied where the text denies it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.keyinfo import key_information
from matcher.lexicon import LABELS, Lexicon
from matcher.normalise import normalise
from service.seed import seed_lexicon


@pytest.mark.parametrize(
    ("text", "canonical", "expected"),
    [
        ("光猫亮红灯", "红灯", False),
        ("红灯没亮", "红灯", True),
        ("红灯也没有亮", "红灯", True),
        ("没有红灯", "红灯", True),
        ("不是欠费", "欠费", True),
        ("排除欠费", "欠费", True),
        ("没有欠费，断网了", "上不了网", False),
        ("没有掉线", "掉线", True),
        ("不是掉线就是断网", "上不了网", False),
        ("不是没有断网", "上不了网", False),
        ("不知道是不是欠费", "欠费", True),
        ("上不了网", "上不了网", False),
        ("电视没有声音", "没有声音", False),
        ("用了没多久就掉线", "掉线", False),
        ("非常卡还掉线", "掉线", False),
        ("los灯不红", "los:红", True),
        ("los灯没有亮红", "los:红", True),
        ("光信号灯一直红", "los:红", False),
        ("los灯不亮", "los:不亮", False),
        ("pon灯一直在闪", "pon:闪", False),
        ("报错691", "691", False),
        ("提示：718", "718", False),
    ],
)
def test_denied_or_not(lexicon: Lexicon, text: str, canonical: str, expected: bool) -> None:
    """A denial reaches its own clause only; words with their own negator are symptoms."""
    spans = [s for s in key_information(text, lexicon=lexicon) if s.canonical == canonical]
    assert [span.negated for span in spans] == [expected]


@pytest.mark.parametrize(
    ("text", "label", "piece"),
    [
        ("昨晚8点多开始", "时间频次", "昨晚8点多"),
        ("断了3天", "时间频次", "断了3天"),
        ("重启过光猫", "已做操作", "重启过"),
        ("我们整栋楼都没网", "范围", "整栋楼"),
        ("要求今天上门", "诉求", "要求今天上门"),
        ("请派人来修，急", "诉求", "请派人"),
        ("pon灯闪烁", "指示灯", "pon灯闪烁"),
    ],
)
def test_patterns(lexicon: Lexicon, text: str, label: str, piece: str) -> None:
    """What no word list can hold is found by pattern."""
    found = {(s.label, text[s.start : s.end]) for s in key_information(text, lexicon=lexicon)}
    assert (label, piece) in found


@pytest.mark.parametrize("text", ["", "，。", "今天天气不错", "close", "691元话费"])
def test_nothing_where_nothing_is(lexicon: Lexicon, text: str) -> None:
    """No code in a price, no lamp inside a word."""
    assert [
        s for s in key_information(text, lexicon=lexicon) if s.label in ("错误码", "指示灯")
    ] == []


@given(
    st.text(
        alphabet="光猫红灯没有不是欠费断网los提示691，。整栋楼重启过 昨晚8点请尽快处理", max_size=60
    )
)
def test_spans_are_sorted_disjoint_and_labelled(text: str) -> None:
    """Whatever the text, with the whole seed lexicon."""
    plain = normalise(text).text
    end = 0
    for span in key_information(plain, lexicon=seed_lexicon()):
        assert end <= span.start < span.end <= len(plain)
        assert span.label in LABELS
        end = span.end
