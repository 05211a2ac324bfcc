"""Whether a piece of key information is denied: 灯不红, 不是欠费, 没有掉线.

A denial reaches forward to the end of its clause, at most a few characters, and stops at a
turning word (不是没信号，是上不了网); a lamp or a fact can also be denied from behind (红灯没亮).
Words that hold their own negator (上不了网, 不亮) are symptoms, not denials.
"""

from __future__ import annotations

import re

_CUE = re.compile(
    r"不是因?为?|并非|并不是?|并没有?|并未|没有|没见|没发现|没出现|没(?!多久|想到|人|法|事)|未见|未发现|未出现|未|无"
    r"(?!法|线|论|缘|故)|不存在|不属于?|不像是?|不会|不(?!断|停|定|仅|但|过|管|知|好意思|同|久|时|行|能|了|到|上|通|亮|"
    r"清|稳|正常)|[不没未]有?(?:亮|闪|冒|显示?)(?=[红绿黄橙蓝])|排除了?|非(?!常)|别说|谈不上|不再"
)
_STOP = re.compile(r"[，。；！？、,;!?\n…]|但是?|而是?|却|就是|只是|可是|不过|反而|倒是")
_BEHIND = re.compile(
    r"^(?:指示)?灯?(?:[都也并倒就还]|现在|一直|从来|始终)?(?:没有?|不|未|并没有?|并不|从没)(?:再|有|出现|发生)?"
    r"(?:亮|红|闪|出现|发生|报|坏|断|掉|受影响|有|存在)(?!过?几|上)"
)
_REACH = 6
_DENIABLE_FROM_BEHIND = frozenset({"指示灯", "错误码", "现象"})
_OWN_NEGATOR = re.compile(r"[不没无未]")


def negated(text: str, start: int, end: int, label: str) -> bool:
    """Whether the span `text[start:end]` is denied by its clause.

    Args:
        text: text in normal form.
        start: first character of the span.
        end: one past its last character.
        label: the span's category; only some can be denied from behind.

    Returns:
        True when the text says that it is not so. A double denial (不是没有) is none.
    """
    if _denied_in_front(text, start):
        return True
    if label not in _DENIABLE_FROM_BEHIND or _OWN_NEGATOR.search(text[start:end]):
        return False
    return _BEHIND.match(text[end : end + 10]) is not None


def _denied_in_front(text: str, start: int) -> bool:
    before = text[max(0, start - _REACH - 4) : start]
    stops = list(_STOP.finditer(before))
    clause = before[stops[-1].end() :] if stops else before
    cues = list(_CUE.finditer(clause))
    if not cues or len(clause) - cues[-1].end() > _REACH:
        return False
    doubled = len(cues) > 1 and cues[-1].start() - cues[-2].end() <= 1
    return not doubled
