"""What speaks for and against an entry, one number a feature, each in [0, 1] unless said.

Every feature has a name that a dispatcher understands; `FEATURES` gives it in Chinese. Fusion
weighs them, evidence shows them; `said` tells what they say of whether any entry fits at all.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEATURES: Mapping[str, str] = {
    "grams": "字面相近",
    "words": "关键词吻合",
    "meaning": "语义相近",
    "typical": "像此类故障",
    "precedent": "与已知工单相近",
    "record": "处理记录吻合",
    "stated": "所述情况相符",
    "denied": "所否认的相符",
    "remembered": "相似工单的确认",
    "answered": "追问的回答",
}
"""Name -> what it is called on the page; `remembered` and `answered` lie in [-1, 1], `stated` and
`denied` are mean log lifts, about -3 to 3 (`matcher.facts`)."""

LATER = frozenset({"remembered", "answered"})
"""Features that come with use and are 0 on a ticket that nobody has judged or asked about."""

SIGNALS: Mapping[str, str] = {
    "score": "首条得分",
    "margin": "首条比第二条多得的分",
    "nearer_meaning": "语义上比不属于任何故障的文本近多少",
    "nearer_grams": "字面上比不属于任何故障的文本近多少",
}
"""What else tells whether any entry fits, one number a complaint; how much nearer in [-1, 1]."""


def keyword_share(scores: Floats, ceiling: float) -> Floats:
    """BM25 scores as shares of the most that the query could earn.

    Args:
        scores: BM25 scores >= 0, any shape.
        ceiling: `BM25.ceiling` of the same query.

    Returns:
        Shares in [0, 1]; 0 for a query without terms.
    """
    return np.minimum(1.0, scores / ceiling) if ceiling > 0 else np.zeros_like(scores)


def meaning(cosines: NDArray[np.float32]) -> Floats:
    """Cosines cut to [0, 1]: what is less than unrelated is no worse than unrelated."""
    return np.clip(cosines.astype(np.float64), 0.0, 1.0)


def said(table: Floats, scores: Floats) -> dict[str, float]:
    """What the first candidate shows of whether any entry fits.

    Args:
        table: `(candidates, FEATURES)`.
        scores: `(candidates,)`.

    Returns:
        Its features, its score, and by how much it leads the second; 0 for each without candidates.
    """
    if not len(scores):
        return dict.fromkeys((*FEATURES, "score", "margin"), 0.0)
    best = int(np.argmax(scores))
    second = float(np.delete(scores, best).max(initial=0.0))
    first = float(scores[best])
    named = dict(zip(FEATURES, table[best].tolist(), strict=True))
    return {**named, "score": first, "margin": first - second}
