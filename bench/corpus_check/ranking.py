"""Check 7: what plain character BM25 reaches; tickets that it ranks far down are read again.

Its hit rates are the floor that the matcher has to clear. A labelled ticket far down is either hard
or labelled wrongly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.bm25 import BM25
from matcher.normalise import normalise
from matcher.segment import character_grams

from .report import Finding, Result
from .rows import Row, Splits, codes_of, said


@dataclass(frozen=True, slots=True)
class Ranked:
    """The rank of a ticket's right entry (1 is first), and the code that came first."""

    identifier: str
    style: str
    code: str
    rank: int
    first: str


def check(entries: Sequence[Row], splits: Splits, *, far: int = 20) -> Result:
    """Rank all entries for every labelled ticket.

    Args:
        entries: library lines.
        splits: tickets by split.
        far: right entries ranked below it are noted.

    Returns:
        hit@1 and hit@3 by split and voice; tickets to be read again as notes, worst first.
    """
    ranked = {split: rank(entries, rows) for split, rows in splits.items()}
    lost = sorted(
        (item for items in ranked.values() for item in items if item.rank > far),
        key=lambda item: (-item.rank, item.identifier),
    )
    return Result(
        counts={
            label: _figures(items)
            for split, rows in ranked.items()
            for label, items in _groups(split, rows).items()
        },
        notes=tuple(
            Finding(
                item.identifier,
                f"字面检索把 {item.code} 排在第 {item.rank}（第 1 是 {item.first}）；请复读标注。",
            )
            for item in lost
        ),
    )


def rank(entries: Sequence[Row], tickets: Sequence[Row]) -> list[Ranked]:
    """Rank with character 1- and 2-grams, complaint and handling record as one query.

    Args:
        entries: library lines.
        tickets: tickets; those without a known code are passed over.

    Returns:
        One item a ticket, in order; the best of its acceptable codes counts, ties go by code.
    """
    ordered = sorted(entries, key=lambda row: str(row["code"]))
    codes = [str(row["code"]) for row in ordered]
    index = BM25.build([character_grams(normalise(_document(row)).text) for row in ordered])
    found: list[Ranked] = []
    for ticket in tickets:
        right = codes_of(ticket) & set(codes)
        if right:
            scores = index.query(character_grams(normalise(said(ticket)).text))
            ranking = [codes[i] for i in np.argsort(-scores, kind="stable")]
            best = min(right, key=ranking.index)
            found.append(
                Ranked(
                    str(ticket["_id"]),
                    str(ticket.get("style")),
                    best,
                    ranking.index(best) + 1,
                    ranking[0],
                )
            )
    return found


def hit_at(ranked: Sequence[Ranked], top: int) -> float:
    """Share of tickets, in [0, 1], whose right entry is among the first `top`."""
    return sum(item.rank <= top for item in ranked) / len(ranked)


def _document(row: Row) -> str:
    parts = [row.get("title"), row.get("text"), row.get("cause")]
    parts += [*(row.get("symptoms") or ()), *(row.get("key_info") or ())]
    return "\n".join(filter(None, parts))


def _groups(split: str, items: Sequence[Ranked]) -> Mapping[str, list[Ranked]]:
    groups: dict[str, list[Ranked]] = {f"{split} 全部": list(items)} if items else {}
    for item in sorted(items, key=lambda item: item.style):
        groups.setdefault(f"{split} {item.style}", []).append(item)
    return groups


def _figures(items: Sequence[Ranked]) -> str:
    return f"n={len(items)} hit@1 {hit_at(items, 1):.3f} hit@3 {hit_at(items, 3):.3f}"
