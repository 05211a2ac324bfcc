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
from matcher.query import Query
from matcher.scale import unsaid_ceiling


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
    def build(cls, cases: Sequence[ReadCase], vectors: NDArray[np.float32] | None) -> Foreign:
        """Index texts.

        Args:
            cases: the texts as the matcher reads them.
            vectors: `(n, dim)` their vectors, in the same order.
        """
        return cls(BM25.build([(*c.complaint.grams, *c.record.grams) for c in cases]), vectors)

    def signals(self, query: Query) -> dict[str, float]:
        """How near the nearest of them is, in meaning and in letters.

        Args:
            query: the complaint.

        Returns:
            `foreign_meaning` and `foreign_grams`, each in [0, 1]; 0 where nothing is known.
        """
        found = {"foreign_meaning": 0.0, "foreign_grams": 0.0}
        if self.grams.n:
            ceiling = self.grams.ceiling(query.grams) + unsaid_ceiling(self.grams, 20)
            found["foreign_grams"] = float(self.grams.query(query.grams).max()) / ceiling
            if self.vectors is not None and query.vector is not None:
                nearest = float((self.vectors @ query.vector).max())
                found["foreign_meaning"] = min(1.0, max(0.0, nearest))
        return found
