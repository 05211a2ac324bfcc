"""One query against one library: which entries to look at, and their features."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.bm25 import BM25
from matcher.features import FEATURES, keyword_share, meaning, said
from matcher.library import Library
from matcher.query import Query
from matcher.ranking import top_positions
from matcher.scale import unsaid_ceiling

_CANDIDATES = 50
_PHRASINGS = 100
_BESIDE_RECORD = 0.6
"""What keyword shares of both texts together count where the record has one of its own.

Without it a long record would count twice and make the first place surer than it is: log loss on
347 tickets with a record by unknown authors .28 instead of .34.
"""

Floats = NDArray[np.float64]


class Scoring:
    """Features of one query with every entry, computed once.

    Args:
        library: the indexed library.
        query: what is asked.
    """

    def __init__(self, library: Library, query: Query) -> None:
        self._library = library
        self._query = query
        keywords = library.keywords
        counts = _BESIDE_RECORD if query.record else 1.0
        words, self._words_ceiling = _asked(keywords.words, query.words, unsaid=10, counts=counts)
        grams, grams_ceiling = _asked(keywords.grams, query.grams, unsaid=20, counts=counts)
        self._lexical = (words, grams)
        self._values: dict[str, Floats] = {
            "grams": keyword_share(grams, grams_ceiling),
            "words": keyword_share(words, self._words_ceiling),
            "stated": library.facts.stating(query.told),
            "denied": library.facts.denying(query.told),
        }
        if query.record:
            self._values["record"] = keyword_share(*_asked(keywords.words, query.record, unsaid=20))
        self._cosines: NDArray[np.float32] | None = None
        if library.vectors is not None and query.vector is not None:
            self._cosines = library.vectors.cosines(query.vector)
        self.signals = self._signals(grams, grams_ceiling * counts)

    def _signals(self, grams: Floats, ceiling: float) -> dict[str, float]:
        """How much nearer the nearest entry is than the nearest text that no entry fits."""
        strange, other = self._library.foreign.nearness(self._query, ceiling=ceiling)
        share = float(keyword_share(grams, ceiling).max(initial=0.0))
        found = {"nearer_grams": share - strange, "nearer_meaning": 0.0}
        vectors, vector = self._library.vectors, self._query.vector
        if vectors is not None and vector is not None:
            nearest = vectors.nearest_cosine(vector, self._cosines)
            found["nearer_meaning"] = nearest - other
        return found

    def candidates(self, service: str | None = None, *, codes: Iterable[str] = ()) -> list[int]:
        """Positions of the entries worth scoring, ascending.

        Args:
            service: only entries of this business line.
            codes: entries that are looked at in any case.

        Returns:
            The best by words, by grams and by nearest phrasing, together.
        """
        positions = self._library.positions
        found = {positions[code] for code in codes if code in positions}
        for scores in self._lexical:
            found.update(top_positions(scores, _CANDIDATES).tolist())
        vectors, vector = self._library.vectors, self._query.vector
        if vectors is not None and vector is not None:
            found.update(vectors.nearest_entries(vector, _PHRASINGS, self._cosines).tolist())
        if service:
            found = {i for i in found if self._library.entries[i].service == service}
        return sorted(found)

    def nearest(self, entry: int) -> tuple[str, float] | None:
        """Phrasing of an entry closest to the query, and its cosine; None without an encoder."""
        if self._library.vectors is None or self._query.vector is None:
            return None
        cosine, number = self._library.vectors.best_phrasing(self._query.vector, entry)
        return self._library.phrasings[entry][number], cosine

    def table(
        self, positions: Sequence[int], *, later: Mapping[str, Mapping[str, float]] | None = None
    ) -> Floats:
        """Features of the query with some entries.

        Args:
            positions: positions of the entries.
            later: feature of `LATER` -> code -> value in [-1, 1].

        Returns:
            `(positions, FEATURES)`; without an encoder the columns of meaning are 0.
        """
        chosen = np.asarray(positions, dtype=np.int64)
        values = {name: known[chosen] for name, known in self._values.items()}
        codes = [self._library.entries[i].code for i in positions]
        for name, known in (later or {}).items():
            values[name] = np.array([known.get(code, 0.0) for code in codes])
        vectors, vector = self._library.vectors, self._query.vector
        if vectors is not None and vector is not None and len(chosen):
            likeness = vectors.likeness(vector, positions, self._cosines)
            values["meaning"] = meaning(likeness.phrasing)
            values["typical"] = meaning(likeness.centre)
            values["precedent"] = meaning(likeness.case)
        found = np.zeros((len(chosen), len(FEATURES)))
        for column, name in enumerate(FEATURES):
            if name in values:
                found[:, column] = values[name]
        return found

    def said(self, table: Floats, scores: Sequence[float]) -> dict[str, float]:
        """What tells whether any entry fits; see `matcher.features.said`.

        Args:
            table: features of the candidates, at least one.
            scores: their scores.
        """
        return said(table, np.asarray(scores)) | self.signals

    def terms(self, entries: Sequence[int]) -> list[dict[str, float]]:
        """What each word of the query adds to the keyword scores of some entries, as a share."""
        earned = self._library.keywords.words.contributions(self._query.words, entries)
        ceiling = self._words_ceiling or 1.0
        return [{word: score / ceiling for word, score in each.items()} for each in earned]


def _asked(
    index: BM25, terms: Mapping[str, float], *, unsaid: int, counts: float = 1.0
) -> tuple[Floats, float]:
    """Scores of every entry, and the ceiling that makes them shares of at most `counts`."""
    ceiling = index.ceiling(terms) + unsaid_ceiling(index, unsaid)
    return index.query(terms), ceiling / counts
