"""Check 1: every entry is an entry, has all that a reader needs, and stands in its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.entry import Entry
from kb.errors import BadEntry

from .report import Finding, Result

REQUIRED = (
    "title",
    "service",
    "symptoms",
    "key_info",
    "exclude_info",
    "cause",
    "guide",
    "department",
    "difficulty",
    "first_line",
    "boundary",
    "neighbours",
    "review_by",
)
"""Fields that may not be empty; `sources` must be there and may be `[]`."""


def check(
    files: Mapping[str, Sequence[Any]], *, expected: int = 200, least: int = 8, usual: int = 12
) -> Result:
    """Check the entries of all files.

    Args:
        files: file name without suffix -> its items.
        expected: how many entries the library has.
        least: fewest symptom phrasings of an entry.
        usual: phrasings that a good entry has; only counted.

    Returns:
        Findings by code.
    """
    rows = [row for items in files.values() for row in items]
    phrasings = [len(_listed(row, "symptoms")) for row in rows]
    return Result(
        counts={
            "条目": str(len(rows)),
            "现象说法": str(sum(phrasings)),
            f"说法不足 {usual} 条的条目": str(sum(n < usual for n in phrasings)),
        },
        findings=(
            *_number(len(rows), expected),
            *_repeated(rows),
            *(f for row in rows for f in _invalid(row)),
            *(f for row in rows for f in _incomplete(row, least)),
            *(f for name, items in files.items() for row in items for f in _misplaced(row, name)),
        ),
    )


def _number(found: int, expected: int) -> Iterator[Finding]:
    if found != expected:
        yield Finding("经验库", f"有 {found} 条，应为 {expected} 条；请补齐，或改本检查的条数。")


def _repeated(rows: Sequence[Any]) -> Iterator[Finding]:
    for code, count in Counter(map(_code, rows)).items():
        if count > 1:
            yield Finding(code, f"编码出现了 {count} 次；请改名或删除重复的条目。")
    texts = Counter(text for row in rows for text in set(_listed(row, "symptoms")))
    for row in rows:
        for text in _listed(row, "symptoms"):
            if texts[text] > 1:
                yield Finding(_code(row), f"说法“{text}”在另一条目里也有；请只留给一个条目。")


def _invalid(row: Any) -> Iterator[Finding]:
    try:
        Entry.from_document(row)
    except BadEntry as error:
        for problem in error.problems:
            yield Finding(_code(row), str(problem))


def _incomplete(row: Any, least: int) -> Iterator[Finding]:
    if not isinstance(row, Mapping):
        return
    for name in REQUIRED:
        if row.get(name) in (None, "", [], {}):
            yield Finding(_code(row), f"字段 {name} 为空；请填写。")
    if not isinstance(row.get("sources"), list):
        yield Finding(_code(row), "缺少字段 sources；没有出处时请写 []。")
    symptoms = _listed(row, "symptoms")
    if 0 < len(symptoms) < least:
        yield Finding(_code(row), f"只有 {len(symptoms)} 条现象说法，至少要 {least} 条；请补写。")
    for text, count in Counter(symptoms).items():
        if count > 1:
            yield Finding(_code(row), f"说法“{text}”写了 {count} 遍；请改写其中一条。")


def _misplaced(row: Any, name: str) -> Iterator[Finding]:
    prefix = _code(row).partition("-")[0].lower()
    if prefix != name:
        yield Finding(_code(row), f"写在 {name}.yaml 里；请移到 {prefix}.yaml。")


def _code(row: Any) -> str:
    return str(row.get("code", "（无编码）")) if isinstance(row, Mapping) else "（不是对象）"


def _listed(row: Any, name: str) -> list[str]:
    value = row.get(name) if isinstance(row, Mapping) else None
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
