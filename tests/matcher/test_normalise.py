"""Normal form: idempotent, and every slice finds its way back to the text as it was sent."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.normalise import normalise

TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("光猫紅燈ＬＯＳ　\u200b\u202e\u0301é①㎡ﷺ가각ㄱᆨ九六幺零〇。，\r\n\t"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("   ", " "),
        ("光貓ＬＯＳ燈　閃紅", "光猫los灯 闪红"),
        ("错误六九幺", "错误691"),
        ("拨打幺零零八六", "拨打10086"),
        ("签约二三百兆", "签约二三百兆"),
        ("三三两两的人", "三三两两的人"),
        ("Wi‑Fi\u200b密码", "wi‐fi密码"),
        ("①号楼，㎡", "1号楼,m2"),
        ("无\u202e法\u202c上网", "无法上网"),
        ("🙂光猫", "🙂光猫"),
    ],
)
def test_table(text: str, expected: str) -> None:
    """Width, case, script, invisible marks and spoken digits come to one form."""
    assert normalise(text).text == expected


@given(TEXTS)
def test_idempotent(text: str) -> None:
    """A normal form is its own normal form."""
    once = normalise(text).text
    assert normalise(once).text == once


@given(TEXTS)
def test_offsets_cover_and_are_ordered(text: str) -> None:
    """Each character maps to a non-empty slice of the original, in order."""
    normal = normalise(text)
    assert len(normal.starts) == len(normal.ends) == len(normal.text)
    for start, end in zip(normal.starts, normal.ends, strict=True):
        assert 0 <= start < end <= len(text)
    assert list(normal.starts) == sorted(normal.starts)
    assert list(normal.ends) == sorted(normal.ends)


@given(TEXTS, st.data())
def test_a_slice_is_the_normal_form_of_what_it_came_from(text: str, data: st.DataObject) -> None:
    """Reading the mapped slice of the original alone gives back at least the slice itself."""
    normal = normalise(text)
    if not normal.text:
        return
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    low, high = normal.span(start, end)
    piece = normal.text[start:end]
    if not any(character in "0123456789" for character in piece):
        assert piece.strip() in normalise(text[low:high]).text


@given(st.text(alphabet="光猫los灯红闪abc ", max_size=40))
def test_plain_text_maps_to_itself(text: str) -> None:
    """Where nothing but white space changes, offsets cut exactly the same characters."""
    normal = normalise(text)
    for position, character in enumerate(normal.text):
        low, high = normal.span(position, position + 1)
        assert text[low:high].split() == character.split()


def test_span_refuses_an_empty_slice() -> None:
    """There is no place for nothing."""
    with pytest.raises(IndexError, match=r"\[1:1\]"):
        normalise("光猫").span(1, 1)


def test_long_runs_of_marks_stay_quick() -> None:
    """Ten thousand combining marks on one letter are one cluster, read once."""
    text = "a" + "\u0301" * 10_000
    assert len(normalise(text).text) == len(unicodedata.normalize("NFKC", text))
