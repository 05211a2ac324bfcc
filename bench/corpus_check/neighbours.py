"""Check 3: the questions between neighbours lead to both, and cover what boundaries name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from .report import Finding, Result
from .rows import Row, strings

_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{2}-\d{3}(?!\d)")


def check(entries: Sequence[Row]) -> Result:
    """Check the neighbours of all entries.

    A one-sided question is no fault: the matcher looks for it from both sides.

    Args:
        entries: library lines.

    Returns:
        Findings by code; one-sided pairs as notes.
    """
    by_code = {str(row["code"]): row for row in entries}
    asked = {(code, n["code"]) for code, row in by_code.items() for n in _neighbours(row)}
    one_sided = sorted(pair for pair in asked if pair[::-1] not in asked)
    pairs = {frozenset(pair) for pair in asked}
    return Result(
        counts={
            "有问题可问的相邻对": str(len(pairs)),
            "两边都问的相邻对": str(len(pairs) - len(one_sided)),
            "只有一边问的相邻对": str(len(one_sided)),
        },
        findings=tuple(
            Finding(code, message)
            for code, row in by_code.items()
            for message in (
                *_bad_questions(row, by_code),
                *_unknown_mentions(row, by_code),
                *_uncovered(row, asked, by_code),
            )
        ),
        notes=tuple(_notes(one_sided)),
    )


def _neighbours(row: Row) -> Sequence[Row]:
    return row.get("neighbours") or ()


def _bad_questions(row: Row, known: Mapping[str, Row]) -> Iterator[str]:
    own = row["code"]
    for neighbour in _neighbours(row):
        other = neighbour["code"]
        answers = neighbour.get("answers") or ()
        leads = {answer["code"] for answer in answers}
        for code in sorted({other, *leads} - set(known)):
            yield f"与 {other} 的问题提到不存在的 {code}；请改为已有编码。"
        if other == own:
            yield "把自己列为相邻条目；请删除。"
        if not (neighbour.get("question") or "").strip():
            yield f"与 {other} 没有问题；请写出能分开两者的一句话。"
        if missing := sorted({own, other} - leads):
            yield f"与 {other} 的问题没有答案通向 {'、'.join(missing)}；请补上。"
        if len({answer["answer"] for answer in answers}) < len(answers):
            yield f"与 {other} 的问题有相同的答案；请改写其中一个。"


def _unknown_mentions(row: Row, known: Mapping[str, Row]) -> Iterator[str]:
    prefixes = {code[:2] for code in known}
    text = "\n".join(strings({k: v for k, v in row.items() if k != "neighbours"}))
    for code in sorted(set(_CODE.findall(text)) - set(known)):
        if code[:2] in prefixes:
            yield f"正文提到不存在的 {code}；请改为已有编码。"


def _uncovered(row: Row, asked: set[tuple[str, str]], known: Mapping[str, Row]) -> Iterator[str]:
    own = str(row["code"])
    for other in sorted(set(_CODE.findall(row.get("boundary") or "")) - {own}):
        if other in known and (own, other) not in asked and (other, own) not in asked:
            yield f"boundary 提到 {other}，但两边都没有相互区分的问题；请在一边补写。"


def _notes(one_sided: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    others: dict[str, list[str]] = {}
    for code, other in one_sided:
        others.setdefault(code, []).append(other)
    for code, found in others.items():
        yield Finding(code, f"只有本条问、对方不问：{'、'.join(found)}（双向均可用，不必改）。")
