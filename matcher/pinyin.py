"""How a text sounds: toneless syllables, so that 落油器 is as near to 路由器 as it is to the ear.

Speech recognition confuses what sounds alike. Retroflex and flat initials (zh/z) and front and
back finals (in/ing), which many speakers do not tell apart, count as equal.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

_HAN = re.compile(r"[\u3400-\u9fff]+")
_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


@lru_cache(maxsize=1)
def _lazy_pinyin() -> Callable[[str], list[str]]:
    """Import pypinyin without its phrases: single characters suffice, 12 MB instead of 40."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin

    found: Callable[[str], list[str]] = lazy_pinyin
    return found


@lru_cache(maxsize=32_768)
def pinyin(character: str) -> str:
    """Toneless syllable of a Han character, in its commonest reading; itself for any other."""
    sound: str = _lazy_pinyin()(character)[0]
    return sound


@lru_cache(maxsize=32_768)
def syllable(character: str) -> str:
    """`pinyin` with sounds merged that many speakers do not tell apart.

    Example:
        >>> syllable("掌") == syllable("赞")
        True
    """
    sound = pinyin(character)
    for wide, narrow in _MERGED:
        sound = sound.replace(wide, narrow)
    return sound


def sound_grams(text: str) -> list[str]:
    """Pairs of neighbouring syllables in each Han run.

    Args:
        text: text in normal form.

    Returns:
        One gram for each pair of neighbours, in order; runs of one character give none.

    Example:
        >>> sound_grams("光毛") == sound_grams("光猫")
        True
    """
    found: list[str] = []
    for run in _HAN.finditer(text):
        sounds = [syllable(character) for character in run.group()]
        found.extend(f"{first} {second}" for first, second in pairwise(sounds))
    return found
