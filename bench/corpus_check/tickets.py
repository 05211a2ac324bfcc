"""Check 4: every ticket line is a ticket, and every code has enough of them in every voice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from matcher.errors import BadTicket
from matcher.tickets import ticket_from

from .report import Finding, Result
from .rows import Row, Splits

VOICES = ("workorder", "customer", "hard")


def check(
    lines: Mapping[str, Sequence[Any]],
    codes: Collection[str],
    *,
    per_code: int = 12,
    without_code: int = 400,
) -> Result:
    """Check the tickets of all splits.

    Args:
        lines: split -> parsed lines.
        codes: codes of the library.
        per_code: fewest tickets of a code over all splits.
        without_code: fewest tickets for which no entry is right, over all splits.

    Returns:
        Findings by `_id`, then by code; empty splits as notes. Amounts are judged only where there
        are any tickets.
    """
    filled = {split: rows for split, rows in lines.items() if rows}
    faults = [
        fault
        for split, rows in filled.items()
        for number, row in enumerate(rows, 1)
        for fault in _faults(row, split, f"{split} 第 {number} 条", codes)
    ]
    good: Splits = {
        split: [row for row in rows if isinstance(row, Mapping)] for split, rows in filled.items()
    }
    return Result(
        counts=_counts(good),
        findings=(
            *faults,
            *_repeated(good),
            *(_scarce(good, codes, per_code, without_code) if filled else ()),
            *(f for split, rows in good.items() for f in _unvoiced(split, rows, codes)),
        ),
        notes=tuple(
            Finding(split, "还没有票，数量不作判断。") for split in lines if not lines[split]
        ),
    )


def _counts(splits: Splits) -> dict[str, str]:
    return {
        split: f"{len(rows)} 条，无对应条目 {sum(row.get('code') is None for row in rows)} 条，"
        + "，".join(f"{voice} {sum(r.get('style') == voice for r in rows)}" for voice in VOICES)
        for split, rows in splits.items()
    }


def _faults(row: Any, split: str, where: str, codes: Collection[str]) -> Iterator[Finding]:
    try:
        ticket = ticket_from(row, where=where)
    except BadTicket as error:
        yield Finding(where, f"{error}请改正这一条。")
        return
    where = ticket.identifier
    for code in sorted(ticket.codes - set(codes)):
        yield Finding(where, f"编码 {code} 不在经验库里；请改为已有编码。")
    if not ticket.labelled:
        yield Finding(where, "没有 code；没有对应条目时请写 null。")
    if ticket.style not in VOICES:
        yield Finding(where, f"style 是 {ticket.style!r}；应为 {'、'.join(VOICES)} 之一。")
    if not where.startswith(f"{split}-"):
        yield Finding(where, f"在 {split} 里，_id 应以“{split}-”开头；请改名。")
    if not ticket.text.strip():
        yield Finding(where, "text 是空的；请写出投诉内容。")
    if row.get("code") in (row.get("also") or ()):
        yield Finding(where, "also 里重复了 code；请删除。")
    if row.get("code") is None and row.get("also"):
        yield Finding(where, "code 为 null 却有 also；请二选一。")


def _repeated(splits: Splits) -> Iterator[Finding]:
    counts = Counter(str(row.get("_id")) for rows in splits.values() for row in rows)
    for identifier, count in counts.items():
        if count > 1:
            yield Finding(identifier, f"_id 出现了 {count} 次；请改名。")


def _scarce(
    splits: Splits, codes: Collection[str], per_code: int, without_code: int
) -> Iterator[Finding]:
    counts = Counter(row.get("code") for rows in splits.values() for row in rows)
    for code in sorted(codes):
        if counts[code] < per_code:
            yield Finding(code, f"各划分共 {counts[code]} 条票，至少要 {per_code} 条；请补写。")
    if counts[None] < without_code:
        yield Finding(
            "code 为 null", f"各划分共 {counts[None]} 条，至少要 {without_code} 条；请补写。"
        )


def _unvoiced(split: str, rows: Sequence[Row], codes: Collection[str]) -> Iterator[Finding]:
    have = {(row.get("code"), row.get("style")) for row in rows}
    for code in sorted(codes):
        missing = [voice for voice in VOICES if (code, voice) not in have]
        if missing:
            yield Finding(code, f"在 {split} 里没有 {'、'.join(missing)} 的票；请补写。")
