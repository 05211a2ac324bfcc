"""Traditional to simplified characters, one for one, so that offsets stay exact."""

from __future__ import annotations

from functools import lru_cache

from opencc import OpenCC


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=65_536)
def _simplify_one(character: str) -> str:
    simple: str = _converter().convert(character)
    return simple if len(simple) == 1 else character


def simplify(text: str) -> str:
    """Simplified form of a text, character by character (OpenCC's t2s table).

    Args:
        text: any text; characters outside the Han blocks stay as they are.

    Returns:
        A text of the same length.

    Example:
        >>> simplify("紅燈閃爍")
        '红灯闪烁'
    """
    return "".join(_simplify_one(c) if c >= "\u3400" else c for c in text)
