"""Plain JSON values: what may stand in a document, and when two values are the same.

Stricter than Python's ``json``: what is let in here can be written as UTF-8, stored, and read back
as it was (RFC 8259; lone surrogates are what RFC 8259 section 8.2 warns of).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from kb.errors import Problem

#: Deepest nesting of lists and objects; json's own recursion gives out at about 1,000.
MAX_DEPTH = 100

#: How much of a value a message shows, in characters.
SHOWN = 40


def dumps(value: object) -> str:
    """Write a JSON value on one line, Chinese unescaped, keys in their order."""
    return json.dumps(value, ensure_ascii=False)


def canonical(value: object) -> str:
    """Write a JSON value so that equal texts mean equal values: key order does not count.

    Unlike ``==`` this tells ``1``, ``1.0`` and ``True`` apart.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def shown(value: object) -> str:
    """Return a value as a message shows it: JSON, cut short, never failing."""
    text = json.dumps(value, ensure_ascii=False, default=str, skipkeys=True)
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the fields that differ, those of ``new`` first, then those that it no longer has."""
    edited = [
        name for name in new if name not in old or canonical(old[name]) != canonical(new[name])
    ]
    return (*edited, *(name for name in old if name not in new))


def impurities(value: object, path: str = "", depth: int = 0) -> Iterator[Problem]:
    """Find what cannot be kept as JSON: foreign types, NaN, lone surrogates, too deep nesting.

    Args:
        value: the value to search.
        path: where it stands in its document.
        depth: how many lists and objects are around it.

    Yields:
        One problem for each place, in document order.
    """
    if isinstance(value, str):
        yield from _surrogates(value, path)
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield Problem(path, f"{value} 不是 JSON 数值；请改为有限的数，或删除此项。")
    elif isinstance(value, Mapping | list):
        if depth == MAX_DEPTH:
            yield Problem(path, f"嵌套超过 {MAX_DEPTH} 层；请简化结构。")
        else:
            yield from _inside(value, path, depth)
    elif value is not None and not isinstance(value, int):
        yield Problem(path, f"{shown(value)} 不属于 JSON；请改为文字、数值、列表或对象。")


def _inside(
    value: Mapping[object, object] | list[object], path: str, depth: int
) -> Iterator[Problem]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from impurities(item, f"{path}[{index}]", depth + 1)
        return
    for key, item in value.items():
        if isinstance(key, str):
            unwritable = list(_surrogates(key, path))
            yield from unwritable or impurities(item, f"{path}.{key}" if path else key, depth + 1)
        else:
            yield Problem(path, f"字段名 {shown(key)} 不是文字；请改为字符串。")


def _surrogates(text: str, path: str) -> Iterator[Problem]:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        found = f"\\u{ord(text[error.start]):04x}"
        yield Problem(
            path, f"第 {error.start + 1} 个字符是不成对的代理项 {found}；请改为完整的字符。"
        )
