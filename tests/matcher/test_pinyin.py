"""How texts sound: homophones are equal, and every pair of neighbours gives one gram."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.sound import pinyin, sound_grams, syllable

TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("光猫红灯路由器，los 1")))
HOMOPHONES = str.maketrans("猫灯网机", "毛登王鸡")


@pytest.mark.parametrize(
    ("character", "sound"),
    [("路", "lu"), ("女", "nv"), ("張", "zhang"), ("a", "a"), ("7", "7"), ("，", "，"), (" ", " ")],
)
def test_pinyin(character: str, sound: str) -> None:
    """Toneless; what is no Han character sounds like itself."""
    assert pinyin(character) == sound


@pytest.mark.parametrize(
    ("pair", "alike"),
    [
        ("猫毛", True),
        ("掌赞", True),
        ("师思", True),
        ("吃次", True),
        ("音英", True),
        ("真增", True),
        ("猫狗", False),
        ("路落", False),
        ("来拿", False),
    ],
)
def test_syllable(pair: str, alike: bool) -> None:
    """Flat and retroflex initials, front and back finals are one; other sounds are not."""
    assert (syllable(pair[0]) == syllable(pair[1])) is alike


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("红", []),
        ("los 691", []),
        ("红，灯", []),
        ("光猫", ["guan mao"]),
        ("光猫los灯红", ["guan mao", "den hon"]),
        ("路由器", ["lu you", "you qi"]),
    ],
)
def test_sound_grams(text: str, expected: list[str]) -> None:
    """Pairs never cross punctuation or Latin letters."""
    assert sound_grams(text) == expected


@given(TEXTS)
def test_one_gram_a_pair_of_neighbours(text: str) -> None:
    """A run of n Han characters gives n - 1 grams."""
    runs = re.sub("[^\u3400-\u9fff]", " ", text).split()
    assert len(sound_grams(text)) == sum(len(run) - 1 for run in runs)


@given(st.text(alphabet="光猫红灯上不了网手机，a"))
def test_homophones_give_equal_grams(text: str) -> None:
    """The ear cannot tell 光猫 from 光毛."""
    assert sound_grams(text.translate(HOMOPHONES)) == sound_grams(text)
