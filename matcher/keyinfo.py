"""Key information in complaint and handling text: labelled spans, each asserted or denied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.lexicon import Lexicon
from matcher.negation import negated
from matcher.patterns import Found, find_patterns


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A marked piece of a text.

    Attributes:
        start: first character.
        end: one past the last.
        label: one of `lexicon.LABELS`.
        canonical: form that spans of equal meaning share.
        negated: True when the text denies it.
    """

    start: int
    end: int
    label: str
    canonical: str
    negated: bool = False


def key_information(text: str, *, lexicon: Lexicon) -> list[Span]:
    """Mark the key information of a text.

    Where two readings overlap the one that starts first wins, then the longer one.

    Args:
        text: text in normal form.
        lexicon: the words to look for.

    Returns:
        Spans sorted by start, disjoint.
    """
    found = [
        Found(hit.start, hit.end, hit.word.label, hit.word.canonical, False)
        for hit in lexicon.find(text)
    ]
    found.extend(find_patterns(text))
    return [
        Span(
            start=piece.start,
            end=piece.end,
            label=piece.label,
            canonical=piece.canonical,
            negated=piece.denied != negated(text, piece.start, piece.end, piece.label),
        )
        for piece in _disjoint(found)
    ]


def _disjoint(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for piece in sorted(found, key=lambda f: (f.start, -f.end, f.label, f.canonical)):
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return kept
