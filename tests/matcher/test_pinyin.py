"""How characters sound."""

from __future__ import annotations

import pytest

from matcher.pinyin import pinyin


@pytest.mark.parametrize(
    ("character", "sound"),
    [("路", "lu"), ("女", "nv"), ("張", "zhang"), ("a", "a"), ("7", "7"), ("，", "，"), (" ", " ")],
)
def test_pinyin(character: str, sound: str) -> None:
    """Toneless; what is no Han character sounds like itself."""
    assert pinyin(character) == sound


@pytest.mark.parametrize(("pair", "alike"), [("猫毛", True), ("网王", True), ("猫狗", False)])
def test_homophones_are_equal(pair: str, alike: bool) -> None:
    """The ear cannot tell 光猫 from 光毛."""
    assert (pinyin(pair[0]) == pinyin(pair[1])) is alike
