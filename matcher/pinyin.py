"""How a character sounds: its toneless syllable, by which misheard words are known."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache


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
