"""Misheard words are put right, right ones are left alone, and offsets stay true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.mishearing import Mishearing
from matcher.normalise import normalise
from matcher.pinyin import pinyin
from matcher.segment import Segmenter, Token

WORDS = [
    "计算机",
    "远程计算机",
    "上不了网",
    "传真机",
    "已恢复",
    "电视盒网",
    "光猫",
    "余额不足",
    "los灯闪红",
]


class Single(Segmenter):
    """Knows no word of two characters."""

    def tokens(self, text: str, *, guess: bool = True) -> list[Token]:
        """Every character alone."""
        return [Token(character, i, i + 1) for i, character in enumerate(text)]


def mishearing(words: list[str]) -> Mishearing:
    """Puts right what is misheard of some words."""
    return Mishearing(words, segmenter=Segmenter(words))


@pytest.fixture(scope="module")
def right() -> Mishearing:
    """All of `WORDS`."""
    return mishearing(WORDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("，。", "，。"),
        ("计算机", "计算机"),
        ("计算鸡", "计算机"),
        ("计算鸡坏了", "计算机坏了"),
        ("上不了王，烦，上不了忘", "上不了网，烦，上不了网"),
        ("穿真机发不出", "传真机发不出"),
        ("远成计算鸡没响应", "远程计算机没响应"),
        ("远程计算鸡没响应", "远程计算机没响应"),
    ],
)
def test_table(right: Mishearing, text: str, expected: str) -> None:
    """Wrong characters stand alone, also where jieba would guess a word of them (远成, 鸡坏)."""
    assert right.apply(normalise(text)).text == normalise(expected).text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("已回复", "回复 is a word of its own"),
        ("电视和网", "和 is an everyday word"),
        ("上不了晚", "晚 does not sound like 网"),
        ("光毛", "two characters are too few"),
        ("los登闪红", "not all characters are Han"),
        ("计，算鸡", "punctuation parts it"),
    ],
)
def test_left_alone(right: Mishearing, text: str, why: str) -> None:
    """Whatever may be meant as it stands is kept."""
    assert right.apply(normalise(text)).text == normalise(text).text, why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上不了王，", "上不了网,"),
        ("上部了王，", "上不了网,"),
        ("商部了王，", "商部了王,"),
        ("商部乐王，", "商部乐王,"),
    ],
)
def test_half_of_a_word_must_agree(text: str, expected: str) -> None:
    """One or two wrong characters of four are misheard, three or four are other words."""
    heard = Mishearing(["上不了网"], segmenter=Single())
    assert heard.apply(normalise(text)).text == expected


def test_the_longest_word_wins() -> None:
    """计算机房 rather than 计算机."""
    heard = Mishearing(["计算机", "计算机房"], segmenter=Single())
    assert heard.apply(normalise("计算鸡防，计算鸡")).text == "计算机房,计算机"


def test_words_that_sound_alike_are_ignored() -> None:
    """Nothing tells 计算机 from 计算基, so neither is put in the place of 计算鸡."""
    assert mishearing(["计算机", "计算基"]).apply(normalise("计算鸡")).text == "计算鸡"


def test_words_of_more_than_eight_characters_are_ignored() -> None:
    """Eight are put right, nine are not."""
    for word, expected in (("无线路由器计算机", "机"), ("的无线路由器计算机", "鸡")):
        heard = normalise(f"{word[:-1]}鸡")
        assert Mishearing([word], segmenter=Segmenter()).apply(heard).text[-1] == expected


def test_no_words() -> None:
    """Without words nothing is put right."""
    source = normalise("计算鸡")
    assert mishearing([]).apply(source) == source


@given(st.text(alphabet="计记算机鸡远程成上不了网王已恢回复电视盒和余额鱼鹅足，los1ae 🙂"))
def test_length_and_offsets_are_kept(right: Mishearing, text: str) -> None:
    """Only characters change, each into one that sounds the same."""
    source = normalise(text)
    found = right.apply(source)
    assert (found.original, found.starts, found.ends) == (text, source.starts, source.ends)
    assert list(map(pinyin, found.text)) == list(map(pinyin, source.text))


@given(st.text(alphabet=st.one_of(st.characters(max_codepoint=0x2DFF), st.sampled_from("ae，"))))
def test_texts_without_han_are_left_alone(right: Mishearing, text: str) -> None:
    """Latin letters alone are never taken for a word, not even the e of 余额."""
    source = normalise(text)
    assert right.apply(source) == source


@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_right_words_are_left_alone(right: Mishearing, words: list[str]) -> None:
    """Domain words one after another are what was meant."""
    source = normalise("，".join(words))
    assert right.apply(source) == source


def test_the_end_of_a_text_is_like_its_middle() -> None:
    """Two of three wrong characters are too many, whatever follows."""
    heard = Mishearing(["路由器", "域名解析失败"], segmenter=Single())
    assert heard.apply(normalise("录油器，坏了，坏了")).text.startswith("录油器")
    assert heard.apply(normalise("录油器")).text == "录油器"


def test_the_example_of_the_module() -> None:
    """域名解西失败 -> 域名解析失败."""
    assert mishearing(["域名解析失败"]).apply(normalise("域名解西失败")).text == "域名解析失败"
