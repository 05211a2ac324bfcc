"""Texts that fit no entry, as a measure of doubt: a complaint like one of them may be another.

They only ever lower the probability that any entry fits; the order of entries never sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.bm25 import BM25
from matcher.cases import ReadCase
from matcher.features import keyword_share
from matcher.query import Query


@dataclass(frozen=True, slots=True)
class Foreign:
    """Known texts without an entry.

    Attributes:
        grams: BM25 over their character grams.
        vectors: `(n, dim)` unit rows; None without an encoder.
    """

    grams: BM25
    vectors: NDArray[np.float32] | None

    @classmethod
    def build(
        cls, cases: Sequence[ReadCase], vectors: NDArray[np.float32] | None, *, rarity: BM25
    ) -> Foreign:
        """Index texts.

        Args:
            cases: the texts as the matcher reads them.
            vectors: `(n, dim)` their vectors, in the same order.
            rarity: gram index of the entries, whose idf weighs the grams: words of the trade, which
                every entry uses and few of these texts do, make a complaint like none of them.
        """
        own = None if vectors is None else vectors.copy()  # not a view that keeps all others alive
        return cls(BM25.build([case.grams for case in cases], rarity=rarity), own)

    def nearness(self, query: Query, *, ceiling: float) -> tuple[float, float]:
        """How near the nearest of them is, in letters and in meaning.

        Args:
            query: the complaint.
            ceiling: score that counts as 1, the same as for entries.

        Returns:
            Keyword share and cosine, each in [0, 1]; 0 where nothing is known.
        """
        if not self.grams.n:
            return 0.0, 0.0
        share = float(keyword_share(self.grams.query(query.grams), ceiling).max())
        if self.vectors is None or query.vector is None:
            return share, 0.0
        return share, min(1.0, max(0.0, float((self.vectors @ query.vector).max())))
