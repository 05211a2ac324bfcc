"""Check 5: no ticket is nearly another one, least of all one of another split."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from matcher.normalise import normalise

from .report import Finding, Result
from .rows import Splits

_NAME = re.compile(
    r"[\u4e00-\u9fff](?:某+|先生|女士|小姐|师傅|老师|阿姨|大爷|大妈|经理|同学|主任|总(?!是|共|部|店))"
)
_FIGURES = re.compile(r"\d[\d*x]*")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by their positions (`first < second`) and their likeness in [0, 1]."""

    first: int
    second: int
    score: float


def masked(text: str) -> str:
    """A text in normal form with names, phone numbers and all other figures made equal.

    Example:
        >>> masked("王先生 13800001234 报障")
        '某 0 报障'
    """
    return _FIGURES.sub("0", _NAME.sub("某", normalise(text).text)).strip()


def near_pairs(texts: Sequence[str], *, score_cutoff: float = 0.8, chunk: int = 256) -> list[Pair]:
    """All pairs that are more alike than the cutoff.

    Likeness is 2m / (a + b) with m the longest common subsequence and a, b the lengths (rapidfuzz's
    `fuzz.ratio`), so a pair can pass only if its lengths differ by less than (2 - c) / c: texts are
    compared in order of length, each only with those that are not too long for it.

    Args:
        texts: the texts, already masked.
        score_cutoff: pairs must be above it, in (0, 1].
        chunk: texts compared in one call; changes the memory used, never the answer.

    Returns:
        Pairs in order of `(first, second)`.
    """
    order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), i))
    ordered = [texts[i] for i in order]
    lengths = np.array([len(text) for text in ordered], dtype=np.int64)
    reach = (2 - score_cutoff) / score_cutoff
    found: list[Pair] = []
    for low in range(0, len(ordered), chunk):
        rows = ordered[low : low + chunk]
        high = int(np.searchsorted(lengths, reach * lengths[low + len(rows) - 1], side="right"))
        scores = process.cdist(
            rows,
            ordered[low:high],
            scorer=fuzz.ratio,
            score_cutoff=100 * score_cutoff,
            dtype=np.uint8,
            workers=-1,
        )
        for row, column in np.argwhere(np.triu(scores, k=1)):
            first, second = sorted((order[low + row], order[low + column]))
            # the matrix holds whole percents: the exact score decides
            score = fuzz.ratio(texts[first], texts[second]) / 100
            if score > score_cutoff:
                found.append(Pair(first, second, score))
    return sorted(found, key=lambda pair: (pair.first, pair.second))


def check(
    splits: Splits, *, across: float = 0.8, within: float = 0.9, noted: float = 0.65
) -> Result:
    """Compare every ticket's text with every other's.

    Args:
        splits: tickets by split.
        across: likeness in [0, 1] above which two tickets of different splits are a finding.
        within: the same for two tickets of one split.
        noted: likeness, below the other two, above which tickets of different splits are a note.

    Returns:
        Findings and notes by the `_id` of the first ticket of each pair.
    """
    known = [
        (split, str(row["_id"]), row["text"]) for split, rows in splits.items() for row in rows
    ]
    pairs = near_pairs([masked(text) for _, _, text in known], score_cutoff=noted)
    between = [pair for pair in pairs if known[pair.first][0] != known[pair.second][0]]
    inside = [pair for pair in pairs if known[pair.first][0] == known[pair.second][0]]
    wrong = [pair for pair in between if pair.score > across]
    wrong += [pair for pair in inside if pair.score > within]
    return Result(
        counts={
            f"划分之间相似度高于 {noted:.0%} 的票对": str(len(between)),
            f"划分之内相似度高于 {noted:.0%} 的票对": str(len(inside)),
            "其中须改写": str(len(wrong)),
        },
        findings=tuple(_found(known, pair, "请改写一条") for pair in wrong),
        notes=tuple(_found(known, pair, "宜改写一条") for pair in between if pair.score <= across),
    )


def _found(known: Sequence[tuple[str, str, str]], pair: Pair, remedy: str) -> Finding:
    split, identifier, text = known[pair.first]
    other_split, other, other_text = known[pair.second]
    place = f"{split} 之内" if split == other_split else f"{split} 与 {other_split} 之间"
    return Finding(
        identifier,
        f"与 {other} 相似 {pair.score:.0%}（{place}）：“{text}”对“{other_text}”；{remedy}。",
    )
