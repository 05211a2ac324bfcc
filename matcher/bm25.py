"""BM25 over one bag of terms a document, as one sparse matrix of finished scores.

Every term's score in every document is computed once and kept in a compressed sparse column
matrix, so that a query is a sum of a few columns. Source: Robertson & Zaragoza (2009), "The
Probabilistic Relevance Framework", with Lucene's idf, which is never negative.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Terms = Sequence[str] | Mapping[str, float]


@dataclass(frozen=True, slots=True)
class BM25:
    """Finished BM25 scores of a collection.

    Attributes:
        n: number of documents.
        vocabulary: term -> column.
        idf: idf of each column.
        pointers: CSC pointers, `(columns + 1,)`.
        documents: CSC row numbers, sorted within each column.
        scores: CSC values, float32.
    """

    n: int
    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]
    pointers: NDArray[np.int64]
    documents: NDArray[np.int32]
    scores: NDArray[np.float32]

    @classmethod
    def build(
        cls,
        collection: Sequence[Terms],
        *,
        k1: float = 1.2,
        b: float = 0.75,
        rarity: BM25 | None = None,
    ) -> BM25:
        """Index a collection.

        Args:
            collection: the terms of each document, or their (weighted) counts.
            k1: saturation of term frequency, >= 0. Default from Lucene.
            b: strength of length normalisation in [0, 1]. Default from Lucene.
            rarity: index whose idf weighs the terms; by default they are weighed by how rare they
                are in the collection itself.

        Returns:
            The index; documents keep their order.
        """
        counts = [c if isinstance(c, Mapping) else Counter(c) for c in collection]
        vocabulary = {term: i for i, term in enumerate(sorted({t for c in counts for t in c}))}
        rows = np.repeat(np.arange(len(counts)), [len(c) for c in counts])
        columns = np.fromiter((vocabulary[t] for c in counts for t in c), np.int64, len(rows))
        tf = np.fromiter((f for c in counts for f in c.values()), np.float64, len(rows))
        length = np.bincount(rows, weights=tf, minlength=len(counts))
        average = length.mean() if len(counts) and length.any() else 1.0
        df = np.bincount(columns, minlength=len(vocabulary))
        idf = np.log1p((len(counts) - df + 0.5) / (df + 0.5))
        if rarity is not None:
            idf = np.array([rarity.idf_of(term) for term in vocabulary], dtype=np.float64)
        norm = k1 * (1.0 - b + b * length / average)
        score = idf[columns] * tf * (k1 + 1.0) / (tf + norm[rows])
        order = np.lexsort((rows, columns))
        return cls(
            n=len(counts),
            vocabulary=vocabulary,
            idf=idf.astype(np.float32),
            pointers=np.concatenate(([0], np.cumsum(df))).astype(np.int64),
            documents=rows[order].astype(np.int32),
            scores=score[order].astype(np.float32),
        )

    def query(self, terms: Terms) -> NDArray[np.float64]:
        """Score every document.

        Args:
            terms: query terms or their weights; unknown terms count nothing.

        Returns:
            `(n,)` scores >= 0.
        """
        _, at, weight = self._cells(terms)
        total = np.bincount(self.documents[at], weights=weight * self.scores[at], minlength=self.n)
        return np.asarray(total, dtype=np.float64)

    def contributions(self, terms: Terms, documents: Sequence[int]) -> list[dict[str, float]]:
        """What each query term adds to the scores of some documents.

        Args:
            terms: query terms or their weights.
            documents: distinct documents.

        Returns:
            For each document term -> part; the parts sum to `query`'s score. Terms that it does
            not hold are left out.
        """
        known, at, weight = self._cells(terms)
        place = np.full(self.n, -1)
        place[list(documents)] = np.arange(len(documents))
        of = place[self.documents[at]]
        found: list[dict[str, float]] = [{} for _ in documents]
        for cell in np.flatnonzero(of >= 0).tolist():
            score = float(weight[cell] * self.scores[at[cell]])
            found[of[cell]][known[cell]] = score
        return found

    def _cells(
        self, terms: Terms
    ) -> tuple[NDArray[np.object_], NDArray[np.int64], NDArray[np.float64]]:
        """The cells of all known query terms: term, place in `scores`, weight in the query."""
        found = [
            (term, column, weight)
            for term, weight in sorted(_weights(terms).items())
            if (column := self.vocabulary.get(term)) is not None
        ]
        columns = np.array([column for _, column, _ in found], dtype=np.int64)
        low = self.pointers[columns]
        held = self.pointers[columns + 1] - low
        first = np.cumsum(held) - held
        at = np.arange(held.sum()) + np.repeat(low - first, held)
        names = np.array([term for term, _, _ in found], dtype=np.object_)
        weights = np.array([weight for _, _, weight in found], dtype=np.float64)
        return np.repeat(names, held), at, np.repeat(weights, held)

    def ceiling(self, terms: Terms, *, k1: float = 1.2) -> float:
        """Score of an imagined short document that holds every query term; unknown terms too.

        It turns a BM25 score into a share in [0, 1] that means the same for every query: 1 says
        that everything the query asks for is there.
        """
        asked = _weights(terms)
        columns = np.array([self.vocabulary.get(term, -1) for term in asked], dtype=np.int64)
        idf = np.full(len(columns), self.unseen_idf)
        idf[columns >= 0] = self.idf[columns[columns >= 0]]
        return (k1 + 1.0) * float(np.fromiter(asked.values(), np.float64, len(idf)) @ idf)

    def idf_of(self, term: str) -> float:
        """Idf of a term, also of one that no document holds."""
        column = self.vocabulary.get(term)
        return self.unseen_idf if column is None else float(self.idf[column])

    @property
    def unseen_idf(self) -> float:
        """Idf of a term that no document holds: the highest there is."""
        return float(np.log1p((self.n + 0.5) / 0.5))


def _weights(terms: Terms) -> Mapping[str, float]:
    return terms if isinstance(terms, Mapping) else Counter(terms)
