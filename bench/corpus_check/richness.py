"""Check 8: each voice is varied in its words, and its tickets do not open alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from matcher.normalise import normalise

from .report import Finding, Result
from .rows import Splits

_OPENING = 8
_WINDOW = 1000


def distinct_bigrams(texts: Sequence[str]) -> float:
    """Distinct character bigrams in a thousand, averaged over runs of a thousand.

    Runs of one size make voices of different size comparable. Bigrams do not cross from one text
    to the next.

    Args:
        texts: the texts; fewer than a thousand bigrams in all are scaled up.

    Returns:
        A figure in [0, 1000]; 0 for no text.
    """
    grams = [text[i : i + 2] for text in texts for i in range(len(text) - 1)]
    if len(grams) < _WINDOW:
        return _WINDOW * len(set(grams)) / len(grams) if grams else 0.0
    runs = range(0, len(grams) - _WINDOW + 1, _WINDOW)
    return fmean(len(set(grams[start : start + _WINDOW])) for start in runs)


def check(splits: Splits, *, most: float = 0.05) -> Result:
    """Measure every voice of every split.

    Args:
        splits: tickets by split.
        most: largest share, in [0, 1], of a voice's tickets that may share one opening of eight
            characters; a single ticket shares nothing.

    Returns:
        Figures by split and voice; a finding for each opening that is too common.
    """
    counts: dict[str, str] = {}
    findings: list[Finding] = []
    for split, rows in splits.items():
        for voice in sorted({str(row.get("style")) for row in rows}):
            texts = [
                normalise(row["text"]).text.strip()
                for row in rows
                if str(row.get("style")) == voice
            ]
            openings = Counter(text[:_OPENING] for text in texts)
            counts[f"{split} {voice}"] = _figures(texts, openings)
            for opening, count in sorted(openings.items()):
                if count > 1 and count > most * len(texts):
                    message = (
                        f"{count}/{len(texts)} 条以“{opening}”开头，上限 {most:.0%}；请换开头。"
                    )
                    findings.append(Finding(f"{split} {voice}", message))
    return Result(counts, tuple(findings))


def _figures(texts: Sequence[str], openings: Counter[str]) -> str:
    lengths = [len(text) for text in texts]
    return (
        f"{len(texts)} 条，每千字 {distinct_bigrams(texts):.0f} 种二字组，"
        f"开头不同 {len(openings) / len(texts):.1%}，"
        f"字数 {fmean(lengths):.0f}（{min(lengths)}–{max(lengths)}）"
    )
