"""Reading a text: refusals name the value, assertions and denials are kept apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import BadText, EmptyText, TextTooLong
from matcher.reading import MAX_TEXT, Reader, Told, polarity, require_content


@pytest.mark.parametrize(
    ("text", "error", "named"),
    [
        ("红" * (MAX_TEXT + 1), TextTooLong, "20,001"),
        ("光猫\0红灯", BadText, r"第 3 个字符是 U\+0000"),
        ("光猫\ud800", BadText, r"U\+D800"),
        ("\udfff光猫", BadText, "第 1 个字符"),
    ],
)
def test_refused(reader: Reader, text: str, error: type[Exception], named: str) -> None:
    """Too long a text and impossible characters are refused, with their place."""
    for reads in (reader.read, reader.normal):
        with pytest.raises(error, match=named):
            reads(text)


@pytest.mark.parametrize("text", ["", "   ", "，。！？", "🙂🙂", "\u202e\u200b", "\n\t"])
def test_texts_that_say_nothing(reader: Reader, text: str) -> None:
    """Neither punctuation nor emoji is a complaint."""
    with pytest.raises(EmptyText, match="投诉内容为空"):
        require_content(text, reader.read(text))


@pytest.mark.parametrize("text", ["红", "5", "a", "ﷺ" * 200, "红\u202e灯"])
def test_texts_that_say_something(reader: Reader, text: str) -> None:
    """One character is enough to be read."""
    require_content(text, reader.read(text))


def test_a_full_length_text_is_read(reader: Reader) -> None:
    """The limit itself is allowed."""
    assert len(reader.read("红" * MAX_TEXT).grams) == 2 * MAX_TEXT - 1


def test_asserted_and_denied(reader: Reader) -> None:
    """What is asserted anywhere is not denied."""
    told = reader.read("不是欠费，光猫红灯，昨天没有断网，今天断网了").told
    assert told.denied == {"欠费"}
    assert told.asserted == {"光猫", "红灯", "上不了网"}


def test_the_record_has_the_last_word(reader: Reader) -> None:
    """What it denies is no longer asserted, what it finds is no longer denied."""
    complaint = reader.read("光猫红灯，不是欠费").told
    record = reader.read("查实欠费，红灯未亮").told
    assert complaint.overruled_by(record) == Told(frozenset({"光猫", "欠费"}), frozenset({"红灯"}))
    assert complaint.overruled_by(reader.read("").told) == complaint


def test_polarity_by_hand(reader: Reader) -> None:
    """红灯 is asserted by two and denied by one: 2.5 of 3.5; 欠费 is never asserted: 0.5 of 1.5."""
    own = [reader.told("光猫红灯，不是欠费")]
    cases = [reader.told("光猫红灯断网"), reader.told("没有红灯")]
    assert polarity(own, cases) == pytest.approx(
        {"光猫": 1.0, "红灯": 2.5 / 3.5, "欠费": 0.5 / 1.5}
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("光貓ＬＯＳ燈", "光猫los灯"),
        ("我家光毛老掉现", "我家光猫老掉线"),
        ("上不了王，烦", "上不了网,烦"),
        ("光毛坏，上不了王", "光猫坏,上不了网"),
    ],
)
def test_normal(reader: Reader, text: str, expected: str) -> None:
    """Width and script first, then known confusions, then what sounds like a domain word."""
    assert reader.normal(text).text == expected


@given(
    text=st.text(
        alphabet=st.one_of(
            st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
            st.sampled_from("光毛猫红灯上不了王，"),
        )
    )
)
def test_normal_is_what_a_reading_starts_from(reader: Reader, text: str) -> None:
    """The same normal form with the same offsets, without the rest."""
    assert reader.normal(text) == reader.read(text).normal


def test_a_mark_covers_the_misheard_word(reader: Reader) -> None:
    """上不了王 is marked where it was sent, as what was meant."""
    reading = reader.read("家裡，上不了王！")
    start, end, span = next(reading.original_spans())
    assert (reading.normal.original[start:end], span.canonical) == ("上不了王", "上不了网")
