"""Why an entry is suggested: marks that earned it, its nearest phrasing, what speaks against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.features import FEATURES
from matcher.reading import Reading

_REMEMBERED = 0.5
"""Part of the score from which a judged ticket is worth naming."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of one of the two texts, in code points of that text as it was sent.

    Attributes:
        source: `text` or `handling`.
        start: first code point.
        end: one past the last.
        label: category of the key information.
        text: the piece itself.
    """

    source: str
    start: int
    end: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an entry is suggested.

    Attributes:
        marks: key information that the entry knows.
        against: asserted information that the entry excludes, or denied information it needs.
        terms: words that earned most of the keyword score, with their share of it.
        nearest: the phrasing closest in meaning and its cosine; None without an encoder.
        reason: one Chinese sentence for the page.
    """

    marks: tuple[Mark, ...]
    against: tuple[Mark, ...]
    terms: tuple[tuple[str, float], ...]
    nearest: tuple[str, float] | None
    reason: str


def collect_evidence(
    readings: Mapping[str, Reading],
    *,
    known: Mapping[str, float],
    excluding: frozenset[str],
    terms: Mapping[str, float],
    nearest: tuple[str, float] | None,
    parts: Mapping[str, float],
) -> Evidence:
    """Gather what speaks for and against one entry.

    Args:
        readings: source -> what was read in it.
        known: canonical key information of the entry -> how far it asserts it, in [0, 1].
        excluding: canonical excluding information of the entry.
        terms: query word -> its part of the keyword score.
        nearest: closest phrasing and its cosine.
        parts: feature name -> its part of the score.

    Returns:
        The evidence; terms are cut to the eight strongest.
    """
    marks: list[Mark] = []
    against: list[Mark] = []
    for source, reading in readings.items():
        for start, end, span in reading.original_spans():
            mark = Mark(source, start, end, span.label, reading.normal.original[start:end])
            asserted = known.get(span.canonical)
            if span.negated:
                if asserted is not None and asserted > 0.5:
                    against.append(mark)
            elif asserted is not None:
                (marks if asserted > 0.5 else against).append(mark)
            elif span.canonical in excluding:
                against.append(mark)
    strongest = sorted(terms.items(), key=lambda item: (-item[1], item[0]))[:8]
    return Evidence(
        marks=tuple(marks),
        against=tuple(against),
        terms=tuple((term, round(score, 4)) for term, score in strongest),
        nearest=nearest,
        reason=_reason(marks, against, strongest, nearest, parts),
    )


def _reason(
    marks: list[Mark],
    against: list[Mark],
    terms: list[tuple[str, float]],
    nearest: tuple[str, float] | None,
    parts: Mapping[str, float],
) -> str:
    """One sentence: the strongest reason first."""
    said: list[str] = []
    if parts.get("answered"):
        said.append("追问的回答支持" if parts["answered"] > 0 else "追问的回答不支持")
    if abs(parts.get("remembered", 0.0)) > _REMEMBERED:
        confirmed = parts["remembered"] > 0
        said.append("相似工单曾确认是此条" if confirmed else "相似工单曾确认不是此条")
    if marks:
        said.append(f"关键信息吻合：{_listed(mark.text for mark in marks)}")
    elif terms:
        said.append(f"{FEATURES['words']}：{_listed(term for term, _ in terms if len(term) > 1)}")
    if nearest and nearest[1] > 0.8:
        said.append(f"与“{_short(nearest[0])}”说法接近")
    if against:
        said.append(f"但有不符：{_listed(mark.text for mark in against)}")
    return "；".join(said)


def _listed(texts: Iterable[str], limit: int = 4) -> str:
    distinct = list(dict.fromkeys(texts))
    return "、".join(distinct[:limit])


def _short(text: str, limit: int = 28) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
