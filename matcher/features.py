"""What speaks for and against an entry, one number a feature, each in [0, 1] unless said.

Every feature has a name that a dispatcher understands; `FEATURES` gives it in Chinese. Fusion
weighs them, evidence shows them.
"""

from __future__ import annotations

from collections.abc import Mapping

FEATURES: Mapping[str, str] = {
    "grams": "字面相近",
    "words": "关键词吻合",
    "meaning": "语义相近",
    "typical": "像此类故障",
    "precedent": "与已知工单相近",
    "key": "关键信息吻合",
    "excluded": "有排除信息",
    "answered": "追问的回答",
}
"""Name -> what it is called on the page; `answered` lies in [-1, 1]."""

_DOUBT = 3.0
"""Weight of the information that every ticket leaves unsaid: one weak mark proves little."""


def keyword_share(score: float, ceiling: float) -> float:
    """A BM25 score as a share of the most that the query could earn.

    Args:
        score: BM25 score >= 0.
        ceiling: `BM25.ceiling` of the same query.

    Returns:
        Share in [0, 1]; 0 for a query without terms.
    """
    return min(1.0, score / ceiling) if ceiling > 0 else 0.0


def meaning(cosine: float) -> float:
    """A cosine cut to [0, 1]: what is less than unrelated is no worse than unrelated."""
    return min(1.0, max(0.0, cosine))


def key_overlap(
    asserted: frozenset[str], known: Mapping[str, float], *, rarity: Mapping[str, float]
) -> float:
    """Weighted share of the ticket's key information that the entry asserts too.

    Args:
        asserted: canonical forms that the ticket asserts.
        known: canonical form -> how far the entry's texts assert rather than deny it, in [0, 1].
        rarity: weight of each form, higher for rarer ones; unknown forms weigh nothing.

    Returns:
        Share in [0, 1]; 0 when the ticket asserts nothing known.
    """
    total = _weight(asserted, rarity)
    shared = sum(rarity.get(form, 0.0) * known.get(form, 0.0) for form in sorted(asserted))
    return shared / (total + _DOUBT) if total else 0.0


def excluded_share(
    asserted: frozenset[str],
    denied: frozenset[str],
    *,
    known: Mapping[str, float],
    excluding: frozenset[str],
    rarity: Mapping[str, float],
) -> float:
    """How much of what the ticket says speaks against the entry.

    Counted are forms that the ticket asserts and the entry names as excluding or mostly denies
    (PON灯闪 but 红灯不亮), and forms that the ticket denies and the entry asserts.

    Args:
        asserted: canonical forms that the ticket asserts.
        denied: canonical forms that the ticket denies.
        known: canonical form -> how far the entry's texts assert rather than deny it, in [0, 1].
        excluding: canonical forms of the entry's excluding information.
        rarity: weight of each form.

    Returns:
        Share in [0, 1] of the weight of all forms of the ticket.
    """
    total = _weight(asserted | denied, rarity)
    against = 0.0
    for form in sorted(asserted):
        doubt = 1.0 - known[form] if form in known else float(form in excluding)
        against += rarity.get(form, 0.0) * doubt
    for form in sorted(denied):
        against += rarity.get(form, 0.0) * known.get(form, 0.0)
    return against / (total + _DOUBT) if total else 0.0


def _weight(forms: frozenset[str], rarity: Mapping[str, float]) -> float:
    """Weight of some forms; summed in a fixed order, so that equal forms weigh equal."""
    return sum(rarity.get(form, 0.0) for form in sorted(forms))
