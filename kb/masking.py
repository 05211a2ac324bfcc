"""Masking: personal data out of a complaint before it is stored, the fault left in it.

Each piece becomes a constant marker, so that tickets that differ in nothing else become equal.
The rules are in `kb.personal`; they err on the side of masking where digits are concerned, and on
the side of leaving where a word could as well describe the fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.personal import addresses, names, numbers
from kb.personal.rule import MARKERS, Rule, fold

# Numbers go first: a phone number gives away the name before it.
_RULES = (
    *numbers.RULES,
    *names.RULES,
    *addresses.RULES,
    *(Rule(marker, re.compile(rf"{marker}(?: ?{marker})+")) for marker in MARKERS),
)


def mask(text: str) -> str:
    """Replace personal data by markers such as 〔手机〕, 〔姓名〕, 〔地址〕.

    Args:
        text: any text, lone surrogates and NUL included.

    Returns:
        The text with markers; masking it again changes nothing.

    Example:
        >>> mask("张先生 138 0000 1234，阳光小区3幢502，宽带691")
        '〔姓名〕先生 〔手机〕，〔地址〕，宽带691'
    """
    folded = fold(text)
    # A marker can bare what stood beside it.  Each round turns at least one character of the text
    # into a marker and no marker into anything else, so there is an end to it.
    while True:
        before = text
        for rule in _RULES:
            if spans := rule.spans(folded):
                text = _replaced(text, spans, rule.marker)
                folded = _replaced(folded, spans, rule.marker)
        if text == before:
            return text


def _replaced(text: str, spans: Sequence[tuple[int, int]], marker: str) -> str:
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    return marker.join(text[end:start] for end, start in zip(ends, starts, strict=True))
