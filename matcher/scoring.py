"""One query against one library: which entries to look at, and their features."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matcher.bm25 import BM25
from matcher.features import excluded_share, key_overlap, keyword_share, meaning
from matcher.library import Library
from matcher.query import Query
from matcher.ranking import top_positions

_CANDIDATES = 50
_PHRASINGS = 100


def _unsaid(index: BM25, terms: int) -> float:
    """Ceiling of some rare terms that every query is taken to leave unsaid.

    Without them a complaint of four characters that happens to stand in an entry would count as
    much as one of forty, and vague complaints would be answered with false certainty.
    """
    return 2.2 * terms * index.unseen_idf


class Scoring:
    """Scores of one query, computed once and read entry by entry.

    Args:
        library: the indexed library.
        query: what is asked.
    """

    def __init__(self, library: Library, query: Query) -> None:
        self._library = library
        self._query = query
        keywords = library.keywords
        self._words = keywords.words.query(query.words)
        self._grams = keywords.grams.query(query.grams)
        self._words_ceiling = keywords.words.ceiling(query.words) + _unsaid(keywords.words, 10)
        self._grams_ceiling = keywords.grams.ceiling(query.grams) + _unsaid(keywords.grams, 20)

    def candidates(self, service: str | None = None) -> list[int]:
        """Positions of the entries worth scoring, ascending.

        Args:
            service: only entries of this business line.

        Returns:
            The best by words, by grams and by nearest phrasing, together.
        """
        found = {
            *top_positions(self._words, _CANDIDATES).tolist(),
            *top_positions(self._grams, _CANDIDATES).tolist(),
        }
        vectors, vector = self._library.vectors, self._query.vector
        if vectors is not None and vector is not None:
            found.update(vectors.nearest_entries(vector, _PHRASINGS).tolist())
        if service:
            found = {i for i in found if self._library.entries[i].service == service}
        return sorted(found)

    def nearest(self, entry: int) -> tuple[str, float] | None:
        """Phrasing of an entry closest to the query, and its cosine; None without an encoder."""
        if self._library.vectors is None or self._query.vector is None:
            return None
        cosine, number = self._library.vectors.best_phrasing(self._query.vector, entry)
        return self._library.phrasings[entry][number], cosine

    def features(self, entry: int, *, effects: Mapping[str, float]) -> dict[str, float]:
        """Features of the query with one entry.

        Args:
            entry: position of the entry.
            effects: code -> effect of answered questions in [-1, 1].

        Returns:
            Feature name -> value; without an encoder those of meaning are missing.
        """
        query, library = self._query, self._library
        values = {
            "grams": keyword_share(float(self._grams[entry]), self._grams_ceiling),
            "words": keyword_share(float(self._words[entry]), self._words_ceiling),
            "key": key_overlap(query.asserted, library.known[entry], rarity=library.rarity),
            "excluded": excluded_share(
                query.asserted,
                query.denied,
                known=library.known[entry],
                excluding=library.excluding[entry],
                rarity=library.rarity,
            ),
            "answered": effects.get(library.entries[entry].code, 0.0),
        }
        vectors, vector = library.vectors, query.vector
        if vectors is not None and vector is not None:
            values["meaning"] = meaning(vectors.best_phrasing(vector, entry)[0])
            values["typical"] = meaning(float(vectors.centres[entry] @ vector))
            values["precedent"] = meaning(vectors.best_case(vector, entry))
        return values

    def terms(self, entry: int) -> dict[str, float]:
        """What each word of the query adds to the entry's keyword score, as a share."""
        earned = self._library.keywords.words.contributions(self._query.words, entry)
        ceiling = self._words_ceiling or 1.0
        return {word: float(np.float64(score) / ceiling) for word, score in earned.items()}
