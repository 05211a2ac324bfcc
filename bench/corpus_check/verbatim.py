"""Check 6: few tickets repeat a symptom phrasing of their entry word for word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .report import Finding, Result
from .rows import Row, Splits, codes_of, plain, said


def check(
    entries: Sequence[Row], splits: Splits, *, shortest: int = 6, most: float = 0.15
) -> Result:
    """Measure how many tickets hold a phrasing of their entry.

    Args:
        entries: library lines.
        splits: tickets by split.
        shortest: shorter phrasings, in characters without punctuation, are passed over.
        most: largest share of a split's labelled tickets, in [0, 1].

    Returns:
        A finding for each split above `most`; each ticket concerned as a note.
    """
    phrasings = {
        str(row["code"]): [
            text for text in map(plain, row.get("symptoms") or ()) if len(text) >= shortest
        ]
        for row in entries
    }
    counts: dict[str, str] = {}
    findings: list[Finding] = []
    notes: list[Finding] = []
    for split, rows in splits.items():
        labelled = [row for row in rows if codes_of(row)]
        if not labelled:
            continue
        held = list(_held(labelled, phrasings))
        share = len(held) / len(labelled)
        counts[split] = f"{len(held)}/{len(labelled)} = {share:.1%}"
        notes += held
        if share > most:
            message = f"{share:.1%} 的票原样含有条目的说法，上限 {most:.0%}；请改写提示中的票。"
            findings.append(Finding(split, message))
    return Result(counts, tuple(findings), tuple(notes))


def _held(tickets: Sequence[Row], phrasings: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    for ticket in tickets:
        text = plain(said(ticket))
        for code in sorted(codes_of(ticket)):
            found = next((p for p in phrasings.get(code, ()) if p in text), None)
            if found:
                yield Finding(str(ticket["_id"]), f"原样含有 {code} 的说法“{found}”。")
                break
