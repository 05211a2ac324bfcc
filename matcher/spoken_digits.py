"""Digits read aloud, as speech recognition writes them: 六九幺 -> 691, 幺零零八六 -> 10086."""

from __future__ import annotations

import re

_DIGITS = str.maketrans("〇零洞一幺二两三四五六七八九", "00011223456789")
_RUN = re.compile(r"[〇零洞一幺二三四五六七八九]{3,}")
_NUMERAL_AROUND = re.compile(r"[十百千万亿两点]")
_IDIOMS = ("三三两两", "七七八八", "一五一十", "三七二十一")


def replace_spoken_digits(text: str) -> str:
    """Replace runs of three or more spoken digits by figures.

    A run that is part of a quantity (二三百兆) or of an idiom is language, not a code, and stays.

    Args:
        text: text in normal form.

    Returns:
        A text of the same length.

    Example:
        >>> replace_spoken_digits("提示六九幺")
        '提示691'
    """
    return _RUN.sub(lambda run: _figures(run, text), text)


def _figures(run: re.Match[str], text: str) -> str:
    before, after = text[: run.start()][-1:], text[run.end() :][:1]
    if _NUMERAL_AROUND.match(before) or _NUMERAL_AROUND.match(after):
        return run.group()
    if any(idiom in text[max(0, run.start() - 3) : run.end() + 3] for idiom in _IDIOMS):
        return run.group()
    return run.group().translate(_DIGITS)
