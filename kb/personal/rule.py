"""A rule: what one kind of personal data looks like, and the marker that takes its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MOBILE = "〔手机〕"
PHONE = "〔电话〕"
PAPER = "〔证件〕"
ACCOUNT = "〔账号〕"
NUMBER = "〔编号〕"
PASSWORD = "〔密码〕"  # noqa: S105 - a marker, not a password
EMAIL = "〔邮箱〕"
PLATE = "〔车牌〕"
NAME = "〔姓名〕"
ADDRESS = "〔地址〕"

MARKERS = (MOBILE, PHONE, PAPER, ACCOUNT, NUMBER, PASSWORD, EMAIL, PLATE, NAME, ADDRESS)

#: One Chinese character.  The brackets of markers are none, so no rule reaches across a marker.
HAN = r"[\u4e00-\u9fff]"

#: What may stand between a cue word and its value: 电话：…, 电话为…, 【电话】…
LINK = r"[】)\]」]?[ :=为是]*"

# One character for one, so that a place in the folded text is the same place in the text.
_FOLD = (
    {0xFF01 + i: 0x21 + i for i in range(94)}
    | dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u3000\ufeff"), " ")
    | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    | {ord("×"): "x"}
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of personal data.

    Args:
        marker: what takes its place.
        pattern: how it looks in folded text; its group ``it`` is replaced, or else all of it.
        spares: says of a match that it is no personal data after all.
    """

    marker: str
    pattern: re.Pattern[str]
    spares: Callable[[re.Match[str]], bool] | None = None

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """Return where the rule finds its kind, in order and disjoint.

        Args:
            folded: a text as `fold` returns it.
        """
        return [
            found(match)
            for match in self.pattern.finditer(folded)
            if self.spares is None or not self.spares(match)
        ]


def found(match: re.Match[str]) -> tuple[int, int]:
    """Return the place of what is to be replaced: the group ``it``, or else the whole match."""
    return match.span("it" if "it" in match.re.groupindex else 0)


def value(match: re.Match[str]) -> str:
    """Return what is to be replaced."""
    start, end = found(match)
    return match.string[start:end]


def fold(text: str) -> str:
    """Return a text of equal length with full-width forms, dashes and spaces made plain ASCII."""
    return text.translate(_FOLD)
