"""The keyword index: what an entry says, as words and as character grams.

Boundaries, neighbours and excluding information stay out: they quote the words of other faults.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.entry import Entry
from matcher.bm25 import BM25
from matcher.cases import ReadCase
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
    def build(
        cls,
        entries: Sequence[Entry],
        *,
        segmenter: Segmenter,
        cases: Sequence[Sequence[ReadCase]] = (),
    ) -> KeywordIndex:
        """Index entries in their order.

        Args:
            entries: the entries.
            segmenter: cuts their texts into words.
            cases: the cases of each entry, folded into what it says; empty for none at all.
        """
        words: list[Counter[str]] = []
        grams: list[Counter[str]] = []
        for number, entry in enumerate(entries):
            text = searchable_text(entry)
            words.append(Counter(segmenter.words(text)))
            grams.append(Counter(character_grams(text)))
            for case in cases[number] if cases else ():
                words[-1].update(case.words)
                grams[-1].update(case.grams)
        return cls(BM25.build(words), BM25.build(grams))


def searchable_text(entry: Entry) -> str:
    """Everything an entry says of its own fault, in normal form, one piece a line."""
    pieces = (*entry.phrasings(), *entry.key_info, entry.cause or "")
    return "\n".join(normalise(piece).text for piece in pieces if piece)
