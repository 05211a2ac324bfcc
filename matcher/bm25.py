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
    def build(cls, collection: Sequence[Terms], *, k1: float = 1.2, b: float = 0.75) -> BM25:
        """Index a collection.

        Args:
            collection: the terms of each document, or their (weighted) counts.
            k1: saturation of term frequency, >= 0. Default from Lucene.
            b: strength of length normalisation in [0, 1]. Default from Lucene.

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

    def query(self, terms: Terms) -> NDArray[np.float32]:
        """Score every document.

        Args:
            terms: query terms or their weights; unknown terms count nothing.

        Returns:
            `(n,)` scores >= 0.
        """
        total = np.zeros(self.n, dtype=np.float32)
        for term, weight in sorted(_weights(terms).items()):
            column = self.vocabulary.get(term)
            if column is not None:
                low, high = self.pointers[column], self.pointers[column + 1]
                total[self.documents[low:high]] += weight * self.scores[low:high]
        return total

    def contributions(self, terms: Terms, document: int) -> dict[str, float]:
        """What each query term adds to one document's score; the values sum to `query`'s."""
        found: dict[str, float] = {}
        for term, weight in _weights(terms).items():
            column = self.vocabulary.get(term)
            if column is None:
                continue
            low, high = self.pointers[column], self.pointers[column + 1]
            at = low + int(np.searchsorted(self.documents[low:high], document))
            if at < high and self.documents[at] == document:
                found[term] = float(weight * self.scores[at])
        return found

    def ceiling(self, terms: Terms, *, k1: float = 1.2) -> float:
        """Score of an imagined short document that holds every query term; unknown terms too.

        It turns a BM25 score into a share in [0, 1] that means the same for every query: 1 says
        that everything the query asks for is there.
        """
        total = 0.0
        for term, weight in _weights(terms).items():
            column = self.vocabulary.get(term)
            total += weight * (self.unseen_idf if column is None else float(self.idf[column]))
        return total * (k1 + 1.0)

    @property
    def unseen_idf(self) -> float:
        """Idf of a term that no document holds: the highest there is."""
        return float(np.log1p((self.n + 0.5) / 0.5))


def _weights(terms: Terms) -> Mapping[str, float]:
    return terms if isinstance(terms, Mapping) else Counter(terms)
