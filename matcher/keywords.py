"""The keyword index: what an entry says, as words and as character grams.

Boundaries, neighbours and excluding information stay out: they quote the words of other faults.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.entry import Entry
from matcher.bm25 import BM25
from matcher.normalise import normalise
from matcher.segment import Segmenter, character_grams


@dataclass(frozen=True, slots=True)
class KeywordIndex:
    """Two BM25 indexes over the same entries.

    Attributes:
        words: over jieba words in search mode.
        grams: over character 1- and 2-grams; the strongest single part.
    """

    words: BM25
    grams: BM25

    @classmethod
    def build(cls, entries: Sequence[Entry], *, segmenter: Segmenter) -> KeywordIndex:
        """Index entries in their order."""
        texts = [searchable_text(entry) for entry in entries]
        return cls(
            words=BM25.build([segmenter.words(text) for text in texts]),
            grams=BM25.build([character_grams(text) for text in texts]),
        )


def searchable_text(entry: Entry) -> str:
    """Everything an entry says of its own fault, in normal form, one piece a line."""
    pieces = (*entry.phrasings(), *entry.key_info, entry.cause or "")
    return "\n".join(normalise(piece).text for piece in pieces if piece)
